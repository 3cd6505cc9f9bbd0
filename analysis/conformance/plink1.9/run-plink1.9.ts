import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { ROOT } from "../peer/shared-data.ts";
import { readTable, type TextTable } from "../peer/text-table.ts";

/** The version these comparisons were made with; another one may print other digits. */
export const PLINK19_VERSION = "PLINK v1.90b6.26";

export const hasPlink19: boolean = (
  spawnSync("plink1.9", ["--version"], { encoding: "utf8" }).stdout ?? ""
).startsWith(PLINK19_VERSION);

/** Runs plink1.9 on a cohort of the shared data, alleles as the file has them, and reads one report. */
export function plink19(
  prefix: string,
  cohort: string,
  report: string,
  ...args: readonly string[]
): TextTable {
  const files = [
    "--bed",
    `${cohort}.bed`,
    "--bim",
    plainBim(prefix, cohort),
    "--fam",
    `${cohort}.fam`,
  ];
  const always = ["--keep-allele-order", "--allow-no-sex", "--threads", "1", "--out", prefix];
  execFileSync("plink1.9", [...files, ...args, ...always], { cwd: ROOT, stdio: "pipe" });
  return readTable(readFileSync(`${prefix}.${report}`, "utf8"));
}

// plink1.9 reads no compressed .bim.
function plainBim(prefix: string, cohort: string): string {
  const path = `${ROOT}${cohort}.bim`;
  if (existsSync(path)) return path;
  writeFileSync(`${prefix}.bim`, gunzipSync(readFileSync(`${path}.gz`)));
  return `${prefix}.bim`;
}
