import { SUMS_A_PAIR } from "../compute/operations/variant-pairs/index.ts";
import { threadDevice } from "../compute/thread-device.ts";
import { InvalidArgumentError, NoOverlapError } from "../errors.ts";
import { autosomalVariants } from "../genotypes/autosomal-variants.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";
import { founderMask, maskSize } from "../genotypes/qc-counts.ts";
import { Table } from "../table.ts";
import { runTask, type TaskOptions } from "../task.ts";
import { pairCorrelation } from "./pair-correlation.ts";
import { scanPairs } from "./scan-pairs.ts";
import { variantWindows, type PairWindow } from "./variant-windows.ts";

export interface CorrelationOptions extends TaskOptions {
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
 * have both; no phase is needed or inferred. X, Y and MT variants are left out: how many is in the provenance.
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
  const device = await threadDevice();
  const [left, right, r, n]: [number[], number[], number[], number[]] = [[], [], [], []];
  await runTask("linkage disequilibrium", variants.count, "variants", options, (task) =>
    scanPairs(
      { genotypes: diploid, windows, listed, included, device },
      task,
      (v, w, sums, pair) => {
        const value = pairCorrelation(sums, pair);
        if (!(value * value >= minimumR2)) return;
        left.push(v);
        right.push(w);
        r.push(value);
        n.push(sums[pair * SUMS_A_PAIR]);
      },
    ),
  );
  return new Table<CorrelationColumns>(
    {
      chromosome: Uint8Array.from(left, (v) => variants.chromosome[v]),
      variantId: left.map((v) => variants.variantId[v]),
      basePairLocation: Int32Array.from(left, (v) => variants.basePairLocation[v]),
      otherVariantId: right.map((w) => variants.variantId[w]),
      otherBasePairLocation: Int32Array.from(right, (w) => variants.basePairLocation[w]),
      r: Float64Array.from(r),
      r2: Float64Array.from(r, (value) => value * value),
      n: Int32Array.from(n),
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
      computed: device.kind,
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

function refuseOutside(argument: string, value: number, low: number, high: number): void {
  if (value >= low && value <= high) return;
  throw new InvalidArgumentError(argument, {
    what: `${argument} is ${value}.`,
    why: `It must be at least ${low}${high === Infinity ? "" : ` and at most ${high}`}.`,
    remedy: "Choose another number, or leave it out.",
  });
}
