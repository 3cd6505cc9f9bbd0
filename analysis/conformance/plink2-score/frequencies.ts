import { readFileSync } from "node:fs";
import { chromosomeCode } from "../../src/io/chromosome.ts";
import type { FrequencyTable } from "../../src/genotypes/qc-frequency.ts";
import { Table } from "../../src/table.ts";
import { readTable } from "../peer/text-table.ts";

/** A report of `plink2 --freq` as our table of frequencies. */
export function qcFrequencyTable(path: string): FrequencyTable {
  const { columns } = readTable(readFileSync(path, "utf8"));
  const frequency = Float64Array.from(columns["ALT_FREQS"], Number);
  const number = Int32Array.from(columns["OBS_CT"], Number);
  return new Table({
    variantId: columns["ID"],
    chromosome: Uint8Array.from(columns["CHROM"], chromosomeCode),
    basePairLocation: new Int32Array(frequency.length),
    effectAllele: columns["ALT"],
    otherAllele: columns["REF"],
    effectAlleleFrequency: frequency,
    effectAlleleCount: frequency.map((f, v) => f * number[v]),
    alleleNumber: number,
    minorAlleleFrequency: frequency.map((f) => Math.min(f, 1 - f)),
  });
}
