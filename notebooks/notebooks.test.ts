import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { executeNotebook, listNotebooks } from "./setup/execute.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const python = join(root, ".venv", process.platform === "win32" ? "Scripts" : "bin", "python");
const scratch = mkdtempSync(join(tmpdir(), "genobook-notebooks-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

type Output = Record<string, unknown>;
interface Notebook {
  cells: { cell_type: string; source: string | string[]; outputs?: Output[] }[];
}

function copyOf(file: string): string {
  const folder = mkdtempSync(join(scratch, `${basename(dirname(file))}-`));
  const copy = join(folder, basename(file));
  cpSync(file, copy);
  return copy;
}

/** A progress line says how long a call took, and is there only when it took long enough to be shown. */
const PROGRESS_LINE = /: [\d,]+ .*in .*per second/;

/** Reports say when they were made. */
const DAY = /(?<=Made on )\d{4}-\d{2}-\d{2}/g;

/** What a fresh run must give again: everything but progress lines, the day and the bytes of pictures. */
function comparable(notebook: Notebook): unknown {
  const join = (_key: string, value: unknown): unknown =>
    Array.isArray(value) && value.length > 0 && value.every((line) => typeof line === "string")
      ? value.join("").replace(DAY, "a day")
      : value;
  const outputs = notebook.cells
    .filter((cell) => cell.cell_type === "code")
    .map((cell) => JSON.parse(JSON.stringify(cell.outputs ?? [], join)) as Output[]);
  for (const output of outputs.flat()) {
    const bundle = output["data"] as Record<string, unknown> | undefined;
    // Deflate differs between Node.js versions.
    if (bundle && "image/png" in bundle) bundle["image/png"] = "a picture";
    // Made of all digits of an answer.
    delete bundle?.["application/vnd.genobook.seal.v1+json"];
  }
  return outputs.map((cell) =>
    cell.filter((output) => !PROGRESS_LINE.test(JSON.stringify(output["data"] ?? ""))),
  );
}

describe.skipIf(!existsSync(python))("notebooks (need .venv: run npm test)", () => {
  test.each(listNotebooks().map((file) => [file.slice(root.length), file]))(
    "%s runs, and its committed outputs are what a fresh run gives",
    async (_name, file) => {
      const committed = JSON.parse(readFileSync(file, "utf8")) as Notebook;
      const fresh = (await executeNotebook(copyOf(file))) as Notebook;
      expect(comparable(fresh)).toEqual(comparable(committed));
    },
  );

  test("the course has its first notebook", () => {
    expect(listNotebooks().map((file) => basename(file))).toContain("01-first-gwas.ipynb");
  });

  const real = join(root, "..", "shared", "data", "geno-1000g-eur-bolt");
  test.skipIf(!existsSync(real))(
    "the first notebook also runs on the PLINK files named by GENOBOOK_DATA (needs ../shared/data)",
    async () => {
      const folder = mkdtempSync(join(scratch, "real-"));
      cpSync(join(real, "EUR_subset.bed"), join(folder, "study.bed"));
      cpSync(join(real, "EUR_subset.bim.gz"), join(folder, "study.bim.gz"));
      cpSync(join(real, "EUR_subset.fam"), join(folder, "study.fam"));
      cpSync(join(real, "pheno_plink.tsv"), join(folder, "study.pheno.tsv"));
      const first = listNotebooks().find((file) => file.endsWith("01-first-gwas.ipynb"))!;
      const fresh = (await executeNotebook(copyOf(first), {
        GENOBOOK_DATA: join(folder, "study.bed"),
      })) as Notebook;
      const printed = JSON.stringify(fresh.cells.map((cell) => cell.outputs));
      expect(printed).toContain("379");
      expect(printed).toMatch(/Manhattan plot of PHENO/i);
      expect(printed).not.toContain("HG00096");
    },
  );
});
