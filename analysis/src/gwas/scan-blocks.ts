import type { PreparedOperation } from "../compute/operation.ts";
import type { AlleleCounts } from "../compute/operations/allele-counts/index.ts";
import { exclusionBytes, maskPacked, type PackedBlock } from "../compute/packed.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";
import { maskSize } from "../genotypes/qc-counts.ts";
import type { EffectAlleleChoice } from "./effect-allele.ts";

/** Rows that share one set of look-up tables, yet seldom keep an interrupt waiting above 100 ms. */
const ROWS_A_BLOCK = 2048;
const MOST_BYTES = 16 * 1024 * 1024;

export function scanBlockBytes(genotypes: Genotypes): number {
  return Math.min(MOST_BYTES, ROWS_A_BLOCK * Math.ceil(genotypes.samples.count / 4));
}

export interface FounderCounts {
  readonly counts: AlleleCounts;
  readonly size: number;
}

/**
 * Counts of all founders, on which PLINK 2 bases the choice of the minor allele; the regression's own counts where its
 * samples are all founders there are, or where the choice does not matter.
 */
export function founderCounts(
  genotypes: Genotypes,
  included: Uint8Array,
  choice: EffectAlleleChoice,
  count: PreparedOperation<PackedBlock, AlleleCounts>,
): (block: PackedBlock, own: AlleleCounts) => Promise<FounderCounts> {
  const { isFounder, count: sampleCount } = genotypes.samples;
  const isSame = included.every((is, i) => Boolean(is) === Boolean(isFounder[i]));
  const size = maskSize(isFounder, sampleCount);
  if (isSame || choice === "counted") return (_, own) => Promise.resolve({ counts: own, size });
  const exclusion = exclusionBytes(sampleCount, isFounder);
  let buffer = new Uint8Array(0);
  return async (block) => {
    if (buffer.length < block.packed.length) buffer = new Uint8Array(block.packed.length);
    return { counts: await count(maskPacked(block, exclusion, buffer)), size };
  };
}
