import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { densePanel } from "../../src/prs/methods/test-panels.ts";
import type { LdPanel } from "../../src/ld/ld-panel.ts";
import { Table } from "../../src/table.ts";
import { reference, ROOT } from "./shared-data.ts";

const FOLDER = "prs-sim-chr22/";

/** A simulated study of 20,000 people on 800 variants of chromosome 22, whose LD is four dense blocks. */
export interface Chr22Study {
  readonly panel: LdPanel;
  readonly summary: Table;
  /** √(2f(1 − f)). */
  readonly sd: Float64Array;
  readonly z: Float64Array;
  /** Effects of standardised genotypes. */
  readonly truth: Float64Array;
}

export function chr22Study(): Chr22Study {
  const numbers = (name: string): Float64Array => Float64Array.from(columns[name], Number);
  const { columns } = reference(`${FOLDER}sim_sumstats.tsv`);
  const variants = {
    variantId: columns.SNP,
    chromosome: Uint8Array.from(columns.CHR, Number),
    basePairLocation: Int32Array.from(columns.BP, Number),
    effectAllele: columns.A1,
    otherAllele: columns.A2,
    effectAlleleFrequency: numbers("FRQ_A1"),
  };
  const blocks = [1, 2, 3, 4].map((block) => {
    const text = gunzipSync(readFileSync(`${ROOT}${FOLDER}ld_block${block}.tsv.gz`)).toString();
    return Float64Array.from(text.trim().split(/\s+/), Number);
  });
  return {
    panel: densePanel(blocks, variants),
    summary: new Table({
      ...variants,
      beta: numbers("BETA"),
      standardError: numbers("SE"),
      n: numbers("N"),
    }),
    sd: variants.effectAlleleFrequency.map((f) => Math.sqrt(2 * f * (1 - f))),
    z: numbers("Z"),
    truth: numbers("TRUE_BETA_STD"),
  };
}
