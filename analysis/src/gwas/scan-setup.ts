import {
  sharedFloat64,
  sharedInt32,
  sharedUint8,
  shareUint8,
} from "../compute/engine/shared-arrays.ts";
import type { LoadedBlock } from "../compute/block-program.ts";
import type { AlleleCounts } from "../compute/operations/allele-counts/index.ts";
import { exclusionBytes } from "../compute/packed.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";
import { markDiploid } from "../genotypes/ploidy.ts";
import { maskSize } from "../genotypes/qc-counts.ts";
import type { EffectAlleleChoice } from "./effect-allele.ts";

/** What the programs of all scans need to know of a cohort; the arrays are shared. */
export interface ScanSetup {
  readonly effectAllele: EffectAlleleChoice;
  /** Bytes that leave out all but the founders; undefined where a regression's own samples decide. */
  readonly founders: Uint8Array | undefined;
  readonly founderCount: number;
  /** 1 where the variant has two copies in everyone. */
  readonly isDiploid: Uint8Array;
}

/** Results of m variants for traits of the same samples; shared, so that workers fill them in place. */
export interface ScanResults {
  readonly isFlipped: Uint8Array;
  /** Of the effect allele. */
  readonly frequency: Float64Array;
  readonly n: Int32Array;
  readonly traits: readonly TraitResults[];
}

export interface TraitResults {
  readonly beta: Float64Array;
  readonly standardError: Float64Array;
  readonly lnP: Float64Array;
  /** Position in `CODES`. */
  readonly errorCode: Uint8Array;
}

/**
 * PLINK 2 bases the choice of the minor allele on all founders; a regression's own counts serve where its samples are all
 * founders there are, or where the choice does not matter.
 */
export function scanSetup(
  { variants, samples }: Genotypes,
  effectAllele: EffectAlleleChoice,
  regressions: readonly Uint32Array[],
): ScanSetup {
  const isDiploid = sharedUint8(variants.count);
  markDiploid(variants, isDiploid);
  const { isFounder } = samples;
  // Native, where most files have founders only: loops over all samples take as long as a block when they first run.
  const founderCount = isFounder.includes(0) ? maskSize(isFounder, samples.count) : samples.count;
  const areFounders = (own: Uint32Array): boolean =>
    own.length === founderCount &&
    (founderCount === samples.count || own.every((sample) => isFounder[sample] === 1));
  const isOwnEnough = effectAllele === "counted" || regressions.every(areFounders);
  const founders = isOwnEnough ? undefined : shareUint8(exclusionBytes(samples.count, isFounder));
  return { effectAllele, founders, founderCount, isDiploid };
}

/** Bytes that leave out who is not in the regression. */
export function exclusionOf({ samples }: Genotypes, own: Uint32Array): Uint8Array {
  const bytes = sharedUint8(Math.ceil(samples.count / 4));
  if (own.length === samples.count) {
    if (samples.count % 4 > 0) bytes[bytes.length - 1] = 0xff << (2 * (samples.count % 4));
    return bytes;
  }
  bytes.fill(0xff);
  for (let i = 0; i < own.length; i++) bytes[own[i] >> 2] &= ~(3 << (2 * (own[i] & 3)));
  return bytes;
}

export function emptyResults(variantCount: number, traitCount: number): ScanResults {
  return {
    isFlipped: sharedUint8(variantCount),
    frequency: sharedFloat64(variantCount),
    n: sharedInt32(variantCount),
    traits: Array.from({ length: traitCount }, () => ({
      beta: sharedFloat64(variantCount),
      standardError: sharedFloat64(variantCount),
      lnP: sharedFloat64(variantCount),
      errorCode: sharedUint8(variantCount),
    })),
  };
}

/** Frequencies of the effect allele among the samples of a regression. */
export function keepFrequencies(
  { twos, ones, missing, dosages }: AlleleCounts,
  { isDiploid }: ScanSetup,
  sampleCount: number,
  { isFlipped, frequency }: ScanResults,
  { start, count }: LoadedBlock,
): void {
  for (let row = 0; row < count; row++) {
    const v = start + row;
    const called = sampleCount - (dosages ? dosages.missing : missing)[row];
    const copies = dosages ? dosages.sum[row] : 2 * twos[row] + ones[row];
    const effect = isFlipped[v] ? 2 * called - copies : copies;
    frequency[v] = isDiploid[v] ? effect / (2 * called) : NaN;
  }
}
