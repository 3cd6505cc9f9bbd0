import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openNotebook, type TestNotebook } from "../../../test/language-notebook.ts";
import { wordAt } from "./complete-cell.ts";
import { createTypeScriptBackend } from "./index.ts";
import { wordsOf } from "./preamble.ts";

describe("with a tsconfig.json in a folder above", () => {
  let notebook: TestNotebook;
  const problems = (code: string): string[] =>
    notebook.convert(code).diagnostics.map((each) => `${each.line}:${each.column} ${each.code}`);
  const complete = (code: string): string[] =>
    notebook.backend.complete(code, code.length).items.map((each) => each.name);

  beforeAll(() => {
    notebook = openNotebook(createTypeScriptBackend, {
      "tsconfig.json": JSON.stringify({
        compilerOptions: {
          strictNullChecks: false,
          noUnusedLocals: true,
          lib: ["es2020"],
          paths: { "@lib/*": ["./lib/*"] },
        },
      }),
      "lib/mapped.ts": "export const mapped = 4;",
      "side.ts": 'import { deep } from "./deep.ts"; export const side: number = deep;',
      "deep.ts": "export const deep = 1;",
      "settings.json": '{ "depth": 3 }',
    });
  }, 60_000);
  afterAll(() => notebook.remove());

  test("its options hold, below those that a notebook needs", async () => {
    expect(problems("const s: string = null; console.log(s)")).toEqual([]);
    expect(problems("[3, 1].toSorted()[0]; new URL('http://a.b').host; fetch")).toEqual([]);
    await notebook.run(
      'import { mapped } from "@lib/mapped"; import settings, { depth } from "./settings.json"',
    );
    expect(await notebook.run("mapped + depth + settings.depth")).toBe(10);
  });

  test("types of edited files and of packages that arrive are seen by the next cell", async () => {
    expect(problems('import { side } from "./side"; side.toFixed()')).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, 20));
    notebook.write("side.ts", "export const side: string = 's';");
    expect(problems('import { side } from "./side"; side.toFixed()')).toEqual(["1:37 2551"]);
    expect(problems('import { here } from "arrives"; here.toFixed()')).toEqual(["1:22 2307"]);
    notebook.write("node_modules/arrives/package.json", '{ "name": "arrives", "types": "i.d.ts" }');
    notebook.write("node_modules/arrives/i.d.ts", "export const here: number;");
    expect(problems('import { here } from "arrives"; here.toFixed()')).toEqual([]);
  });

  test("a promise where its value would do is told from other mistakes", () => {
    const asked = (source: string) =>
      notebook.convert(source).diagnostics.map(({ isAwaitMissing }) => isAwaitMissing === true);
    const given = "const later = Promise.resolve({ rows: 3 });";
    expect(asked(`${given} later.rows;`)).toEqual([true]);
    expect(asked(`${given} ((table: { rows: number }) => table.rows)(later);`)).toEqual([true]);
    expect(asked(`${given} (await later).rows;`)).toEqual([]);
    expect(asked("(3).rows;")).toEqual([false]);
  });

  test("documentation of a variable that was declared in another cell", async () => {
    await notebook.run("/** How deep to look. */ let depthLimit = 3");
    expect(notebook.backend.inspect("depthLimit + 1", 4, 0)?.text).toBe(
      "let depthLimit: number\n\nHow deep to look.",
    );
  });

  test("inside the parentheses of a call, the function is described", async () => {
    await notebook.run(
      "/** Cuts. */ function cut(text: string, at?: number): string { return text.slice(0, at) }",
    );
    expect(notebook.backend.inspect("cut( )", 5, 0)?.text).toBe(
      "cut(text: string, at?: number): string\n\nCuts.",
    );
    const all = notebook.backend.inspect("[1].indexOf( )", 13, 1)?.markdown;
    expect(all).toContain("indexOf(searchElement: number, fromIndex?: number): number");
    expect(all).toContain("*@param* `searchElement`");
  });

  test("completion of file names, in code that is not finished, of types and keywords", async () => {
    expect(complete('import { x } from "./si')).toEqual(["side"]);
    expect(complete("function f() { if (true) { Math.ab")).toEqual(["abs"]);
    await notebook.run(
      "interface Cohort { sampleCount: number } const cohortA: Cohort = { sampleCount: 1 }",
    );
    expect(complete("let x: Coh")).toContain("Cohort");
    expect(complete("const o = { a: 1 }; cohortA.SAMPLE")).toEqual(["sampleCount"]);
    expect(complete("cohorta")[0]).toBe("cohortA");
    expect(complete("awai")).toContain("await");
  });
});

test("a broken tsconfig.json is a warning in the first cell, once", async () => {
  const notebook = openNotebook(createTypeScriptBackend, {
    "tsconfig.json": '{ "compilerOptions": { "strict": "very", ',
  });
  const { diagnostics } = notebook.convert("1 + 1");
  expect(diagnostics.length).toBeGreaterThan(0);
  expect(diagnostics.every((each) => each.severity === "warning")).toBe(true);
  expect(diagnostics[0]?.message).toContain("tsconfig.json");
  expect(notebook.convert("1 + 1").diagnostics).toEqual([]);
  expect(await notebook.run("2 + 2")).toBe(4);
  notebook.remove();
}, 60_000);

describe("offsets", () => {
  const text = fc.stringMatching(/^[a-c😀𝔘_$ ."é\n]{0,12}$/u);

  test("a word's bounds hold the offset and only parts of a name", () => {
    fc.assert(
      fc.property(text, fc.nat(14), (code, at) => {
        const offset = Math.min(at, code.length);
        const isInPair =
          /[\uDC00-\uDFFF]/.test(code.charAt(offset)) &&
          /[\uD800-\uDBFF]/.test(code.charAt(offset - 1));
        fc.pre(!isInPair);
        const { start, end } = wordAt(code, offset);
        expect(start <= offset && offset <= end).toBe(true);
        expect(code.slice(start, end)).toMatch(/^[\p{ID_Continue}$]*$/u);
        expect(code.slice(0, start)).not.toMatch(/[\p{ID_Continue}$]$/u);
        expect(code.slice(end)).not.toMatch(/^[\p{ID_Continue}$]/u);
      }),
    );
  });

  test("every name of a cell is among its words, also in templates", () => {
    const name = fc.stringMatching(/^[a-z$_é𝔘][a-z0-9$_é𝔘]{0,6}$/u);
    fc.assert(
      fc.property(name, fc.constantFrom("+", "`${", "/* */", "\n", "😀"), (word, before) => {
        expect(wordsOf(`1${before}${word}`).has(word) || /[\p{ID_Continue}]$/u.test(before)).toBe(
          true,
        );
      }),
    );
  });

  test("errors and completions are where they are, whatever comes before", () => {
    const notebook = openNotebook(createTypeScriptBackend);
    const line = fc.constantFrom(
      "",
      "// 😀 𝔘",
      "`a\n${1}`;",
      "const é = 1;",
      "/* x\n\n*/ ;",
      "if (1) {}",
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(line),
        fc.constantFrom("", " ", '"😀"; ', "\t"),
        (lines, indent) => {
          const head = [...lines, indent].join("\n");
          const [found, ...more] = notebook.convert(`${head}const bad: number = "s"`).diagnostics;
          expect(more).toEqual([]);
          expect(found).toMatchObject({
            line: head.split("\n").length,
            column: indent.length + 7,
            length: 3,
            code: 2322,
          });
          const completion = notebook.backend.complete(`${head}Math.flo`, head.length + 8);
          expect(completion).toMatchObject({ start: head.length + 5, end: head.length + 8 });
          expect(completion.items[0]?.name).toBe("floor");
        },
      ),
      { numRuns: 20 },
    );
    notebook.remove();
  }, 120_000);
});
