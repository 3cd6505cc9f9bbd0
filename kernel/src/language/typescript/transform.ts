import ts from "#typescript";
import { isAmbient, isConst, isReassignable } from "./declarations.ts";
import { expressionVisitor, located, resume, run, type UsedNames } from "./expressions.ts";
import { hostImport, importStatements } from "./imports.ts";
import { listNames, type NamesInCell } from "./names-in-cell.ts";

const F = ts.factory;
const identifier = (name: string): ts.Identifier => F.createIdentifier(name);

export interface TransformOptions {
  readonly names: NamesInCell;
  /** Offsets, in the module, of the cell's own text. */
  readonly start: number;
  readonly end: number;
  readonly used: UsedNames;
}

const call = (callee: string, ...args: ts.Expression[]): ts.CallExpression =>
  F.createCallExpression(identifier(callee), undefined, args);

const keep = (name: string): ts.Statement =>
  run(call("__keep", F.createStringLiteral(name), identifier(name)));

const publish = (name: string): ts.Statement =>
  run(call("__publish", F.createStringLiteral(name), identifier(`__own_${name}`)));

/** Turns a cell's module into the body of an async function over `__scope` and `__host`. */
export function cellTransformer(options: TransformOptions): ts.TransformerFactory<ts.SourceFile> {
  const { names, start, end, used } = options;
  return (context) => (source) => {
    const visit = expressionVisitor(context, names, used);

    /** A declaration without `export` and `default`, which mean nothing in a function. */
    const unexported = <T extends ts.Statement>(statement: T): T => {
      if (!ts.canHaveModifiers(statement)) return statement;
      const modifiers = (statement.modifiers ?? []).filter(
        (each) =>
          each.kind !== ts.SyntaxKind.ExportKeyword && each.kind !== ts.SyntaxKind.DefaultKeyword,
      );
      return modifiers.length === (statement.modifiers?.length ?? 0)
        ? statement
        : (located(F.replaceModifiers(statement as never, modifiers as never), statement) as T);
    };

    const hoisted: ts.Statement[] = [];
    let serial = 0;

    function variables(statement: ts.VariableStatement): ts.Statement[] {
      const list = statement.declarationList;
      if (!isReassignable(list)) {
        const after = isConst(list) ? listNames(list).map((name) => keep(name.text)) : [];
        return [unexported(visit.statement(statement)), ...after];
      }
      return list.declarations.flatMap((each) => {
        const one = F.createVariableDeclarationList([each], list.flags);
        const bound = listNames(one).map((name) => name.text);
        for (const name of bound) used.boxed.add(name);
        return [
          ...visit.assignments(one).map((assignment) => located(run(assignment), each)),
          ...bound.map(publish),
        ];
      });
    }

    function imported(statement: ts.ImportDeclaration): ts.Statement[] {
      serial += 1;
      const made = importStatements(statement, (name) => names.hasValue(name), serial);
      const first = made.statements[0];
      if (first) located(first, statement);
      return [...made.statements, ...made.names.map(keep)];
    }

    function required(statement: ts.ImportEqualsDeclaration): ts.Statement[] {
      if (statement.isTypeOnly || !names.hasValue(statement.name)) return [];
      const reference = statement.moduleReference;
      const callee = F.createPropertyAccessExpression(identifier("__host"), "require");
      const value = ts.isExternalModuleReference(reference)
        ? F.createCallExpression(callee, undefined, [reference.expression])
        : entity(reference);
      const declaration = F.createVariableDeclaration(
        statement.name.text,
        undefined,
        undefined,
        value,
      );
      const list = F.createVariableDeclarationList([declaration], ts.NodeFlags.Const);
      return [
        located(F.createVariableStatement(undefined, list), statement),
        keep(statement.name.text),
      ];
    }

    function entity(name: ts.EntityName): ts.Expression {
      if (ts.isIdentifier(name)) return visit.identifier(name);
      return F.createPropertyAccessExpression(entity(name.left), name.right.text);
    }

    function convert(statement: ts.Statement, isLast: boolean): ts.Statement[] {
      const isValue =
        ts.isExpressionStatement(statement) ||
        (ts.isExportAssignment(statement) && !statement.isExportEquals);
      if (isValue) {
        const value = visit.expression(statement.expression);
        const made = isLast ? F.createReturnStatement(call("__last", value)) : run(value);
        return [located(made, statement)];
      }
      if (isAmbient(statement)) return [];
      if (ts.isVariableStatement(statement)) return variables(statement);
      if (ts.isImportDeclaration(statement)) return imported(statement);
      if (ts.isImportEqualsDeclaration(statement)) return required(statement);
      if (ts.isExportDeclaration(statement)) {
        const from = statement.moduleSpecifier;
        return from && !statement.isTypeOnly
          ? [run(resume(F.createAwaitExpression(hostImport(from))))]
          : [];
      }
      if (ts.isFunctionDeclaration(statement)) {
        if (!statement.name) return [];
        if (statement.body) hoisted.push(keep(statement.name.text));
        return [unexported(visit.statement(statement))];
      }
      if (ts.isClassDeclaration(statement)) {
        if (!statement.name) return [];
        return [unexported(visit.statement(statement)), keep(statement.name.text)];
      }
      if (ts.isEnumDeclaration(statement) || ts.isModuleDeclaration(statement)) {
        const after =
          ts.isIdentifier(statement.name) && names.hasRuntimeValue(statement.name)
            ? [keep(statement.name.text)]
            : [];
        return [unexported(visit.statement(statement)), ...after];
      }
      const nested = nestedNames(statement);
      for (const name of nested) used.boxed.add(name);
      return [...nested.map(publish), visit.statement(statement)];
    }

    function nestedNames(statement: ts.Statement): string[] {
      const found = new Set<string>();
      const look = (node: ts.Node): void => {
        if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
        if (visit.isOwnVar(node)) for (const name of listNames(node)) found.add(name.text);
        ts.forEachChild(node, look);
      };
      look(statement);
      return [...found];
    }

    const own = source.statements.filter(
      (each) => each.getStart(source) >= start && each.getStart(source) < end && each.end <= end,
    );
    const body = own.flatMap((each, index) => convert(each, index === own.length - 1));
    const all = [...hoisted, ...body];
    return F.updateSourceFile(source, ts.setTextRange(F.createNodeArray(all), source.statements));
  };
}
