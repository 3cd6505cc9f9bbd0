import { Table } from "../table.ts";
import type { Computed } from "../compute/device.ts";
import { deviceProvenance, type ComputeOptions } from "../compute/run-method.ts";
import type { VariantCounts } from "./count-programs.ts";
import type { Genotypes } from "./genotypes.ts";
import { ploidyOf } from "./ploidy.ts";
import { countGenotypes, founderMask, intersectMasks, maskSize } from "./qc-counts.ts";

export interface FrequencyOptions extends ComputeOptions {
  /** Count founders only (default), as PLINK 2 does; false counts everyone. */
  readonly foundersOnly?: boolean | undefined;
}

type FrequencyColumns = {
  variantId: readonly string[];
  chromosome: Uint8Array;
  basePairLocation: Int32Array;
  effectAllele: readonly string[];
  otherAllele: readonly string[];
  effectAlleleFrequency: Float64Array;
  effectAlleleCount: Float64Array;
  alleleNumber: Int32Array;
  minorAlleleFrequency: Float64Array;
};
export type FrequencyTable = Table<FrequencyColumns>;

/**
 * Allele frequencies and counts.
 *
 * Sums of dosages where there are some, else of hard calls. On X males carry one allele and others two, on Y only males
 * carry one, on MT everyone; a heterozygous call of one allele counts half. This is PLINK 2's `--freq`, for the allele the
 * file counts.
 *
 * @returns a row a variant: `effectAlleleFrequency` (NaN where no one has a call), `effectAlleleCount`, `alleleNumber`
 * (alleles observed), `minorAlleleFrequency`
 * @example
 * const frequencies = await qc.frequency(cohort);
 */
export async function frequency(
  genotypes: Genotypes,
  options: FrequencyOptions = {},
): Promise<FrequencyTable> {
  const { variants } = genotypes;
  const counts = await countAlleleNumbers(genotypes, undefined, options);
  return new Table<FrequencyColumns>(
    {
      variantId: variants.variantId,
      chromosome: variants.chromosome,
      basePairLocation: variants.basePairLocation,
      effectAllele: variants.effectAllele,
      otherAllele: variants.otherAllele,
      effectAlleleFrequency: counts.effect.map((count, v) => count / counts.number[v]),
      effectAlleleCount: counts.effect,
      alleleNumber: counts.number,
      minorAlleleFrequency: minorAlleleFrequencies(counts),
    },
    {
      method: "allele frequency",
      source: genotypes.source,
      samples: counts.samples,
      foundersOnly: options.foundersOnly ?? true,
      ...deviceProvenance(counts.computed),
    },
  );
}

export interface AlleleNumbers {
  /** Copies of the counted allele: dosages where there are some; halves where a single allele is called heterozygous. */
  readonly effect: Float64Array;
  readonly number: Int32Array;
  readonly samples: number;
  readonly computed: Computed;
}

/** Allele counts of the samples in `kept` (everyone when left out), founders only unless told otherwise. */
export async function countAlleleNumbers(
  genotypes: Genotypes,
  kept: Uint8Array | undefined,
  options: FrequencyOptions,
): Promise<AlleleNumbers> {
  const { variants, samples } = genotypes;
  const everyone = intersectMasks(founderMask(genotypes, options.foundersOnly ?? true), kept);
  const hasSexChromosomes = variants.chromosome.some((code) => code === 23 || code === 24);
  const males = intersectMasks(
    Uint8Array.from(samples.sex, (sex) => Number(sex === 1)),
    everyone,
  );
  const masks = hasSexChromosomes ? [everyone, males] : [everyone];
  const { counts, computed } = await countGenotypes("allele frequency", genotypes, masks, options);
  return {
    ...alleleNumbers(
      genotypes,
      counts,
      masks.map((mask) => maskSize(mask, samples.count)),
    ),
    samples: maskSize(everyone, samples.count),
    computed,
  };
}

/** Alleles from counts of everyone and, where X or Y occur, of males. */
export function alleleNumbers(
  genotypes: Genotypes,
  [all, male]: readonly VariantCounts[],
  [allSize, maleSize]: readonly number[],
): { effect: Float64Array; number: Int32Array } {
  const { count } = genotypes.variants;
  const effect = new Float64Array(count);
  const number = new Int32Array(count);
  for (let v = 0; v < count; v++) {
    const copies = all.copies[v];
    const called = allSize - all.absent[v];
    switch (ploidyOf(genotypes.variants, v)) {
      case "diploid":
        effect[v] = copies;
        number[v] = 2 * called;
        break;
      case "x":
        effect[v] = copies - male.copies[v] / 2;
        number[v] = 2 * called - (maleSize - male.absent[v]);
        break;
      case "y":
        effect[v] = male.copies[v] / 2;
        number[v] = maleSize - male.absent[v];
        break;
      case "mt":
        effect[v] = copies / 2;
        number[v] = called;
    }
  }
  return { effect, number };
}

export function minorAlleleFrequencies(counts: {
  effect: Float64Array;
  number: Int32Array;
}): Float64Array {
  return counts.effect.map(
    (count, v) => Math.min(count, counts.number[v] - count) / counts.number[v],
  );
}
