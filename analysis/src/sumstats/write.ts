import { InvalidArgumentError } from "../errors.ts";
import {
  attritionTable,
  type AttritionColumns,
  type AttritionStep,
} from "../genotypes/attrition.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";
import { writeLocalFile, type WriteBytes } from "../io/local-file.ts";
import { gzipBytes } from "../io/gzip.ts";
import { runTask, type TaskOptions } from "../task.ts";
import type { Column, Table } from "../table.ts";
import { ssfMetadata, type SsfMetadata } from "./ssf-metadata.ts";
import { plink2Rows } from "./write-plink2.ts";
import { ssfRows } from "./write-ssf.ts";

/** A header and the text of each row, tab-separated, without line ends. */
export interface RowFormat {
  readonly header: string;
  readonly row: (index: number) => string;
}

export type WriteOptions = TaskOptions &
  Partial<SsfMetadata> & {
    /** `tsv` (default): all columns under their own names; `gwas-ssf`; `plink2`: as `plink2 --glm` prints. */
    readonly format?: "tsv" | "gwas-ssf" | "plink2" | undefined;
    /** For `plink2`: the genotypes of the analysis, which know REF and ALT. */
    readonly genotypes?: Genotypes | undefined;
  };

/** What was written. */
export interface WriteSummary {
  readonly files: readonly string[];
  readonly rows: number;
  /** Rows that the format has no room for, and why. */
  readonly attrition: Table<AttritionColumns>;
}

/**
 * Writes a table as text; gzip when the path ends in `.gz`. The file appears only when it is complete.
 *
 * GWAS-SSF needs to know the genome build, writes a `-meta.yaml` beside the file, and leaves out rows without a P value,
 * position or A/C/G/T alleles, saying how many.
 *
 * @param options.format - `tsv`, `gwas-ssf` or `plink2`
 * @param options.build - for `gwas-ssf`: `GRCh37` or `GRCh38`
 * @throws InvalidArgumentError when the table lacks a column of the format, or the build is not given
 * @example
 * await data.write(result, "height.tsv.gz", { format: "gwas-ssf", build: "GRCh38" });
 */
export async function write(
  table: Table,
  path: string,
  options: WriteOptions = {},
): Promise<WriteSummary> {
  const { format = "tsv" } = options;
  if (format === "gwas-ssf") return writeSsf(table, path, options);
  const rows =
    format === "plink2" ? plink2Rows(table, options.genotypes?.variants) : tsvRows(table);
  await writeRows(path, rows, allRows(table.rowCount), options);
  return { files: [path], rows: table.rowCount, attrition: account(table.rowCount, []) };
}

async function writeSsf(table: Table, path: string, options: WriteOptions): Promise<WriteSummary> {
  const build = options.build ?? table.provenance.build;
  if (build !== "GRCh37" && build !== "GRCh38") {
    throw new InvalidArgumentError("build", {
      what: "The genome build is not known.",
      why: "GWAS-SSF metadata names it, and positions mean nothing without it.",
      remedy: 'Pass build: "GRCh37" or build: "GRCh38".',
    });
  }
  const rows = ssfRows(table);
  const md5 = await writeRows(path, rows, rows.rows, options);
  const metadataPath = `${path}-meta.yaml`;
  const name = path.slice(path.lastIndexOf("/") + 1);
  const text = ssfMetadata(table, { ...options, build }, { name, md5, isSorted: rows.isSorted });
  await writeLocalFile(metadataPath, (append) => append(new TextEncoder().encode(text)));
  return {
    files: [path, metadataPath],
    rows: rows.rows.length,
    attrition: account(table.rowCount, rows.steps),
  };
}

function account(count: number, steps: readonly AttritionStep[]): Table<AttritionColumns> {
  const start: AttritionStep = {
    step: "table",
    kind: "variant",
    removed: 0,
    remaining: count,
    reason: "rows of the table",
  };
  return attritionTable([start, ...steps]);
}

function allRows(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, i) => i);
}

// Large enough to compress well, small enough to cancel soon.
const ROWS_PER_CHUNK = 20_000;

/** @returns MD5 of the bytes written */
async function writeRows(
  path: string,
  { header, row }: RowFormat,
  rows: Uint32Array,
  options: TaskOptions,
): Promise<string> {
  // Loaded by who writes only; the bundled library cannot import().
  const { createHash } = process.getBuiltinModule("node:crypto");
  const md5 = createHash("md5");
  await runTask(`writing ${path}`, rows.length, "rows", options, (task) =>
    writeLocalFile(path, async (append) => {
      const hashed: WriteBytes = (bytes) => {
        md5.update(bytes);
        return append(bytes);
      };
      const out = path.endsWith(".gz")
        ? gzipBytes(hashed)
        : { append: hashed, end: () => Promise.resolve() };
      const encoder = new TextEncoder();
      await out.append(encoder.encode(`${header}\n`));
      for (let start = 0; start < rows.length; start += ROWS_PER_CHUNK) {
        const end = Math.min(start + ROWS_PER_CHUNK, rows.length);
        let text = "";
        for (let k = start; k < end; k++) text += `${row(rows[k])}\n`;
        await out.append(encoder.encode(text));
        await task.step(end);
      }
      await out.end();
    }),
  );
  return md5.digest("hex");
}

function tsvRows(table: Table): RowFormat {
  const columns = Object.values(table.columns);
  return {
    header: table.columnNames.join("\t"),
    row: (i) => columns.map((column) => cellText(column, i)).join("\t"),
  };
}

function cellText(column: Column, index: number): string {
  const value = column[index];
  if (typeof value === "number") return Number.isNaN(value) ? "NA" : String(value);
  return value === "" ? "NA" : value.replace(/[\t\n\r]/g, " ");
}
