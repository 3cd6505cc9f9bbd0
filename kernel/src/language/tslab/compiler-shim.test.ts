import { Module } from "node:module";
import { expect, test } from "vitest";
import { notebookFolder } from "../../../test/language-notebook.ts";
import { createTslabBackend } from "./index.ts";

interface ResolvingModule {
  _resolveFilename: (request: string, ...rest: unknown[]) => string;
}

test("the converter runs on the kernel's TypeScript where tslab's own fork is not installed", () => {
  const folder = notebookFolder();
  const resolving = Module as unknown as ResolvingModule;
  const original = resolving._resolveFilename;
  resolving._resolveFilename = (request, ...rest) => {
    if (request.startsWith("@tslab/")) throw new Error(`${request} is not installed`);
    return original.call(Module, request, ...rest);
  };
  try {
    const backend = createTslabBackend({ cwd: folder.cwd });
    expect(backend.convert("const xs = [3, 1].toSorted(); xs", 1).diagnostics).toEqual([]);
    backend.commit(1);
    expect(backend.convert("xs.at(-1)!.foo", 2).diagnostics).toMatchObject([
      { line: 1, column: 12, length: 3, code: 2339 },
    ]);
  } finally {
    resolving._resolveFilename = original;
    folder.remove();
  }
}, 60_000);
