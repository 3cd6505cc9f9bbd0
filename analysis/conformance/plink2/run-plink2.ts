import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { readTable, type TextTable } from "../peer/text-table.ts";

/** The version these comparisons were made with; another one may print other digits. */
export const PLINK2_VERSION = "PLINK v2.00a3.5";

export const hasPlink2: boolean = (
  spawnSync("plink2", ["--version"], { encoding: "utf8" }).stdout ?? ""
).startsWith(PLINK2_VERSION);

/** Runs plink2 and reads the report it wrote. */
export function plink2(prefix: string, report: string, ...args: readonly string[]): TextTable {
  runPlink2(prefix, ...args);
  return readTable(readFileSync(`${prefix}.${report}`, "utf8"));
}

export function runPlink2(prefix: string, ...args: readonly string[]): void {
  execFileSync("plink2", [...args, "--threads", "1", "--out", prefix], { stdio: "pipe" });
}
