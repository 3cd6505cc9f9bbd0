import { deviceProvenance, type ComputeOptions } from "../compute/run-method.ts";
import { InvalidArgumentError, NoOverlapError } from "../errors.ts";
import {
  attritionTable,
  type AttritionColumns,
  type AttritionStep,
} from "../genotypes/attrition.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";
import type { VariantCounts } from "../genotypes/count-programs.ts";
import { countGenotypes, founderMask, maskSize } from "../genotypes/qc-counts.ts";
import { Table, type Provenance } from "../table.ts";
import { foundPairs, orderedPairs } from "./found-pairs.ts";
import { correlatePairs, type PairSetup } from "./pair-program.ts";
import { countPairs, PAIR_PROGRAM, runPairs } from "./pair-run.ts";
import { pruneInOrder, type LinkedPairs } from "./prune-order.ts";
import { refuseOutside } from "./refuse-outside.ts";
import { variantWindows, type PairWindow, type VariantWindows } from "./variant-windows.ts";
import { contigRuns, diploidVariants } from "./windowed-variants.ts";

export interface PruneOptions extends ComputeOptions {
  /** Largest r² that two variants of a window may have, 0.2 by default. */
  readonly r2?: number | undefined;
  /** Width of a window: a number of variants, or a distance in base pairs; 500,000 base pairs by default. */
  readonly window?: Partial<PairWindow> | undefined;
  /** By how many variants windows move on, 1 by default; more for windows that are a number of variants only. */
  readonly step?: number | undefined;
  /** Correlations and frequencies of founders only (default), as PLINK has them; false takes everyone. */
  readonly foundersOnly?: boolean | undefined;
}

export type PrunedColumns = {
  readonly variantId: readonly string[];
  readonly chromosome: Uint8Array;
  readonly basePairLocation: Int32Array;
  /** NaN where it does not vary among those who count, or was not judged. */
  readonly minorAlleleFrequency: Float64Array;
  /** For which it was removed, "" for none; that one may have been removed for yet another. */
  readonly otherVariantId: readonly string[];
  /** Of the two. */
  readonly r2: Float64Array;
  readonly reason: readonly string[];
};

export interface PruneResult {
  /** The kept variants; nothing is copied. */
  readonly genotypes: Genotypes;
  readonly attrition: Table<AttritionColumns>;
  /** Ids of the kept variants. */
  readonly kept: readonly string[];
  /** Each removed variant, and why. */
  readonly removed: Table<PrunedColumns>;
}

/**
 * Variants that are about independent of each other: of two in a window whose r² is above the threshold the rarer one is
 * removed (the later one where both are equally frequent), until none is left.
 *
 * The same variants as PLINK 1's and PLINK 2's `--indep-pairwise` (`--indep-order 1` since alpha 6, which decides pairs from
 * the other end unless told so). Dosages count where there are some, hard calls elsewhere. Windows do not reach across
 * chromosomes. Variants that do not vary are removed, and those off the autosomes without being judged.
 *
 * @param genotypes - variants sorted by position
 * @returns `genotypes` of the kept variants for whatever comes next, `kept` ids, `removed` with a reason for each
 * @throws InvalidArgumentError, NoOverlapError when no variant varies, CancelledError
 * @example
 * const independent = await ld.prune(cohort, { window: { basePairs: 200_000 }, r2: 0.1 });
 * const components = await qc.principalComponents(independent.genotypes, { components: 4 });
 * @see Purcell et al. 2007, doi:10.1086/519795; Chang et al. 2015, doi:10.1186/s13742-015-0047-8
 */
export async function prune(
  genotypes: Genotypes,
  options: PruneOptions = {},
): Promise<PruneResult> {
  const { r2 = 0.2, foundersOnly = true } = options;
  const { window, step } = checkedWindow(options);
  refuseOutside("r2", r2, 0, 1);
  const judged = diploidVariants(genotypes);
  const diploid =
    judged.length < genotypes.variants.count ? genotypes.select({ variants: judged }) : genotypes;
  const { count } = diploid.variants;
  const windows = pruneWindows(diploid, window, step);
  const included = founderMask(diploid, foundersOnly);
  const { compute, signal } = options;
  const counted = await countGenotypes("frequencies", diploid, [included], { compute, signal });
  const people = maskSize(included, diploid.samples.count);
  const { minorFrequency, isConstant } = spreadOf(counted.counts[0], people);
  if (!isConstant.includes(0)) throw noneVaries(genotypes, count);
  const found = foundPairs(countPairs(windows));
  const computed = await runPairs<PairSetup>(
    {
      title: "pruning",
      genotypes: diploid,
      windows,
      included,
      program: PAIR_PROGRAM,
      here: correlatePairs,
      setup: (scan) => ({ ...scan, minimumR2: r2, found }),
    },
    options,
  );
  const { removedFor, r2: removedR2 } = pruneInOrder(
    above(r2, orderedPairs(found, count)),
    minorFrequency.map((frequency) => 1 - frequency),
    windows,
    windowStarts(diploid, step),
    isConstant,
  );
  return account(
    genotypes,
    judged,
    { isConstant, removedFor, removedR2, minorFrequency },
    {
      method: "pruning by linkage disequilibrium",
      source: genotypes.source,
      samples: people,
      r2,
      ...(window.variants < Infinity
        ? { windowVariants: window.variants, step }
        : { windowBasePairs: window.basePairs }),
      foundersOnly,
      ...deviceProvenance(computed),
    },
  );
}

function checkedWindow({ window = {}, step = 1 }: PruneOptions): {
  readonly window: PairWindow;
  readonly step: number;
} {
  const { variants } = window;
  const basePairs = window.basePairs ?? (variants === undefined ? 500_000 : Infinity);
  refuseOutside("window.basePairs", basePairs, 0, Infinity);
  if (variants === undefined) {
    if (step === 1) return { window: { basePairs, variants: Infinity }, step };
    throw new InvalidArgumentError("step", {
      what: `step is ${step} with a window of ${basePairs} base pairs.`,
      why: "Windows that are a distance start at every variant.",
      remedy: "Leave step out, or give window: { variants: … }.",
    });
  }
  if (window.basePairs !== undefined) {
    throw new InvalidArgumentError("window", {
      what: "window has a number of variants and a distance.",
      why: "Windows of pruning are one of them.",
      remedy: "Give one of both.",
    });
  }
  if (!(Number.isInteger(variants) && variants >= 2)) {
    throw new InvalidArgumentError("window.variants", {
      what: `window.variants is ${variants}.`,
      why: "It is how many variants are compared with each other: a whole number from 2.",
      remedy: "Give 50, say.",
    });
  }
  if (!(Number.isInteger(step) && step >= 1 && step <= variants)) {
    throw new InvalidArgumentError("step", {
      what: `step is ${step} with a window of ${variants} variants.`,
      why: "Windows move on by whole variants, and must not leave any out.",
      remedy: `Give a whole number from 1 to ${variants}.`,
    });
  }
  return { window: { basePairs, variants }, step };
}

/** Pairs that are in a window together. */
function pruneWindows(
  genotypes: Genotypes,
  { basePairs, variants }: PairWindow,
  step: number,
): VariantWindows {
  const near = variantWindows(genotypes.variants, { basePairs, variants: Infinity });
  if (variants === Infinity) return near;
  const end = new Int32Array(genotypes.variants.count);
  for (const { first, last } of contigRuns(genotypes)) {
    for (let v = first; v < last; v++) {
      const start = v - ((v - first) % step);
      end[v] = Math.min(last, start + variants);
    }
  }
  return { start: near.start, end };
}

function* windowStarts(genotypes: Genotypes, step: number): Generator<number> {
  for (const { first, last } of contigRuns(genotypes))
    for (let start = first; start < last; start += step) yield start;
}

/** Frequencies, and 1 for each variant of which all have the same genotype, if only one copy. */
function spreadOf(
  { ones, copies, absent }: VariantCounts,
  people: number,
): { readonly minorFrequency: Float64Array; readonly isConstant: Uint8Array } {
  const minorFrequency = copies.map((sum, v) => {
    const alleles = 2 * (people - absent[v]);
    return Math.min(sum, alleles - sum) / alleles;
  });
  const isConstant = Uint8Array.from(minorFrequency, (frequency, v) => {
    const called = people - absent[v];
    return Number(!(frequency > 0) || (ones[v] === called && copies[v] === called));
  });
  return { minorFrequency, isConstant };
}

/** Pairs above the threshold by more than rounding. */
function above(r2: number, { v, w, r }: LinkedPairs): LinkedPairs {
  const kept = Uint32Array.from(r.keys()).filter((pair) => r[pair] ** 2 > r2 * (1 + 2 ** -44));
  return {
    v: Int32Array.from(kept, (pair) => v[pair]),
    w: Int32Array.from(kept, (pair) => w[pair]),
    r: Float64Array.from(kept, (pair) => r[pair]),
  };
}

function account(
  genotypes: Genotypes,
  judged: Uint32Array,
  { isConstant, removedFor, removedR2, minorFrequency }: Judgement,
  provenance: Provenance,
): PruneResult {
  const { variants } = genotypes;
  const kept: number[] = [];
  const removed: RemovedVariant[] = [];
  let linked = 0;
  for (let v = 0, j = 0; v < variants.count; v++) {
    if (judged[j] !== v) {
      removed.push({ v, frequency: NaN, other: "", r2: NaN, reason: NOT_JUDGED });
      continue;
    }
    const [other, frequency, r2] = [removedFor[j], minorFrequency[j], removedR2[j]];
    if (isConstant[j]) removed.push({ v, frequency: NaN, other: "", r2: NaN, reason: CONSTANT });
    else if (other < 0) kept.push(v);
    else {
      const isRarer = frequency < minorFrequency[other];
      const id = variants.variantId[judged[other]];
      const why = isRarer ? "which is more frequent" : "which is as frequent and was there first";
      const reason = `r² ${r2.toFixed(3)} with ${id}, ${why}`;
      removed.push({ v, frequency, other: id, r2, reason });
      linked++;
    }
    j++;
  }
  const constants = isConstant.reduce((sum, is) => sum + is, 0);
  const steps: AttritionStep[] = [
    { step: "autosomes", removed: variants.count - judged.length, reason: NOT_JUDGED },
    { step: "monomorphic", removed: constants, reason: CONSTANT },
    { step: "linkage disequilibrium", removed: linked, reason: "linked to another one" },
  ].reduce<AttritionStep[]>((steps, step) => {
    const remaining = (steps.at(-1)?.remaining ?? variants.count) - step.removed;
    return [...steps, { ...step, kind: "variant", remaining }];
  }, []);
  return {
    genotypes: genotypes.select({ variants: Uint32Array.from(kept) }),
    attrition: attritionTable(steps, provenance),
    kept: kept.map((v) => variants.variantId[v]),
    removed: new Table<PrunedColumns>(
      {
        variantId: removed.map(({ v }) => variants.variantId[v]),
        chromosome: Uint8Array.from(removed, ({ v }) => variants.chromosome[v]),
        basePairLocation: Int32Array.from(removed, ({ v }) => variants.basePairLocation[v]),
        minorAlleleFrequency: Float64Array.from(removed, ({ frequency }) => frequency),
        otherVariantId: removed.map(({ other }) => other),
        r2: Float64Array.from(removed, ({ r2 }) => r2),
        reason: removed.map(({ reason }) => reason),
      },
      provenance,
    ),
  };
}

interface Judgement {
  readonly isConstant: Uint8Array;
  readonly removedFor: Int32Array;
  readonly removedR2: Float64Array;
  readonly minorFrequency: Float64Array;
}

interface RemovedVariant {
  readonly v: number;
  readonly frequency: number;
  readonly other: string;
  readonly r2: number;
  readonly reason: string;
}

const NOT_JUDGED = "not on an autosome";
const CONSTANT = "does not vary among those who count";

function noneVaries({ source }: Genotypes, count: number): NoOverlapError {
  return new NoOverlapError({
    what: `None of the ${count} autosomal variants of ${source} varies.`,
    why: "Correlations are those of variants that do, among founders unless foundersOnly is false.",
    remedy: "Check the founders and the calls: qc.frequency(genotypes).",
  });
}
