import ts from "#typescript";
import { assignmentTarget, type TargetContext } from "./assignment-target.ts";
import { isVar } from "./declarations.ts";
import { hostImport } from "./imports.ts";
import { listNames, type NamesInCell, type Reach } from "./names-in-cell.ts";

const F = ts.factory;
const identifier = (name: string): ts.Identifier => F.createIdentifier(name);

export interface UsedNames {
  /** Own `let` and `var` names: each has a box. */
  readonly boxed: Set<string>;
  /** Names of earlier cells that the cell reads, and those that it also assigns to. */
  readonly earlier: Set<string>;
  readonly assigned: Set<string>;
}

/** What the conversion of statements needs from that of expressions. */
export interface ExpressionVisitor {
  expression(node: ts.Expression): ts.Expression;
  statement(node: ts.Statement): ts.Statement;
  identifier(node: ts.Identifier): ts.Expression;
  /** Declarations of `let` and `var` as assignments, for those that have a value. */
  assignments(list: ts.VariableDeclarationList): ts.Expression[];
  isOwnVar(node: ts.Node | undefined): node is ts.VariableDeclarationList;
}

export const run = (expression: ts.Expression): ts.Statement =>
  F.createExpressionStatement(expression);

/** Keeps the place in the cell, for the source map. */
export const located = <T extends ts.Node>(made: T, from: ts.Node): T =>
  ts.setTextRange(ts.setOriginalNode(made, from), from);

export const resume = (value: ts.Expression): ts.Expression =>
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

/** Rewrites names, `await`, `import()` and `import.meta` below a cell's statements. */
export function expressionVisitor(
  context: ts.TransformationContext,
  names: NamesInCell,
  used: UsedNames,
): ExpressionVisitor {
  const access = (name: ts.Identifier, reach: Reach): ts.Expression => {
    if (reach === "own") {
      return located(F.createPropertyAccessExpression(identifier(`__own_${name.text}`), "v"), name);
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

  function visitIdentifier(node: ts.Identifier): ts.Expression {
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

  return {
    expression: target.visit,
    statement: (node) => ts.visitNode(node, visit) as ts.Statement,
    identifier: (node) => visitIdentifier(node),
    assignments,
    isOwnVar,
  };
}
