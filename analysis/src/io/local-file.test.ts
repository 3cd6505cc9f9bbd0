import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import * as fs from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import ts from "typescript";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { isAnalysisError } from "../errors.ts";
import { openLocalFile, writeLocalFile } from "./local-file.ts";

// Only so that single calls can be made to fail below.
vi.mock("node:fs/promises", { spy: true });

const folder = mkdtempSync(join(tmpdir(), "genobook-local-file-"));
afterAll(() => rmSync(folder, { recursive: true }));

const files = (): string[] => readdirSync(join(folder, "out"));
beforeAll(() => {
  mkdirSync(join(folder, "out"));
});

test("a full disk is told as what cannot be written, and leaves the older file alone", async () => {
  const path = join(folder, "out", "full.tsv");
  writeFileSync(path, "older");
  const { open } = await vi.importActual<typeof fs>("node:fs/promises");
  vi.mocked(fs.open).mockImplementationOnce(async (...args) => {
    const file = await open(...args);
    const full = Object.assign(new Error("ENOSPC: no space left on device, write"), {
      code: "ENOSPC",
    });
    vi.spyOn(file, "write").mockRejectedValue(full);
    return file;
  });
  const error: unknown = await writeLocalFile(path, (append) => append(Uint8Array.of(1))).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({
    tag: "format",
    what: `Cannot write ${path}.`,
    why: "ENOSPC: no space left on device, write.",
    remedy: expect.stringContaining("the disk has room") as string,
  });
  expect(readFileSync(path, "utf8")).toBe("older");
  expect(files()).toEqual(["full.tsv"]);
});

test("a process killed while it writes leaves nothing under the file's name", async () => {
  const path = join(folder, "out", "killed.tsv");
  const program = join(folder, "write.mjs");
  writeFileSync(
    program,
    `import { writeLocalFile } from ${JSON.stringify(compiledLocalFile())};
     await writeLocalFile(${JSON.stringify(path)}, async (append) => {
       await append(new Uint8Array(100_000));
       console.log("written");
       await new Promise(() => setInterval(() => {}, 1000));
     });`,
  );
  const child = spawn(process.execPath, [program], { stdio: ["ignore", "pipe", "inherit"] });
  await once(child.stdout, "data");
  expect(files().some((name) => name.endsWith(".part"))).toBe(true);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(files()).not.toContain("killed.tsv");
});

test("a folder and a file that is not there are refused", async () => {
  for (const [path, message] of [
    [folder, /is a folder/],
    [join(folder, "none.bed"), /There is no file/],
  ] as const) {
    const error: unknown = await openLocalFile(path).catch((thrown: unknown) => thrown);
    expect(isAnalysisError(error, "format")).toBe(true);
    expect(String(error)).toMatch(message);
  }
});

/** The module and what it imports as JavaScript, for a process of its own. */
function compiledLocalFile(): string {
  mkdirSync(join(folder, "io"));
  for (const name of ["errors", "io/local-file"]) {
    const source = readFileSync(join(import.meta.dirname, "..", `${name}.ts`), "utf8");
    const compilerOptions = {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
    };
    const { outputText } = ts.transpileModule(source, { compilerOptions });
    writeFileSync(join(folder, `${name}.mjs`), outputText.replaceAll('.ts"', '.mjs"'));
  }
  return pathToFileURL(join(folder, "io/local-file.mjs")).href;
}
