import { sharedUint8 } from "../compute/engine/shared-arrays.ts";
import { Table } from "../table.ts";
import type { Computed } from "../compute/device.ts";
import { deviceProvenance, type ComputeOptions } from "../compute/run-method.ts";
import type { Genotypes } from "./genotypes.ts";
import { COUNTS_FOR_MALES } from "./count-programs.ts";
import { countGenotypes, countPerSample, intersectMasks, maskSize } from "./qc-counts.ts";

type VariantMissingnessColumns = {
  variantId: readonly string[];
  chromosome: Uint8Array;
  basePairLocation: Int32Array;
  missingCount: Int32Array;
  n: Int32Array;
  missingRate: Float64Array;
};
export type VariantMissingnessTable = Table<VariantMissingnessColumns>;

type SampleMissingnessColumns = {
  familyId: readonly string[];
  individualId: readonly string[];
  missingCount: Int32Array;
  variantCount: Int32Array;
  missingRate: Float64Array;
};
export type SampleMissingnessTable = Table<SampleMissingnessColumns>;

/**
 * Missing calls per variant; on Y among males only, as PLINK 2's `--missing`.
 *
 * @returns a row a variant: `missingCount`, `n` (samples that could have a call), `missingRate`
 * @example
 * const missing = await qc.variantMissingness(cohort);
 */
export async function variantMissingness(
  genotypes: Genotypes,
  options: ComputeOptions = {},
): Promise<VariantMissingnessTable> {
  const { variants } = genotypes;
  const { missing, possible, computed } = await countVariantMissing(genotypes, undefined, options);
  return new Table<VariantMissingnessColumns>(
    {
      variantId: variants.variantId,
      chromosome: variants.chromosome,
      basePairLocation: variants.basePairLocation,
      missingCount: missing,
      n: possible,
      missingRate: Float64Array.from(missing, (count, v) => count / possible[v]),
    },
    {
      method: "missing calls per variant",
      source: genotypes.source,
      samples: genotypes.samples.count,
      ...deviceProvenance(computed),
    },
  );
}

interface Missing {
  readonly missing: Int32Array;
  /** Calls there could be. */
  readonly possible: Int32Array;
  readonly computed: Computed;
}

async function countVariantMissing(
  genotypes: Genotypes,
  kept: Uint8Array | undefined,
  options: ComputeOptions,
): Promise<Missing> {
  const { variants, samples } = genotypes;
  const hasY = variants.chromosome.includes(24);
  const males = intersectMasks(
    Uint8Array.from(samples.sex, (sex) => Number(sex === 1)),
    kept,
  );
  const { counts, computed } = await countGenotypes(
    "missing calls per variant",
    genotypes,
    hasY ? [kept, males] : [kept],
    options,
  );
  const [all, male] = counts;
  const allSize = maskSize(kept, samples.count);
  const maleSize = maskSize(males, samples.count);
  const isY = (v: number): boolean => variants.chromosome[v] === 24;
  return {
    missing: all.missing.map((count, v) => (isY(v) ? male.missing[v] : count)),
    possible: Int32Array.from({ length: variants.count }, (_, v) => (isY(v) ? maleSize : allSize)),
    computed,
  };
}

/**
 * Missing calls per sample; variants on Y count for males only, as PLINK 2's `--missing`.
 *
 * @returns a row a sample, with its ids: print it only where that is allowed
 * @example
 * const missing = await qc.sampleMissingness(cohort);
 */
export async function sampleMissingness(
  genotypes: Genotypes,
  options: ComputeOptions = {},
): Promise<SampleMissingnessTable> {
  const { samples } = genotypes;
  const { missing, possible, computed } = await countSampleMissing(genotypes, options);
  return new Table<SampleMissingnessColumns>(
    {
      familyId: samples.familyId,
      individualId: samples.individualId,
      missingCount: missing,
      variantCount: possible,
      missingRate: Float64Array.from(missing, (count, i) => count / possible[i]),
    },
    {
      method: "missing calls per sample",
      source: genotypes.source,
      variants: genotypes.variants.count,
      ...deviceProvenance(computed),
    },
  );
}

export async function countSampleMissing(
  genotypes: Genotypes,
  options: ComputeOptions,
): Promise<Missing> {
  const { variants, samples } = genotypes;
  const ruleOfVariant = sharedUint8(variants.count);
  let onY = 0;
  for (let v = 0; v < variants.count; v++) {
    if (variants.chromosome[v] !== 24) continue;
    ruleOfVariant[v] = COUNTS_FOR_MALES;
    onY++;
  }
  const rules = { ruleOfVariant, weights: undefined };
  const title = "missing calls per sample";
  const { counts, computed } = await countPerSample(title, genotypes, rules, options);
  const possible = Int32Array.from(samples.sex, (sex) => variants.count - (sex === 1 ? 0 : onY));
  return { missing: counts.missing, possible, computed };
}
