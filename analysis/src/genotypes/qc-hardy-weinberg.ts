import { LengthMismatchError } from "../errors.ts";
import { Table } from "../table.ts";
import { deviceProvenance, type ComputeOptions } from "../compute/run-method.ts";
import type { Genotypes } from "./genotypes.ts";
import { hardyWeinbergLnP } from "./hwe.ts";
import { ploidyOf } from "./ploidy.ts";
import { countGenotypes, founderMask, intersectMasks, maskSize } from "./qc-counts.ts";

export interface HardyWeinbergOptions extends ComputeOptions {
  /** Count configurations exactly as likely as the observed one by half. */
  readonly midP?: boolean | undefined;
  /** Test founders only (default), as PLINK 2 does; false tests everyone. */
  readonly foundersOnly?: boolean | undefined;
  /** Test these samples only, e.g. the controls: one value a sample, 0 or false leaves it out. */
  readonly samples?: ArrayLike<number | boolean> | undefined;
}

type HardyWeinbergColumns = {
  variantId: readonly string[];
  chromosome: Uint8Array;
  basePairLocation: Int32Array;
  effectAllele: readonly string[];
  otherAllele: readonly string[];
  effectHomozygotes: Int32Array;
  heterozygotes: Int32Array;
  otherHomozygotes: Int32Array;
  observedHeterozygosity: Float64Array;
  expectedHeterozygosity: Float64Array;
  negLog10PValue: Float64Array;
  pValue: Float64Array;
  errorCode: readonly string[];
};
export type HardyWeinbergTable = Table<HardyWeinbergColumns>;

/**
 * Exact test of Hardy–Weinberg proportions per variant.
 *
 * X, Y and MT variants get counts but no P and the code NOT_DIPLOID: their test needs both sexes' allele counts. For a
 * case/control study pass the controls as `samples`, because a true association also departs from the proportions.
 *
 * @throws LengthMismatchError when `samples` is not one value a sample
 * @example
 * const hwe = await qc.hardyWeinberg(cohort, { midP: true });
 * @see Wigginton, Cutler & Abecasis 2005, doi:10.1086/429864
 * @see Graffelman & Moreno 2013, doi:10.1515/sagmb-2012-0039
 */
export async function hardyWeinberg(
  genotypes: Genotypes,
  options: HardyWeinbergOptions = {},
): Promise<HardyWeinbergTable> {
  const { variants, samples } = genotypes;
  const { midP = false, foundersOnly = true } = options;
  if (options.samples && options.samples.length !== samples.count) {
    throw new LengthMismatchError({
      what: `samples has ${options.samples.length} values for ${samples.count} samples.`,
      why: "It says of every sample of the genotypes whether to test it.",
      remedy: "Give one value a sample, in the order of the genotypes.",
    });
  }
  const chosen = options.samples && Uint8Array.from(options.samples, Number);
  const mask = intersectMasks(founderMask(genotypes, foundersOnly), chosen);
  const counted = await countGenotypes("Hardy–Weinberg test", genotypes, [mask], options);
  const [counts] = counted.counts;
  const size = maskSize(mask, samples.count);
  const others = counts.twos.map((twos, v) => size - twos - counts.ones[v] - counts.missing[v]);
  const lnP = hardyWeinbergLnPs(genotypes, counts.twos, counts.ones, others, midP);
  const called = counts.missing.map((missing) => size - missing);
  return new Table<HardyWeinbergColumns>(
    {
      variantId: variants.variantId,
      chromosome: variants.chromosome,
      basePairLocation: variants.basePairLocation,
      effectAllele: variants.effectAllele,
      otherAllele: variants.otherAllele,
      effectHomozygotes: counts.twos,
      heterozygotes: counts.ones,
      otherHomozygotes: others,
      observedHeterozygosity: Float64Array.from(counts.ones, (ones, v) => ones / called[v]),
      expectedHeterozygosity: Float64Array.from(called, (n, v) => {
        const f = (2 * counts.twos[v] + counts.ones[v]) / (2 * n);
        return 2 * f * (1 - f);
      }),
      negLog10PValue: lnP.map((ln) => (ln === 0 ? 0 : -ln / Math.LN10)),
      pValue: lnP.map(Math.exp),
      errorCode: Array.from(lnP, (ln) => (Number.isNaN(ln) ? "NOT_DIPLOID" : ".")),
    },
    {
      method: midP ? "Hardy–Weinberg exact test, mid-p" : "Hardy–Weinberg exact test",
      source: genotypes.source,
      samples: size,
      foundersOnly,
      ...deviceProvenance(counted.computed),
    },
  );
}

/** ln P per variant, NaN where the variant is not diploid. */
export function hardyWeinbergLnPs(
  genotypes: Genotypes,
  twos: Int32Array,
  ones: Int32Array,
  zeros: Int32Array,
  midP: boolean,
): Float64Array {
  return Float64Array.from(twos, (count, v) =>
    ploidyOf(genotypes.variants, v) === "diploid"
      ? hardyWeinbergLnP(count, ones[v], zeros[v], midP)
      : NaN,
  );
}
