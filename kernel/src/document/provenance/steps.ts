import type { Node } from "typescript";
import type { Notebook } from "../notebook.ts";

/** A call of the library in a cell, with what it was given. */
export interface Step {
  readonly cell: number;
  /** `gwas.linear` */
  readonly call: string;
  /** As written: `trait: "height"`; seeds among them. */
  readonly parameters: string;
}

const NAMESPACES = new Set(["data", "qc", "gwas", "prs", "mr", "ld", "finemap", "ldsc", "omics"]);
const MOST_CHARACTERS = 240;

/** What cells call, in their order. Values that cells compute stay names: they are not known here. */
export async function stepsOf({ cells }: Notebook): Promise<Step[]> {
  const { default: ts } = await import("typescript");
  const steps: Step[] = [];
  for (const { kind, source, number } of cells) {
    if (kind !== "code") continue;
    const file = ts.createSourceFile("cell.ts", source, ts.ScriptTarget.ES2022);
    const visit = (node: Node): void => {
      if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
        const { expression, name } = node.expression;
        if (ts.isIdentifier(expression) && NAMESPACES.has(expression.text))
          steps.push({
            cell: number,
            call: `${expression.text}.${name.text}`,
            parameters: shortened(node.arguments.map((part) => part.getText(file)).join(", ")),
          });
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return steps;
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > MOST_CHARACTERS ? `${line.slice(0, MOST_CHARACTERS)}…` : line;
}
