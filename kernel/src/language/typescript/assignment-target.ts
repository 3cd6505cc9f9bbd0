import ts from "#typescript";

const F = ts.factory;

export interface TargetContext {
  /** Where a name of the cell is kept. */
  readonly access: (name: ts.Identifier) => ts.Expression;
  readonly visit: (node: ts.Expression) => ts.Expression;
  readonly visitName: (node: ts.PropertyName) => ts.PropertyName;
}

function withDefault(
  target: ts.Expression,
  initializer: ts.Expression | undefined,
  context: TargetContext,
): ts.Expression {
  return initializer ? F.createAssignment(target, context.visit(initializer)) : target;
}

function objectProperty(
  element: ts.BindingElement,
  context: TargetContext,
): ts.ObjectLiteralElementLike {
  const target = assignmentTarget(element.name, context);
  if (element.dotDotDotToken) return F.createSpreadAssignment(target);
  const { propertyName, name, initializer } = element;
  const key = propertyName
    ? context.visitName(propertyName)
    : F.createIdentifier(ts.isIdentifier(name) ? name.text : "");
  return F.createPropertyAssignment(key, withDefault(target, initializer, context));
}

function arrayElement(element: ts.ArrayBindingElement, context: TargetContext): ts.Expression {
  if (ts.isOmittedExpression(element)) return F.createOmittedExpression();
  const target = assignmentTarget(element.name, context);
  if (element.dotDotDotToken) return F.createSpreadElement(target);
  return withDefault(target, element.initializer, context);
}

/** The expression that assigns to what a declaration's name or pattern declares. */
export function assignmentTarget(name: ts.BindingName, context: TargetContext): ts.Expression {
  if (ts.isIdentifier(name)) return context.access(name);
  if (ts.isArrayBindingPattern(name)) {
    return F.createArrayLiteralExpression(
      name.elements.map((element) => arrayElement(element, context)),
    );
  }
  return F.createObjectLiteralExpression(
    name.elements.map((element) => objectProperty(element, context)),
  );
}
