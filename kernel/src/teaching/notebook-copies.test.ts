import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { copiesOf } from "./copies.ts";
import type { NotebookContent } from "./copies.ts";
import { sealCells } from "./seal-cells.ts";
import { SEAL_MIME } from "./seal-output.ts";
import { sealAnswer } from "./seal.ts";

const root = fileURLToPath(new URL("../../../notebooks/", import.meta.url));

const files = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ipynb") && !name.includes("checkpoint"))
  .map((name) => [name, JSON.parse(readFileSync(root + name, "utf8")) as NotebookContent] as const)
  .filter(([, { cells }]) =>
    cells.some(({ source }) => [source].flat().join("").includes("exercise(")),
  );

/** What exercises say of their answers, as written. */
function secretsOf({ cells }: NotebookContent): string[] {
  return cells.flatMap(({ cell_type, source }) => {
    const secrets: string[] = [];
    if (cell_type !== "code") return secrets;
    const text = [source].flat().join("");
    const file = ts.createSourceFile("cell.ts", text, ts.ScriptTarget.ES2022, true);
    const visit = (node: ts.Node): void => {
      if (ts.isPropertyAssignment(node) && /^(answer|because)$/.test(node.name.getText())) {
        secrets.push(node.initializer.getText());
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
    return secrets;
  });
}

/** A notebook as a run by a kernel that seals leaves it, with another answer in the place of the true one. */
function sealed(notebook: NotebookContent): NotebookContent {
  const cells = notebook.cells.map((cell) => {
    const outputs = (cell["outputs"] ?? []) as { data?: Record<string, string | string[]> }[];
    return {
      ...cell,
      outputs: outputs.map((output) => {
        const plain = [output.data?.["text/plain"] ?? ""].flat().join("");
        const [, question] = /^. Exercise\. (.*)$/s.exec(plain) ?? [];
        if (question === undefined) return output;
        const seal = sealAnswer(question, { answer: 0.5, within: 0.02 });
        return { ...output, data: { ...output.data, [SEAL_MIME]: { question, seal } } };
      }),
    };
  });
  return { ...notebook, cells };
}

describe("students' copies of the notebooks here", () => {
  test("there are notebooks with exercises", () => expect(files.length).toBeGreaterThan(0));

  test.each(files)("%s: none shows an answer or its reason", async (_, notebook) => {
    const { student, instructor, readable } = await copiesOf(sealed(notebook), sealCells);
    expect(readable).toEqual([]);
    const secrets = secretsOf(notebook);
    const sourcesOf = ({ cells }: NotebookContent): string =>
      cells.map(({ source }) => [source].flat().join("")).join("\n");
    const copies = { student: sourcesOf(student), instructor: sourcesOf(instructor) };
    expect(secrets.length).toBeGreaterThan(0);
    for (const secret of secrets) {
      expect(copies.instructor).toContain(secret);
      expect(copies.student).not.toContain(secret);
    }
    expect(JSON.stringify(student)).not.toMatch(/\bbecause:|\banswer:/);
  });
});
