import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { genotypes, phenotypes } from "../../src/open.ts";
import type { Genotypes } from "../../src/genotypes/genotypes.ts";
import { sampleTable, type SampleTable } from "../../src/io/sample-table.ts";
import { readTable, type TextTable } from "./text-table.ts";

export const ROOT = fileURLToPath(new URL("../../../../shared/data/", import.meta.url));

export function hasData(folder: string): boolean {
  return existsSync(`${ROOT}${folder}`);
}

export function cohort(path: `${string}.bed`): Promise<Genotypes> {
  return genotypes(`${ROOT}${path}` as `${string}.bed`);
}

export function reference(path: string): TextTable {
  const bytes = readFileSync(ROOT + path);
  return readTable((path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8"));
}

/** Columns of several phenotype files with the same people in the same order. */
export async function people(...paths: readonly string[]): Promise<SampleTable> {
  const tables: SampleTable[] = [];
  for (const path of paths) tables.push(await phenotypes(ROOT + path));
  return sampleTable({
    individualId: tables[0].individualId,
    familyId: tables[0].familyId,
    columns: Object.assign({}, ...tables.map((table) => table.columns)) as SampleTable["columns"],
  });
}
