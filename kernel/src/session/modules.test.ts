import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { notebookFolder, type NotebookFolder } from "../../test/language-notebook.ts";
import type { Importer } from "./importer.ts";

let folder: NotebookFolder;
let importer: Importer;
const load = (specifier: string): Promise<Record<string, unknown>> => importer.import(specifier);
/** Longer than the clock of a file system ticks. */
const later = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

beforeAll(() => {
  folder = notebookFolder({
    "b.ts": "enum E { A = 3 } export const y: number = 1; export const e = E.A;",
    "a.ts":
      'import { y, e } from "./b.js"; export const sum: number = y + e; export const once = {};',
    "folder/index.ts": "export const inside = true;",
    "settings.json": '{ "n": 5, "a-b": 2, "default": 1 }',
    "plain.js": "export const z = 7;",
    "broken.ts": "export const ok = 1;\nexport const = 1;",
    "needs.ts": 'import "not-there"; export {};',
    "kernels.ts": 'import { Matrix } from "ml-matrix"; export const rows = new Matrix(2, 3).rows;',
    "common.cts": "import path = require('node:path'); export const base = path.basename('/x/y');",
    "tsconfig.json":
      '{ "compilerOptions": { "paths": { "@lib/*": ["./lib/*"], "exact": ["./lib/mapped.ts"] } } }',
    "lib/mapped.ts": "export const mapped = 4;",
    "node_modules/dual/package.json": JSON.stringify({
      name: "dual",
      exports: { ".": { import: "./i.mjs", require: "./r.cjs" }, "./sub": "./sub.mjs" },
    }),
    "node_modules/dual/i.mjs": "export const kind = 'import';",
    "node_modules/dual/r.cjs": "exports.kind = 'require';",
    "node_modules/dual/sub.mjs": "export const sub = true;",
    "node_modules/ml-matrix/package.json":
      '{ "name": "ml-matrix", "type": "module", "main": "m.js" }',
    "node_modules/ml-matrix/m.js": "export class Matrix { rows = 'of the notebook' }",
  });
  importer = folder.importer();
});
afterAll(() => folder.remove());

describe("files beside the notebook", () => {
  test("TypeScript that imports TypeScript, by any spelling, once", async () => {
    const module = await load("./a.ts");
    expect(module["sum"]).toBe(4);
    expect(await load("./a")).toBe(module);
    expect(await load("./a.js")).toBe(module);
    expect(await load(`${folder.cwd}/a.ts`)).toBe(module);
    expect((await load("./folder"))["inside"]).toBe(true);
  });

  test("an edit below is seen by the next import, and only an edit", async () => {
    const before = await load("./a.ts");
    await later();
    folder.write("b.ts", "export const y = 10; export const e = 0;");
    const after = await load("./a.ts");
    expect(after["sum"]).toBe(10);
    expect(after["once"]).not.toBe(before["once"]);
    expect(await load("./a.ts")).toBe(after);
  });

  test("CommonJS, by import and require, fresh when edited", async () => {
    folder.write("c.cjs", "exports.q = require('./d.cjs').q + 1;");
    folder.write("d.cjs", "exports.q = 1;");
    expect(importer.require("./c.cjs")).toEqual({ q: 2 });
    await later();
    folder.write("d.cjs", "exports.q = 5;");
    expect(importer.require("./c.cjs")).toEqual({ q: 6 });
    await later();
    folder.write("c.cjs", "exports.q = 50;");
    expect((await load("./c.cjs"))["q"]).toBe(50);
    expect((await load("./common.cts"))["base"]).toBe("y");
  });

  test("JSON gives its keys, JavaScript modules need no package.json", async () => {
    expect(await load("./settings.json")).toMatchObject({ default: { n: 5 }, n: 5, "a-b": 2 });
    expect((await load("./plain.js"))["z"]).toBe(7);
  });

  test("paths of the tsconfig.json", async () => {
    expect((await load("@lib/mapped"))["mapped"]).toBe(4);
    expect((await load("exact"))["mapped"]).toBe(4);
  });
});

describe("packages", () => {
  test("Node's own conditions decide, for import and require", async () => {
    expect((await load("dual"))["kind"]).toBe("import");
    expect(importer.require("dual")).toEqual({ kind: "require" });
    expect((await load("dual/sub"))["sub"]).toBe(true);
    await expect(load("dual/hidden")).rejects.toMatchObject({
      code: "ERR_PACKAGE_PATH_NOT_EXPORTED",
    });
  });

  test("the notebook's own come before the kernel's, for its files too", async () => {
    expect((await load("./kernels.ts"))["rows"]).toBe("of the notebook");
    const elsewhere = notebookFolder({
      "kernels.ts":
        'import { Matrix } from "ml-matrix"; export const rows = new Matrix(2, 3).rows;',
    });
    expect((await elsewhere.importer().import("./kernels.ts"))["rows"]).toBe(2);
    elsewhere.remove();
  });

  test("builtins", async () => {
    expect(await load("fs")).toBe(await load("node:fs"));
    expect(importer.require("path")).toBe(importer.require("node:path"));
  });
});

describe("what is not there", () => {
  test("a package: what, where, and the command", async () => {
    const expected = {
      name: "ModuleNotFoundError",
      message: expect.stringMatching(
        /"no-such-pkg" is not installed[^]*npm install --prefix ".*genobook-notebook.*" no-such-pkg\n/,
      ) as string,
    };
    await expect(load("no-such-pkg/deep")).rejects.toMatchObject(expected);
    expect(() => importer.require("no-such-pkg") as unknown).toThrow(
      expect.objectContaining(expected),
    );
  });

  test("a file: what and from where", async () => {
    await expect(load("./nowhere.ts")).rejects.toThrow(
      `There is no file "./nowhere.ts" for the import, seen from ${folder.cwd}`,
    );
  });

  test("a package that a file needs is Node's to tell", async () => {
    await expect(load("./needs.ts")).rejects.toThrow(
      /Cannot find package 'not-there' imported from .*needs\.ts/,
    );
  });

  test("a file that does not parse names its line", async () => {
    await expect(load("./broken.ts")).rejects.toThrow(/broken\.ts:2:14: /);
  });

  test("what was missing is found once it is there", async () => {
    await expect(load("arrives")).rejects.toThrow("not installed");
    folder.write(
      "node_modules/arrives/package.json",
      '{ "name": "arrives", "type": "module", "exports": "./i.js" }',
    );
    folder.write("node_modules/arrives/i.js", "export const here = true;");
    expect((await load("arrives"))["here"]).toBe(true);
  });
});
