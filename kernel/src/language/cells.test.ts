import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openNotebook, type TestNotebook } from "../../test/language-notebook.ts";
import { createTslabBackend } from "./tslab/index.ts";
import { createTypeScriptBackend } from "./typescript/index.ts";

const builtAnalysis = fileURLToPath(new URL("../../../analysis/dist/index.d.ts", import.meta.url));

/** A package as npm would put it into the notebook's folder: ES modules only, with `await` at its top level. */
const PACKAGE = {
  "node_modules/late/package.json": JSON.stringify({
    name: "late",
    type: "module",
    exports: { ".": { types: "./late.d.ts", import: "./late.js" } },
  }),
  "node_modules/late/late.js": "export const value = await Promise.resolve(41);",
  "node_modules/late/late.d.ts": "export declare const value: number;",
};

describe.each([
  ["typescript", createTypeScriptBackend],
  ["tslab", createTslabBackend],
] as const)("cells of the %s backend", (name, create) => {
  let notebook: TestNotebook;
  const run = (code: string): Promise<unknown> => notebook.run(code);

  beforeAll(() => {
    notebook = openNotebook(create, PACKAGE);
  }, 60_000);
  afterAll(() => notebook.remove());

  test("says what it is", () => {
    expect(notebook.backend.name).toBe(name);
    expect(notebook.backend.version).toBe("6.0.3");
  });

  test("the last expression is the value, whatever follows it", async () => {
    expect(await run("1 + 1")).toBe(2);
    expect(await run("1 + 1;")).toBe(2);
    expect(await run("1 + 2 // and a comment")).toBe(3);
    expect(await run("const quiet = 5")).toBeUndefined();
    expect(await run("")).toBeUndefined();
    expect(await run('"use me"')).toBe("use me");
  });

  test("a promise as last expression is not awaited", async () => {
    const shown = (await run("Promise.resolve(5)")) as { promise: unknown };
    expect(shown.promise).toBeInstanceOf(Promise);
    expect(await run("await Promise.resolve(5)")).toBe(5);
  });

  test("names pass from cell to cell", async () => {
    await run(
      "const base = 2; let count = base; var older = 1; function twice(x: number) { return x * base }",
    );
    await run(
      "class Box { constructor(readonly size: number) {} }; enum Size { Small = 1, Big = 5 }",
    );
    await run(
      "interface Named { name: string }; type Pair<T> = [T, T]; const pair: Pair<number> = [1, 2]",
    );
    expect(await run("count += twice(older); new Box(count).size + Size.Big")).toBe(9);
    expect(
      await run("const named: Named = { name: `${pair[1]}` }; ({ count, named }).named.name"),
    ).toBe("2");
    expect(
      await run("({ count } = { count: 7 }); [count, older] = [older, count]; count * 10 + older"),
    ).toBe(17);
    expect(
      await run(
        "class Crate extends Box { twice() { return twice(this.size) } }; new Crate(4).twice()",
      ),
    ).toBe(8);
    expect(notebook.scope).toHaveProperty("older", 7);
  });

  test("destructuring and a later declaration of the same name", async () => {
    await run(
      "const { a, b: [c, ...d], ...e } = { a: 1, b: [2, 3, 4], z: 5 }; let { p = 3, q: { r } = { r: 'r' } } = {} as { p?: number; q?: { r: string } }",
    );
    expect(await run("JSON.stringify({ a, c, d, e, p, r })")).toBe(
      '{"a":1,"c":2,"d":[3,4],"e":{"z":5},"p":3,"r":"r"}',
    );
    await run("const a = 'text'");
    expect(await run("a.toUpperCase()")).toBe("TEXT");
    await run("const a = [1]");
    expect(await run("a.length")).toBe(1);
  });

  test("names of a cell that throws survive as far as it got", async () => {
    await run("const kept = 'older'");
    await expect(
      run(
        "const reached = 1; const failed: number = JSON.parse('{'); const kept = 'newer'; const never = 2",
      ),
    ).rejects.toThrow(SyntaxError);
    expect(await run("reached")).toBe(1);
    expect(await run("String(kept)")).toBe("older");
    expect(Object.keys(notebook.scope)).not.toContain("never");
  });

  test("imports of every kind", async () => {
    await run(
      'import { readFileSync as read } from "node:fs"; import * as path from "node:path"; import os, { type CpuInfo } from "os"; import "node:url"',
    );
    expect(await run("[typeof read, path.basename('/a/b'), typeof os.cpus].join()")).toBe(
      "function,b,function",
    );
    expect(await run('(await import("node:path")).extname("a.ts")')).toBe(".ts");
    await run(
      'import type { Stats } from "node:fs"; import { type Dirent } from "node:fs"; let stats: Stats | undefined',
    );
    expect(await run("stats")).toBeUndefined();
    expect(await run('typeof require("node:fs").statSync')).toBe("function");
  });

  test("a package that is only ES modules and awaits at its top level", async () => {
    await run('import { value } from "late"');
    expect(await run("value + 1")).toBe(42);
  });

  test("Vega-Lite 6 from the kernel's own packages", async () => {
    await run('import { compile } from "vega-lite"');
    expect(
      await run(
        'Object.keys(compile({ mark: "point", data: { values: [] } }).spec).includes("marks")',
      ),
    ).toBe(true);
  });

  test("tslab's display facade is there", async () => {
    await run('import * as tslab from "tslab"');
    expect(await run("typeof tslab.display.html")).toBe("function");
  });

  test("a TypeScript file beside the notebook, fresh when edited", async () => {
    notebook.write("helper.ts", "export const answer: number = 1;");
    await run('import { answer } from "./helper.ts"');
    expect(await run("answer")).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    notebook.write("helper.ts", "export const answer: string = 'two';");
    await run('import { answer } from "./helper.ts"');
    expect(await run("answer.length")).toBe(3);
  });

  test.skipIf(!existsSync(builtAnalysis))(
    "our built declarations are read (needs analysis/dist)",
    async () => {
      await run(
        'import { data, type Table } from "@genobook/analysis"; let table: Table | undefined',
      );
      const { diagnostics } = notebook.convert("data.open(5)");
      expect([2345, 2769]).toContain(diagnostics[0]?.code);
    },
  );

  test("every await of the cell's own code goes through the host, and console is the host's", async () => {
    notebook.resumed.length = 0;
    await run(
      "async function slow() { return await Promise.resolve('inner') }; await slow(); console.log('out')",
    );
    expect(notebook.resumed).toEqual(["inner", "inner"]);
    expect(notebook.printed.at(-1)).toEqual(["out"]);
    notebook.resumed.length = 0;
    await run("for await (const each of [1, 2]) console.log(each)");
    expect(notebook.resumed).toHaveLength(2);
  });

  test("errors of types and syntax are told with their place in the cell", () => {
    expect(notebook.convert('// 😀\nlet wrong: number = "s"').diagnostics).toMatchObject([
      { line: 2, column: 5, length: 5, code: 2322, severity: "error" },
    ]);
    const [syntax] = notebook.convert("let x = ;").diagnostics;
    expect(syntax).toMatchObject({ line: 1, column: 9, code: 1109 });
    expect(notebook.convert("return 5").diagnostics).toMatchObject([
      { line: 1, column: 1, code: 1108 },
    ]);
    const chain = notebook.convert(
      "const o: { a: { b: number } } = { a: { b: '' } } as { a: { b: string } }",
    );
    expect(chain.diagnostics).toHaveLength(1);
    expect(chain.diagnostics[0].message.split("\n").length).toBeGreaterThan(1);
    expect(notebook.convert("function unused(x) { }\n5 + 5;\n[1, 2]").diagnostics).toEqual([]);
  });

  test("a cell that was not committed is not seen", () => {
    notebook.convert("const uncommitted = 1");
    expect(notebook.convert("uncommitted").diagnostics).toMatchObject([{ code: 2304 }]);
  });

  test("completion knows members and names of earlier cells, after any character", async () => {
    await run("const cohortSize = 100");
    const member = notebook.backend.complete('"😀"; cohortSize.toFi', 21);
    expect(member).toMatchObject({ start: 17, end: 21 });
    expect(member.items.map((each) => each.name)).toEqual(["toFixed"]);
    expect(member.items[0].kind).toBe("method");
    const bare = notebook.backend.complete("cohorts", 7);
    expect(bare.items.map((each) => each.name)).toContain("cohortSize");
    expect(notebook.backend.complete("f(cohortSize.", 13).items.map((each) => each.name)).toContain(
      "toFixed",
    );
  });

  test("inspection tells signature and documentation", async () => {
    await run("/** Adds one. @param x - a number */ function addOne(x: number) { return x + 1 }");
    const inspection = notebook.backend.inspect("addOne(1)", 3, 0)!;
    expect(inspection.text).toMatch(/function addOne\(x: number\): number[^]*Adds one/);
    expect(inspection.markdown).toContain("```typescript\nfunction addOne(x: number): number\n```");
    expect(inspection.markdown).toContain("`x`");
    expect(notebook.backend.inspect("   ", 1, 0)).toBeUndefined();
  });

  test("stacks lead back to the cell", () => {
    const { sourceMap } = notebook.convert("type A = 1\n\nconst x = 1;\nthrow new Error('here')");
    const map = JSON.parse(sourceMap) as { version: number; mappings: string };
    expect(map.version).toBe(3);
    expect(map.mappings).toMatch(/[A-Z]/);
  });
});
