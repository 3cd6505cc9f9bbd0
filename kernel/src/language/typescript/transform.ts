import ts from "typescript";
import { assignmentTarget, type TargetContext } from "./assignment-target.ts";
import { isAmbient, isReassignable, isVar } from "./declarations.ts";
import { hostImport, importStatements } from "./imports.ts";
import { listNames, type NamesInCell, type Reach } from "./names-in-cell.ts";

const F = ts.factory;
const identifier = (name: string): ts.Identifier => F.createIdentifier(name);

export interface TransformedNames {
  /** Own `let` and `var` names: each has a box. */
  readonly boxed: Set<string>;
  /** Names of earlier cells that the cell reads, and those that it also assigns to. */
  readonly earlier: Set<string>;
  readonly assigned: Set<string>;
}

export interface TransformOptions {
  readonly names: NamesInCell;
  /** Offsets, in the module, of the cell's own text. */
  readonly start: number;
  readonly end: number;
  readonly used: TransformedNames;
}

const call = (callee: string, ...args: ts.Expression[]): ts.CallExpression =>
  F.createCallExpression(identifier(callee), undefined, args);

const run = (expression: ts.Expression): ts.Statement => F.createExpressionStatement(expression);

const keep = (name: string): ts.Statement =>
  run(call("__keep", F.createStringLiteral(name), identifier(name)));

const publish = (name: string): ts.Statement =>
  run(call("__publish", F.createStringLiteral(name), identifier(`__own_${name}`)));

const resume = (value: ts.Expression): ts.Expression =>
  F.createCallExpression(
    F.createPropertyAccessExpression(identifier("__host"), "resume"),
    undefined,
    [value],
  );

function isCallee(node: ts.Node): boolean {
  let child = node;
  let parent = node.parent;
  while (
    ts.isParenthesizedExpression(parent) ||
    ts.isNonNullExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    ts.isTypeAssertionExpression(parent)
  ) {
    child = parent;
    parent = parent.parent;
  }
  return (
    (ts.isCallExpression(parent) && parent.expression === child) ||
    (ts.isTaggedTemplateExpression(parent) && parent.tag === child)
  );
}

function isAssigned(node: ts.Identifier): boolean {
  const parent = node.parent;
  if (ts.isBinaryExpression(parent)) {
    const operator = parent.operatorToken.kind;
    return (
      parent.left === node &&
      operator >= ts.SyntaxKind.FirstAssignment &&
      operator <= ts.SyntaxKind.LastAssignment
    );
  }
  return false;
}

/** Gives an anonymous function the name that its variable would have given it. */
function named(name: ts.BindingName, value: ts.Expression): ts.Expression {
  const isAnonymous =
    ts.isArrowFunction(value) ||
    ((ts.isFunctionExpression(value) || ts.isClassExpression(value)) && !value.name);
  if (!isAnonymous || !ts.isIdentifier(name)) return value;
  const object = F.createObjectLiteralExpression([F.createPropertyAssignment(name.text, value)]);
  return F.createPropertyAccessExpression(F.createParenthesizedExpression(object), name.text);
}

/** Turns a cell's module into the body of an async function over `__scope` and `__host`. */
export function cellTransformer(options: TransformOptions): ts.TransformerFactory<ts.SourceFile> {
  const { names, start, end, used } = options;
  return (context) => (source) => {
    const located = <T extends ts.Node>(made: T, from: ts.Node): T =>
      ts.setTextRange(ts.setOriginalNode(made, from), from);

    const access = (name: ts.Identifier, reach: Reach): ts.Expression => {
      if (reach === "own") {
        return located(
          F.createPropertyAccessExpression(identifier(`__own_${name.text}`), "v"),
          name,
        );
      }
      (isAssigned(name) ? used.assigned : used.earlier).add(name.text);
      const holder = F.createPropertyAccessExpression(identifier(`__of_${name.text}`), "b");
      return located(F.createPropertyAccessExpression(holder, "v"), name);
    };
    const target: TargetContext = {
      access: (name) => access(name, "own"),
      visit: (node) => ts.visitNode(node, visit) as ts.Expression,
      visitName: (node) => ts.visitNode(node, visit) as ts.PropertyName,
    };

    const assignments = (list: ts.VariableDeclarationList): ts.Expression[] =>
      list.declarations.flatMap((each) => {
        if (!each.initializer) return [];
        const value = named(each.name, target.visit(each.initializer));
        return [located(F.createAssignment(assignmentTarget(each.name, target), value), each)];
      });
    const sequence = (parts: readonly ts.Expression[]): ts.Expression | undefined =>
      parts.length === 0 ? undefined : parts.reduce((left, right) => F.createComma(left, right));
    const isOwnVar = (node: ts.Node | undefined): node is ts.VariableDeclarationList =>
      node !== undefined &&
      ts.isVariableDeclarationList(node) &&
      isVar(node) &&
      listNames(node).some((name) => names.reach(name) === "own");

    function visitFor(node: ts.Node): ts.Node | undefined {
      if (ts.isForStatement(node) && isOwnVar(node.initializer)) {
        const condition = node.condition && target.visit(node.condition);
        const incrementor = node.incrementor && target.visit(node.incrementor);
        const body = ts.visitNode(node.statement, visit) as ts.Statement;
        const first = sequence(assignments(node.initializer));
        return F.updateForStatement(node, first, condition, incrementor, body);
      }
      if (!ts.isForOfStatement(node) && !ts.isForInStatement(node)) return undefined;
      const first = isOwnVar(node.initializer)
        ? assignmentTarget(node.initializer.declarations[0]!.name, target)
        : (ts.visitNode(node.initializer, visit) as ts.ForInitializer);
      const over = target.visit(node.expression);
      const body = ts.visitNode(node.statement, visit) as ts.Statement;
      if (ts.isForInStatement(node)) return F.updateForInStatement(node, first, over, body);
      if (!node.awaitModifier) return F.updateForOfStatement(node, undefined, first, over, body);
      const inner = ts.isBlock(body) ? body.statements : [body];
      const checked = F.createBlock([run(resume(F.createVoidZero())), ...inner], true);
      return F.updateForOfStatement(node, node.awaitModifier, first, over, checked);
    }

    function visitIdentifier(node: ts.Identifier): ts.Node {
      const reach = names.reach(node);
      if (reach === undefined) return node;
      const value = access(node, reach);
      if (!isCallee(node)) return value;
      const bare = F.createComma(F.createNumericLiteral(0), value);
      return located(F.createParenthesizedExpression(bare), node);
    }

    function visitShorthand(node: ts.ShorthandPropertyAssignment): ts.Node {
      const reach = names.reachShorthand(node);
      if (reach === undefined) return ts.visitEachChild(node, visit, context);
      const value = access(node.name, reach);
      const initializer = node.objectAssignmentInitializer;
      if (initializer) used.assigned.add(node.name.text);
      return F.createPropertyAssignment(
        node.name.text,
        initializer ? F.createAssignment(value, target.visit(initializer)) : value,
      );
    }

    function visit(node: ts.Node): ts.Node {
      if (ts.isIdentifier(node)) return visitIdentifier(node);
      if (ts.isShorthandPropertyAssignment(node)) return visitShorthand(node);
      if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return node;
      if (ts.isHeritageClause(node) && node.token === ts.SyntaxKind.ImplementsKeyword) return node;
      if (ts.isAwaitExpression(node)) return resume(ts.visitEachChild(node, visit, context));
      if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
        return located(hostImport(target.visit(node.arguments[0]!)), node);
      }
      if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) {
        return identifier("__meta");
      }
      if (ts.isVariableStatement(node) && isOwnVar(node.declarationList)) {
        const first = sequence(assignments(node.declarationList));
        return first ? located(run(first), node) : F.createEmptyStatement();
      }
      return visitFor(node) ?? ts.visitEachChild(node, visit, context);
    }

    const visitStatement = (statement: ts.Statement): ts.Statement =>
      ts.visitNode(statement, visit) as ts.Statement;

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
        const kept = (list.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.Const;
        const after = kept ? listNames(list).map((name) => keep(name.text)) : [];
        return [unexported(visitStatement(statement)), ...after];
      }
      return list.declarations.flatMap((each) => {
        const one = F.createVariableDeclarationList([each], list.flags);
        const bound = listNames(one).map((name) => name.text);
        for (const name of bound) used.boxed.add(name);
        return [
          ...assignments(one).map((assignment) => located(run(assignment), each)),
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
      if (ts.isIdentifier(name)) return visitIdentifier(name) as ts.Expression;
      return F.createPropertyAccessExpression(entity(name.left), name.right.text);
    }

    function convert(statement: ts.Statement, isLast: boolean): ts.Statement[] {
      const isValue =
        ts.isExpressionStatement(statement) ||
        (ts.isExportAssignment(statement) && !statement.isExportEquals);
      if (isValue) {
        const value = target.visit(statement.expression);
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
        return [unexported(visitStatement(statement))];
      }
      if (ts.isClassDeclaration(statement)) {
        if (!statement.name) return [];
        return [unexported(visitStatement(statement)), keep(statement.name.text)];
      }
      if (ts.isEnumDeclaration(statement) || ts.isModuleDeclaration(statement)) {
        const after =
          ts.isIdentifier(statement.name) && names.hasRuntimeValue(statement.name)
            ? [keep(statement.name.text)]
            : [];
        return [unexported(visitStatement(statement)), ...after];
      }
      const nested = nestedNames(statement);
      for (const name of nested) used.boxed.add(name);
      return [...nested.map(publish), visitStatement(statement)];
    }

    function nestedNames(statement: ts.Statement): string[] {
      const found = new Set<string>();
      const look = (node: ts.Node): void => {
        if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
        if (isOwnVar(node)) for (const name of listNames(node)) found.add(name.text);
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
