import { deviceProvenance, type ComputeOptions } from "../compute/run-method.ts";
import { NoOverlapError } from "../errors.ts";
import { autosomalVariants } from "../genotypes/autosomal-variants.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";
import { founderMask, maskSize } from "../genotypes/qc-counts.ts";
import { Table } from "../table.ts";
import { foundPairs, orderedPairs } from "./found-pairs.ts";
import { correlatePairs, type PairSetup } from "./pair-program.ts";
import { countPairs, PAIR_PROGRAM, runPairs } from "./pair-run.ts";
import { refuseOutside } from "./refuse-outside.ts";
import { variantWindows, type PairWindow } from "./variant-windows.ts";

export interface CorrelationOptions extends ComputeOptions {
  /** Ids of variants to pair with all others in their window; every pair of variants in a window when left out. */
  readonly variants?: readonly string[] | undefined;
  /** How far apart the two of a pair may be: 1,000,000 base pairs and any number of variants by default. */
  readonly window?: Partial<PairWindow> | undefined;
  /** Least r² of a pair to be listed, 0.2 by default; 0 lists all pairs of variants that vary. */
  readonly minimumR2?: number | undefined;
  /** Founders only (default), as PLINK does; false takes everyone. */
  readonly foundersOnly?: boolean | undefined;
}

export type CorrelationColumns = {
  readonly chromosome: Uint8Array;
  readonly variantId: readonly string[];
  readonly basePairLocation: Int32Array;
  readonly otherVariantId: readonly string[];
  readonly otherBasePairLocation: Int32Array;
  readonly r: Float64Array;
  readonly r2: Float64Array;
  readonly n: Int32Array;
};
export type CorrelationTable = Table<CorrelationColumns>;

/**
 * Linkage disequilibrium: the correlation of the genotypes of nearby variants.
 *
 * r is Pearson's correlation of copies of the two effect alleles (dosages where there are some) over the samples that
 * have both; no phase is needed or inferred. Memory: 20 bytes a pair that is listed, and up to some 100 MB a worker; it
 * does not grow with the number of variants but for the windows' few bytes each. X, Y and MT variants are left out: how many is in the provenance.
 * On a GPU, too, pairs with dosages are summed by the CPU.
 *
 * @param genotypes - variants sorted by position
 * @returns a row a pair: `r`, `r2`, and `n`, the samples that have both
 * @throws InvalidArgumentError, NoOverlapError, CancelledError
 * @example
 * const pairs = await ld.correlation(cohort, { window: { basePairs: 250_000 }, minimumR2: 0.5 });
 * @see Rogers & Huff 2009, doi:10.1534/genetics.108.093153
 */
export async function correlation(
  genotypes: Genotypes,
  options: CorrelationOptions = {},
): Promise<CorrelationTable> {
  const { minimumR2 = 0.2, foundersOnly = true } = options;
  const { basePairs = 1_000_000, variants: places = Infinity } = options.window ?? {};
  refuseOutside("minimumR2", minimumR2, 0, 1);
  refuseOutside("window.basePairs", basePairs, 0, Infinity);
  refuseOutside("window.variants", places, 1, Infinity);
  const diploid = autosomalVariants(genotypes);
  const { variants, samples } = diploid;
  const listed = options.variants && markListed(variants.variantId, options.variants);
  const windows = variantWindows(variants, { basePairs, variants: places });
  const included = founderMask(diploid, foundersOnly);
  const mostPairs = countPairs(windows);
  const found = foundPairs(listed ? 2 * mostPairs : mostPairs);
  const computed = await runPairs<PairSetup>(
    {
      title: "linkage disequilibrium",
      genotypes: diploid,
      windows,
      listed,
      included,
      program: PAIR_PROGRAM,
      here: correlatePairs,
      setup: (scan) => ({ ...scan, minimumR2, found }),
    },
    options,
  );
  const { v: left, w: right, n, r } = orderedPairs(found, variants.count);
  const idsOf = (places: Int32Array): string[] => Array.from(places, (v) => variants.variantId[v]);
  return new Table<CorrelationColumns>(
    {
      chromosome: Uint8Array.from(left, (v) => variants.chromosome[v]),
      variantId: idsOf(left),
      basePairLocation: left.map((v) => variants.basePairLocation[v]),
      otherVariantId: idsOf(right),
      otherBasePairLocation: right.map((w) => variants.basePairLocation[w]),
      r,
      r2: r.map((value) => value * value),
      n,
    },
    {
      method: "correlation of genotypes",
      source: genotypes.source,
      samples: maskSize(included, samples.count),
      variants: variants.count,
      leftOutVariants: genotypes.variants.count - variants.count,
      windowBasePairs: basePairs,
      ...(places < Infinity && { windowVariants: places }),
      minimumR2,
      foundersOnly,
      ...deviceProvenance(computed),
    },
  );
}

/** 1 for each variant whose id is wanted. */
function markListed(ids: readonly string[], wanted: readonly string[]): Uint8Array {
  const names = new Set(wanted);
  const listed = Uint8Array.from(ids, (id) => Number(names.has(id)));
  const found = new Set(ids.filter((_, v) => listed[v] === 1));
  const absent = [...names].filter((id) => !found.has(id));
  if (absent.length === 0) return listed;
  throw new NoOverlapError({
    what: `${absent.length} of ${names.size} variants are not among the genotypes' diploid ones: ${absent.slice(0, 3).join(", ")}${absent.length > 3 ? ", …" : ""}.`,
    why: "variants lists ids of the genotypes.",
    remedy: "Check how the ids are written in the file, or leave those out.",
  });
}
