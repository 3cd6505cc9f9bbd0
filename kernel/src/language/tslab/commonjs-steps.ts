import ts from "#typescript";
import { importStatements, hostImport } from "../typescript/imports.ts";
import { chainSourceMaps } from "../typescript/source-map.ts";

const F = ts.factory;

const resume = (value: ts.Expression): ts.Expression =>
  F.createCallExpression(
    F.createPropertyAccessExpression(F.createIdentifier("__host"), "resume"),
    undefined,
    [value],
  );

/** Imports as calls of the host, and `await` through it, on JavaScript that has no types left. */
const toHostCalls: ts.TransformerFactory<ts.SourceFile> = (context) => (source) => {
  const visit = (node: ts.Node): ts.Node => {
    if (ts.isAwaitExpression(node)) return resume(ts.visitEachChild(node, visit, context));
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      return hostImport(ts.visitNode(node.arguments[0]!, visit) as ts.Expression);
    }
    if (ts.isForOfStatement(node) && node.awaitModifier) {
      const visited = ts.visitEachChild(node, visit, context);
      const check = F.createExpressionStatement(resume(F.createVoidZero()));
      const body = F.createBlock([check, visited.statement], true);
      const { awaitModifier, initializer, expression } = visited;
      return F.updateForOfStatement(visited, awaitModifier, initializer, expression, body);
    }
    return ts.visitEachChild(node, visit, context);
  };
  let serial = 0;
  const statements = source.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement)) return [ts.visitNode(statement, visit) as ts.Statement];
    serial += 1;
    return importStatements(statement, () => true, serial).statements;
  });
  return F.updateSourceFile(source, statements);
};

/** `{ x }` for an earlier `x`, which tslab's own conversion overlooks. */
export const earlierShorthands =
  (checker: ts.TypeChecker): ts.TransformerFactory<ts.SourceFile> =>
  (context) =>
  (source) => {
    const visit = (node: ts.Node): ts.Node => {
      if (!ts.isShorthandPropertyAssignment(node)) return ts.visitEachChild(node, visit, context);
      const symbol = checker.getShorthandAssignmentValueSymbol(node);
      const isEarlier = symbol?.declarations?.some((each) =>
        each.getSourceFile().fileName.endsWith("/__prev__.d.ts"),
      );
      if (!isEarlier) return ts.visitEachChild(node, visit, context);
      const name = node.name.text;
      const value = F.createPropertyAccessExpression(F.createIdentifier("exports"), name);
      const initializer = node.objectAssignmentInitializer;
      return F.createPropertyAssignment(
        name,
        initializer
          ? F.createAssignment(value, ts.visitNode(initializer, visit) as ts.Expression)
          : value,
      );
    };
    return ts.visitEachChild(source, visit, context);
  };

export interface Transpiled {
  readonly outputText: string;
  /** From the output's lines to those of the JavaScript that came in. */
  readonly sourceMap: string;
}

/** What tslab's converter calls to make CommonJS of a cell: only exports stay for CommonJS, imports go to the host. */
export function transpileForTslab(javascript: string, target: ts.ScriptTarget): Transpiled {
  const compilerOptions: ts.CompilerOptions = { target, sourceMap: true, strict: false };
  const first = ts.transpileModule(javascript, {
    fileName: "cell.js",
    compilerOptions: { ...compilerOptions, module: ts.ModuleKind.ESNext },
    transformers: { before: [toHostCalls] },
  });
  const withoutComment = first.outputText.replace(/^\/\/# sourceMappingURL=.*$/m, "");
  const second = ts.transpileModule(withoutComment, {
    fileName: "cell.js",
    compilerOptions: { ...compilerOptions, module: ts.ModuleKind.CommonJS, esModuleInterop: true },
  });
  return {
    outputText: second.outputText,
    sourceMap: chainSourceMaps(second.sourceMapText!, first.sourceMapText!),
  };
}
