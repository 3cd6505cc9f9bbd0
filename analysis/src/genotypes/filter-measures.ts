import type { ComputeOptions } from "../compute/run-method.ts";
import type { Genotypes } from "./genotypes.ts";
import { alleleNumbers, minorAlleleFrequencies } from "./qc-frequency.ts";
import { countGenotypes, founderMask, intersectMasks, maskSize } from "./qc-counts.ts";
import { hardyWeinbergLnPs } from "./qc-hardy-weinberg.ts";

/** What `filter` judges variants by; founders' where that is asked for, of the kept samples always. */
export interface VariantMeasures {
  readonly missingRate: Float64Array;
  /** NaN for variants that are not diploid. */
  readonly hardyWeinbergLnP: Float64Array;
  /** Minor allele frequency, NaN without calls. */
  readonly frequency: Float64Array;
  readonly isMonomorphic: Uint8Array;
}

/** All measures from one pass over the genotypes. */
export async function measureVariants(
  genotypes: Genotypes,
  kept: Uint8Array | undefined,
  options: ComputeOptions & {
    readonly midP?: boolean | undefined;
    readonly foundersOnly?: boolean | undefined;
  },
): Promise<VariantMeasures> {
  const { samples, variants } = genotypes;
  const males = Uint8Array.from(samples.sex, (sex) => Number(sex === 1));
  const founders = intersectMasks(founderMask(genotypes, options.foundersOnly ?? true), kept);
  const masks = [kept, founders, intersectMasks(males, founders), intersectMasks(males, kept)];
  const hasSexChromosomes = variants.chromosome.some((code) => code === 23 || code === 24);
  const used = hasSexChromosomes ? masks : founders === kept ? [kept] : [kept, founders];
  const { counts: counted } = await countGenotypes("quality of variants", genotypes, used, options);
  const sizes = masks.map((mask) => maskSize(mask, samples.count));
  const everyone = counted[0];
  const founder = counted[1] ?? everyone;
  const alleles = alleleNumbers(genotypes, hasSexChromosomes ? [founder, counted[2]] : [founder], [
    sizes[1],
    sizes[2],
  ]);
  const isY = (v: number): boolean => variants.chromosome[v] === 24;
  const zeros = founder.twos.map(
    (twos, v) => sizes[1] - twos - founder.ones[v] - founder.missing[v],
  );
  return {
    missingRate: Float64Array.from(everyone.missing, (missing, v) =>
      isY(v) ? counted[3].missing[v] / sizes[3] : missing / sizes[0],
    ),
    hardyWeinbergLnP: hardyWeinbergLnPs(
      genotypes,
      founder.twos,
      founder.ones,
      zeros,
      options.midP ?? false,
    ),
    frequency: minorAlleleFrequencies(alleles),
    isMonomorphic: Uint8Array.from(everyone.twos, (twos, v) => {
      const called = sizes[0] - everyone.missing[v];
      const hasDosages =
        everyone.absent[v] !== everyone.missing[v] ||
        everyone.copies[v] !== 2 * twos + everyone.ones[v];
      if (hasDosages) return 0;
      return Number(
        twos === called || (twos === 0 && everyone.ones[v] === 0) || everyone.ones[v] === called,
      );
    }),
  };
}
