import { execFileSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeDocument } from "../write-document.ts";

const FIRST = fileURLToPath(
  new URL("../../../../notebooks/learn/01-first-gwas.ipynb", import.meta.url),
);
const script = fileURLToPath(new URL("validate-crate.py", import.meta.url));
const page = fileURLToPath(new URL("../../../dist/document/page.js", import.meta.url));
const python =
  process.env["GENOBOOK_CRATE_PYTHON"] ??
  fileURLToPath(new URL("../../../../.venv/bin/python", import.meta.url));

const missing = ((): string | undefined => {
  if (!existsSync(page)) return "needs the built extension";
  try {
    execFileSync(python, ["-c", "import rocrate, rocrate_validator"], { stdio: "pipe" });
    return undefined;
  } catch {
    return "needs roc-validator and rocrate in .venv";
  }
})();

interface Report {
  readonly checks: number;
  readonly found: readonly {
    readonly severity: string;
    readonly check: string;
    readonly message: string;
  }[];
}

describe.skipIf(missing !== undefined)(
  `crates before an independent validator${missing === undefined ? "" : ` (${missing})`}`,
  () => {
    let folder = "";
    beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), "genobook-crate-"))));
    afterAll(() => rmSync(folder, { recursive: true }));

    function validate(path: string): Report {
      const printed = execFileSync(python, [script, path, join(folder, "cache")], {
        encoding: "utf8",
        stdio: "pipe",
      });
      return JSON.parse(/^RESULT (.*)$/m.exec(printed)![1]) as Report;
    }

    test("keep every MUST of RO-Crate 1.2, and each SHOULD but for a publisher, whom nobody names", async () => {
      const notebook = join(folder, "first gwas é.ipynb");
      copyFileSync(FIRST, notebook);
      const to = join(folder, "first.crate.zip");
      const options = { to, crate: true, language: "zh-CN", licence: "CC-BY-4.0" } as const;
      const written = await writeDocument(notebook, options);
      expect("path" in written && written.path).toBe(to);
      const { checks, found } = validate(to);
      expect(checks).toBeGreaterThan(100);
      expect(found.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
        expect.stringMatching(/^RECOMMENDED: The Root Data Entity SHOULD have a `publisher`/),
      ]);
    }, 240_000);

    test("a licence that is none is refused before anything is written", async () => {
      const to = join(folder, "none.zip");
      const options = { to, crate: true, licence: "free for all" } as const;
      await expect(writeDocument(FIRST, options)).rejects.toThrow("CC-BY-4.0");
      expect(existsSync(to)).toBe(false);
    });
  },
);
