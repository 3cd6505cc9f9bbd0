import ts from "#typescript";

const F = ts.factory;

/** `await __host.import("specifier")` */
export function hostImport(specifier: ts.Expression): ts.CallExpression {
  const callee = F.createPropertyAccessExpression(F.createIdentifier("__host"), "import");
  return F.createCallExpression(callee, undefined, [specifier]);
}

function resumed(expression: ts.Expression): ts.Expression {
  const callee = F.createPropertyAccessExpression(F.createIdentifier("__host"), "resume");
  return F.createCallExpression(callee, undefined, [F.createAwaitExpression(expression)]);
}

function constant(name: string, value: ts.Expression): ts.VariableStatement {
  const declaration = F.createVariableDeclaration(name, undefined, undefined, value);
  return F.createVariableStatement(
    undefined,
    F.createVariableDeclarationList([declaration], ts.NodeFlags.Const),
  );
}

function defaultOf(module: string): ts.Expression {
  const callee = F.createPropertyAccessExpression(F.createIdentifier("__host"), "defaultOf");
  return F.createCallExpression(callee, undefined, [F.createIdentifier(module)]);
}

const isDefault = (name: ts.ModuleExportName): boolean => name.text === "default";

export interface ImportedStatements {
  readonly statements: readonly ts.Statement[];
  /** Names that have a value after the statements. */
  readonly names: readonly string[];
}

/**
 * An import declaration as calls of the host. Names that are only types vanish, as they do in TypeScript; an import of
 * nothing but types loads nothing. Unused values stay: a later cell may use them.
 *
 * @param hasValue - whether an imported name is more than a type
 * @param serial - makes the module's own variable unique in the cell
 */
export function importStatements(
  declaration: ts.ImportDeclaration,
  hasValue: (name: ts.Identifier) => boolean,
  serial: number,
): ImportedStatements {
  const clause = declaration.importClause;
  const load = resumed(hostImport(declaration.moduleSpecifier));
  if (!clause) return { statements: [F.createExpressionStatement(load)], names: [] };
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return { statements: [], names: [] };

  const module = `__module_${serial}`;
  const statements: ts.Statement[] = [constant(module, load)];
  const names: string[] = [];
  const bind = (name: ts.Identifier, value: ts.Expression): void => {
    statements.push(constant(name.text, value));
    names.push(name.text);
  };
  if (clause.name && hasValue(clause.name)) bind(clause.name, defaultOf(module));
  const bindings = clause.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings)) {
    bind(bindings.name, F.createIdentifier(module));
  } else if (bindings) {
    for (const element of bindings.elements) {
      if (element.isTypeOnly || !hasValue(element.name)) continue;
      const imported = element.propertyName ?? element.name;
      const value = isDefault(imported)
        ? defaultOf(module)
        : F.createCallExpression(F.createIdentifier("__named"), undefined, [
            F.createIdentifier(module),
            F.createStringLiteral(imported.text),
            declaration.moduleSpecifier,
          ]);
      bind(element.name, value);
    }
  }
  const isEmpty = bindings && ts.isNamedImports(bindings) && bindings.elements.length === 0;
  return names.length > 0 || isEmpty ? { statements, names } : { statements: [], names: [] };
}
