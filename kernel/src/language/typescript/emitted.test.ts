import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openNotebook, type TestNotebook } from "../../../test/language-notebook.ts";
import { createTypeScriptBackend } from "./index.ts";

let notebook: TestNotebook;
beforeAll(() => {
  notebook = openNotebook(createTypeScriptBackend);
}, 60_000);
afterAll(() => notebook.remove());

const run = (code: string): Promise<unknown> => notebook.run(code);
/** The cell's own lines, without the header. */
const body = (code: string): string =>
  notebook.convert(code).javascript.split("\n").slice(1, -1).join("\n").trim();

describe("speed is a matter of form", () => {
  test("a top-level loop touches plain data and no accessor", () => {
    expect(body("let s = 0; for (let i = 0; i < 2e7; i++) s += i")).toBe(
      [
        "__own_s.v = 0;",
        '__publish("s", __own_s);',
        "for (let i = 0; i < 2e7; i++)",
        "    __own_s.v += i;",
      ].join("\n"),
    );
  });

  test("so does a loop over an earlier cell's variable", async () => {
    await run("let total = 0");
    expect(body("for (let i = 0; i < 5; i++) total += i")).toBe(
      "for (let i = 0; i < 5; i++)\n    __of_total.b.v += i;",
    );
  });

  test("each box has a shape of its own, so numbers stay unboxed", () => {
    const header = notebook.convert("let a = 1, b = 2").javascript.split("\n")[0];
    expect(header).toContain("new (class {})()");
    expect(header).toContain("const __own_a = __box(); const __own_b = __box();");
  });
});

describe("names across cells", () => {
  test("closures and later cells see each other's assignments", async () => {
    await run("var v = 1; function inc() { return ++v }");
    expect(await run("v = 100; inc()")).toBe(101);
    expect(await run("v")).toBe(101);
    expect(notebook.scope["v"]).toBe(101);
    notebook.scope["v"] = 5;
    expect(await run("inc()")).toBe(6);
  });

  test("a cell edited and run again reaches functions of other cells", async () => {
    await run("function threshold() { return 1 }");
    await run("function passes(x: number) { return x > threshold() }");
    expect(await run("passes(5)")).toBe(true);
    await run("function threshold() { return 10 }");
    expect(await run("passes(5)")).toBe(false);
  });

  test("closures keep the variables of their own cell", async () => {
    await run("let own = 1; const ownOf = () => own");
    await run("let own = 2");
    expect(await run("ownOf() * 10 + own")).toBe(12);
  });

  test("every kind of assignment", async () => {
    await run("let n = 1; let o: { k: number } | undefined; let list: number[] = []");
    await run(
      "n++; n += 2; ++n; n **= 2; o ??= { k: 4 }; ({ k: n } = { k: n + 1 }); [n, ...list] = [n, 8, 9]",
    );
    await run("for (n of [1, 2, 3]) list.push(n); for ({ k: n } of [{ k: 30 }]) list.push(n)");
    expect(await run("[n, list.join(), o!.k]")).toEqual([30, "8,9,1,2,3,30", 4]);
  });

  test("var in blocks and loops belongs to the cell", async () => {
    await run("for (var j = 0; j < 3; j++) { var w: number = j } if (j > 5) { var skipped = 1 }");
    expect(await run("[j, w, skipped]")).toEqual([3, 2, undefined]);
    await run("for (var [key, value] of new Map([['a', 1]])); for (var name in { x: 1 }) ;");
    expect(await run("[key, value, name]")).toEqual(["a", 1, "x"]);
  });

  test("inner names hide cell names only where they are", async () => {
    await run("let x = 'cell'; const y = 'cell'");
    expect(await run("((x: string) => x + y)('inner') + x + { x: 1, y }.x")).toBe("innercellcell1");
    expect(
      await run("[1].map((y) => { let x = y; { let x = 5; x++ } return x }).concat([x.length])"),
    ).toEqual([1, 4]);
  });

  test("a name without a value says so", async () => {
    await expect(
      run("const early = 1; let broken: number = JSON.parse('?'); const late = 2"),
    ).rejects.toThrow();
    expect(await run("early")).toBe(1);
    await expect(run("late")).rejects.toThrow(
      /^late has no value: the cell that declares it stopped/,
    );
    await expect(run("broken")).rejects.toThrow(ReferenceError);
    await run("broken = 3");
    expect(await run("broken")).toBe(3);
  });

  test("preloaded names give way to the user's and back", async () => {
    notebook.scope["preloaded"] = "kernel";
    await run("declare const preloaded: string; const other = 1");
    await run('import { sep as data } from "node:path"');
    await run("const data = [1, 2]");
    expect(await run("data.length")).toBe(2);
    await run('import { sep as data } from "node:path"');
    expect(await run("data")).toBe("/");
  });

  test("a called name gets no `this`, a function its variable's name", async () => {
    await run(
      "let who = function (this: unknown) { return this }; let arrow = () => 1; let tag = (s: TemplateStringsArray) => s[0]",
    );
    expect(await run("who()")).toBeUndefined();
    expect(await run("(who)!()")).toBeUndefined();
    expect(await run("arrow.name + tag`!` + who.name")).toBe("arrow!who");
  });

  test("namespaces, enums, generics, decorators, augmentations", async () => {
    await run(
      "namespace N { export const z = 3; export type T = number } const enum E { A = 2 } enum F { B = 'b' }",
    );
    await run(
      "declare global { interface Array<T> { second: T } } Object.defineProperty(Array.prototype, 'second', { configurable: true, get() { return this[1] } })",
    );
    expect(await run("const t: N.T = N.z + E.A; [t, F.B].second + String([5, 6].second)")).toBe(
      "b6",
    );
    await run(
      "const logged: string[] = []; function log(_: unknown, c: ClassMethodDecoratorContext) { logged.push(String(c.name)) }",
    );
    await run("class Logged { @log method() {} }");
    expect(await run("logged.join()")).toBe("method");
    await run("delete (Array.prototype as { second?: unknown }).second");
  });

  test("using disposes of its value when the cell ends", async () => {
    await run("const events: string[] = []");
    await run(
      "using file = { [Symbol.dispose]() { events.push('closed') } }; let opened = 1; events.push('open')",
    );
    expect(await run("events.join() + opened")).toBe("open,closed1");
    expect(notebook.convert("file").diagnostics[0]?.message).toMatch(/^Cannot find name/);
  });

  test("export, import = and CommonJS globals are allowed", async () => {
    await run(
      "export const ex = 1; export let counter = 1; export default function named() { return ex }; export { ex as other }; counter = 2",
    );
    expect(await run("named() + ex + counter")).toBe(4);
    await run('import fs = require("node:fs"); import P = N.z;');
    expect(await run("typeof fs.readFileSync + P")).toBe("function3");
    expect(
      await run("import.meta.dirname === __dirname && import.meta.url.startsWith('file:')"),
    ).toBe(true);
    await run("const console = { log: () => 'mine' }");
    expect(await run("console.log()")).toBe("mine");
  });

  test("a missing export is an error with the module's name", async () => {
    notebook.write("plain.cjs", "module.exports = Object.fromEntries([['dynamic', 7]]);");
    notebook.write("plain.d.cts", "export const dynamic: number; export const absent: number;");
    await run('import { dynamic } from "./plain.cjs"');
    expect(await run("dynamic")).toBe(7);
    await expect(run('import { absent } from "./plain.cjs"')).rejects.toThrow(
      'The module "./plain.cjs" has no export named absent.',
    );
  });
});

test("a cell whose names are all declared again is forgotten, one that is built upon is not", async () => {
  await run("const first = { deep: 1 }");
  await run("const second = { first }");
  await run("const first = 'again'");
  expect(await run("second.first.deep + first.length")).toBe(6);
});
