import ts from "#typescript";
import { boundNames, isReassignable } from "./declarations.ts";

/** How the cell's JavaScript reaches a name: its own box, another cell's holder, or as written. */
export type Reach = "own" | "earlier" | undefined;

export interface NamesInCell {
  reach(name: ts.Identifier): Reach;
  /** The value behind `{ x }`, for which the checker has a question of its own. */
  reachShorthand(property: ts.ShorthandPropertyAssignment): Reach;
  /** Whether an import is more than a type. */
  hasValue(name: ts.Identifier): boolean;
  /** Whether a namespace or enum is there when the cell runs. */
  hasRuntimeValue(name: ts.Identifier): boolean;
}

function ownLet(declaration: ts.Declaration, source: ts.SourceFile): boolean {
  let node: ts.Node = declaration;
  while (ts.isBindingElement(node) || ts.isBindingName(node)) node = node.parent;
  if (!ts.isVariableDeclaration(node) || node.getSourceFile() !== source) return false;
  const list = node.parent;
  if (!ts.isVariableDeclarationList(list) || !isReassignable(list)) return false;
  if (ts.isVariableStatement(list.parent) && list.parent.parent === source) return true;
  if ((list.flags & ts.NodeFlags.BlockScoped) !== 0) return false;
  for (let up: ts.Node = list.parent; up !== source; up = up.parent) {
    if (ts.isFunctionLike(up) || ts.isClassLike(up) || ts.isModuleDeclaration(up)) return false;
  }
  return true;
}

/**
 * Tells names of the cell and of earlier cells from everything else that is spelled alike.
 *
 * @param preambleEnd - where the cell's own text begins
 * @param candidates - spellings worth a question to the checker
 */
export function namesInCell(
  source: ts.SourceFile,
  checker: ts.TypeChecker,
  preambleEnd: number,
  candidates: ReadonlySet<string>,
): NamesInCell {
  const classify = (symbol: ts.Symbol | undefined): Reach => {
    for (const declaration of symbol?.declarations ?? []) {
      if (declaration.getSourceFile() !== source) continue;
      if (declaration.pos < preambleEnd && declaration.end <= preambleEnd) return "earlier";
      if (ownLet(declaration, source)) return "own";
    }
    return undefined;
  };
  return {
    reach: (name) =>
      candidates.has(name.text) ? classify(checker.getSymbolAtLocation(name)) : undefined,
    reachShorthand: (property) =>
      candidates.has(property.name.text)
        ? classify(checker.getShorthandAssignmentValueSymbol(property))
        : undefined,
    hasRuntimeValue: (name) =>
      ((checker.getSymbolAtLocation(name)?.flags ?? 0) & ts.SymbolFlags.Value) !== 0,
    hasValue(name) {
      const symbol = checker.getSymbolAtLocation(name);
      if (!symbol || !(symbol.flags & ts.SymbolFlags.Alias)) return true;
      const target = checker.getAliasedSymbol(symbol);
      if (target.flags & ts.SymbolFlags.Value) return true;
      // A name that the checker cannot resolve may well exist when the cell runs.
      return (target.declarations?.length ?? 0) === 0;
    },
  };
}

/** Names that one list of declarations binds. */
export const listNames = (list: ts.VariableDeclarationList): ts.Identifier[] =>
  list.declarations.flatMap((each) => boundNames(each.name));
