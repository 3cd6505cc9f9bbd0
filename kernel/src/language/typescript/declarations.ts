import ts from "#typescript";

export interface CellName {
  readonly name: string;
  /** TypeScript's element kind, for completion. */
  readonly kind: string;
  /** `let` and `var`: other cells may assign to it. */
  readonly reassignable: boolean;
  /** Has no value of this cell's making: types, and everything under `declare`. */
  readonly ambient: boolean;
  /** Already exported by the cell's own text. */
  readonly exported: boolean;
}

export interface CellDeclarations {
  readonly names: ReadonlyMap<string, CellName>;
  /** Has `declare global` or `declare module "…"`, which later cells must see too. */
  readonly augments: boolean;
}

const scoping = (list: ts.VariableDeclarationList): ts.NodeFlags =>
  list.flags & ts.NodeFlags.BlockScoped;

const isUsing = (list: ts.VariableDeclarationList): boolean =>
  scoping(list) === ts.NodeFlags.Using || scoping(list) === ts.NodeFlags.AwaitUsing;

export const isVar = (list: ts.VariableDeclarationList): boolean =>
  scoping(list) === ts.NodeFlags.None;

export const isConst = (list: ts.VariableDeclarationList): boolean =>
  scoping(list) === ts.NodeFlags.Const;

/** `let` and `var`. */
export const isReassignable = (list: ts.VariableDeclarationList): boolean =>
  isVar(list) || scoping(list) === ts.NodeFlags.Let;

export function boundNames(name: ts.BindingName): ts.Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((element) =>
    ts.isOmittedExpression(element) ? [] : boundNames(element.name),
  );
}

const hasModifier = (node: ts.Node, kind: ts.SyntaxKind): boolean =>
  ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((each) => each.kind === kind);

export const isAmbient = (node: ts.Node): boolean =>
  hasModifier(node, ts.SyntaxKind.DeclareKeyword);

/** Lists of `var`s below a statement that belong to the cell, not to a function in it. */
function nestedVars(statement: ts.Node): ts.VariableDeclarationList[] {
  const lists: ts.VariableDeclarationList[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isModuleDeclaration(node)) return;
    if (ts.isVariableDeclarationList(node) && isVar(node)) lists.push(node);
    ts.forEachChild(node, visit);
  };
  if (!ts.isVariableStatement(statement)) visit(statement);
  return lists;
}

function importedNames(statement: ts.ImportDeclaration): ts.Identifier[] {
  const clause = statement.importClause;
  const bindings = clause?.namedBindings;
  const named = !bindings
    ? []
    : ts.isNamespaceImport(bindings)
      ? [bindings.name]
      : bindings.elements.map((element) => element.name);
  return clause?.name ? [clause.name, ...named] : named;
}

/** Top-level names of a cell, in order of their first mention. */
export function cellDeclarations(source: ts.SourceFile): CellDeclarations {
  const names = new Map<string, CellName>();
  const reExported = new Set<string>();
  let augments = false;

  const add = (
    name: string,
    kind: string,
    node: ts.Node,
    traits: { reassignable?: boolean; ambient?: boolean } = {},
  ): void => {
    const earlier = names.get(name);
    const ambient = (traits.ambient ?? false) || isAmbient(node);
    if (earlier !== undefined && ambient) return;
    const exported =
      (hasModifier(node, ts.SyntaxKind.ExportKeyword) &&
        !hasModifier(node, ts.SyntaxKind.DefaultKeyword)) ||
      (earlier?.exported ?? false);
    names.set(name, { name, kind, reassignable: traits.reassignable ?? false, ambient, exported });
  };

  for (const statement of source.statements) {
    if (ts.isVariableStatement(statement)) {
      const list = statement.declarationList;
      // What `using` names is disposed of when the cell ends.
      if (isUsing(list)) continue;
      const kind = isVar(list) ? "var" : isReassignable(list) ? "let" : "const";
      for (const name of list.declarations.flatMap((each) => boundNames(each.name))) {
        add(name.text, kind, statement, { reassignable: kind !== "const" });
      }
    } else if (ts.isFunctionDeclaration(statement)) {
      if (statement.name) add(statement.name.text, "function", statement);
    } else if (ts.isClassDeclaration(statement)) {
      if (statement.name) add(statement.name.text, "class", statement);
    } else if (ts.isEnumDeclaration(statement)) {
      add(statement.name.text, "enum", statement);
    } else if (ts.isModuleDeclaration(statement)) {
      if (ts.isStringLiteral(statement.name) || statement.flags & ts.NodeFlags.GlobalAugmentation) {
        augments = true;
      } else add(statement.name.text, "module", statement);
    } else if (ts.isInterfaceDeclaration(statement)) {
      add(statement.name.text, "interface", statement, { ambient: true });
    } else if (ts.isTypeAliasDeclaration(statement)) {
      add(statement.name.text, "type", statement, { ambient: true });
    } else if (ts.isImportEqualsDeclaration(statement)) {
      add(statement.name.text, "alias", statement, { ambient: statement.isTypeOnly });
    } else if (ts.isImportDeclaration(statement)) {
      for (const name of importedNames(statement)) add(name.text, "alias", statement);
    } else if (ts.isExportDeclaration(statement)) {
      const clause = statement.exportClause;
      if (clause && ts.isNamedExports(clause)) {
        for (const element of clause.elements) reExported.add(element.name.text);
      }
    } else {
      for (const list of nestedVars(statement)) {
        for (const name of list.declarations.flatMap((each) => boundNames(each.name))) {
          add(name.text, "var", statement, { reassignable: true });
        }
      }
    }
  }
  for (const name of reExported) {
    const known = names.get(name);
    if (known) names.set(name, { ...known, exported: true });
  }
  return { names, augments };
}
