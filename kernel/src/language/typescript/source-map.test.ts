import { SourceMap } from "node:module";
import fc from "fast-check";
import ts from "#typescript";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openNotebook, type TestNotebook } from "../../../test/language-notebook.ts";
import { createTslabBackend } from "../tslab/index.ts";
import { createTypeScriptBackend } from "./index.ts";
import { chainSourceMaps, shiftSourceMap } from "./source-map.ts";

const notebooks: TestNotebook[] = [];
beforeAll(() => {
  for (const create of [createTypeScriptBackend, createTslabBackend])
    notebooks.push(openNotebook(create));
}, 90_000);
afterAll(() => {
  for (const notebook of notebooks) notebook.remove();
});

/** Where the map says that a piece of the output comes from, 1-based. */
function origin(javascript: string, map: string, piece: string): { line: number; column: number } {
  const before = javascript.slice(0, javascript.indexOf(piece)).split("\n");
  const sourceMap = new SourceMap(JSON.parse(map) as ConstructorParameters<typeof SourceMap>[0]);
  const entry = sourceMap.findEntry(before.length - 1, before.at(-1)!.length);
  if (!("originalLine" in entry)) throw new Error(`No origin of ${piece}`);
  return { line: entry.originalLine + 1, column: entry.originalColumn + 1 };
}

const filler = fc.array(
  fc.constantFrom(
    "",
    "// note 😀",
    "interface I { a: 1 }",
    "const t: number = 1;",
    "type A = [\n1,\n2]",
    "let u: string;",
  ),
  { maxLength: 5 },
);

test("both backends map any statement to its line and column in the cell", () => {
  fc.assert(
    fc.property(filler, fc.nat(6), (lines, spaces) => {
      const distinct = lines.map((line, index) =>
        line.replace(/ (t|u|I|A)(?=[ :])/, ` $1${index}`),
      );
      const code = [...distinct, `${" ".repeat(spaces)}JSON.parse("boom")`].join("\n");
      for (const notebook of notebooks) {
        const { javascript, sourceMap } = notebook.convert(code);
        expect(origin(javascript, sourceMap, "JSON.parse(")).toEqual({
          line: code.split("\n").length,
          column: spaces + 1,
        });
      }
    }),
    { numRuns: 15 },
  );
});

test("a stack's lines through statements that the conversion rewrites", async () => {
  const [notebook] = notebooks;
  await notebook.run("let earlier = 1; function fail(): number { throw new Error('deep') }");
  const code =
    "type T = 1\nlet a = 1, b = earlier;\nfor (const x of [1]) {\n  earlier += fail();\n}";
  const { javascript, sourceMap } = notebook.convert(code);
  expect(origin(javascript, sourceMap, "__of_fail.b")).toEqual({ line: 4, column: 14 });
  expect(origin(javascript, sourceMap, "__own_b.v")).toEqual({ line: 2, column: 12 });
});

test("shifting drops lines before the cell and counts lines before the output", () => {
  const { sourceMapText, outputText } = ts.transpileModule(
    "const head = 1;\nconst x: number = 2;\nf(x);",
    {
      compilerOptions: { sourceMap: true, target: ts.ScriptTarget.ES2022 },
    },
  );
  const shifted = shiftSourceMap(sourceMapText!, 1, 3);
  expect(origin(`\n\n\n${outputText}`, JSON.stringify(shifted), "f(x)")).toEqual({
    line: 2,
    column: 1,
  });
});

test("a chain of two maps leads to the first text", () => {
  const first = ts.transpileModule("interface A {}\n\n  g( 1 as number )", {
    compilerOptions: { sourceMap: true },
  });
  const second = ts.transpileModule(`\n\n${first.outputText.replace(/\/\/#.*/, "")}`, {
    compilerOptions: { sourceMap: true },
  });
  const between = shiftSourceMap(first.sourceMapText!, 0, 2);
  const chained = chainSourceMaps(second.sourceMapText!, JSON.stringify(between));
  expect(origin(second.outputText, chained, "g(")).toEqual({ line: 3, column: 3 });
});
