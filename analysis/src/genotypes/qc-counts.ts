import type { Computed } from "../compute/device.ts";
import { compiledModule } from "../compute/engine/compiled-module.ts";
import { sharedFloat64, sharedInt32 } from "../compute/engine/shared-arrays.ts";
import type { SampleCounts } from "../compute/operations/sample-counts/index.ts";
import { runMethod, type ComputeOptions } from "../compute/run-method.ts";
import {
  countOfSamples,
  countVariants,
  type SampleCountSetup,
  type VariantCounts,
  type VariantCountSetup,
} from "./count-programs.ts";
import type { Genotypes } from "./genotypes.ts";

const MODULE = compiledModule("./count-programs.js", import.meta.url);

/** Which samples to count: one byte a sample, 0 leaves it out; `undefined` counts all. */
export type SampleMask = Uint8Array | undefined;

/** What was counted, and where. */
export interface Counted<Counts> {
  readonly counts: Counts;
  readonly computed: Computed;
}

/** Counting a genotype takes about as long as multiplying it with this many columns. */
const COLUMNS = 1;

/**
 * Genotype counts of every variant in one pass, for several groups of samples at once.
 *
 * @returns for each mask, counts of two, one and missing copies per variant, and sums of dosages
 */
export async function countGenotypes(
  title: string,
  genotypes: Genotypes,
  masks: readonly SampleMask[],
  options: ComputeOptions,
): Promise<Counted<VariantCounts[]>> {
  const { count } = genotypes.variants;
  const totals = masks.map(() => ({
    twos: sharedInt32(count),
    ones: sharedInt32(count),
    missing: sharedInt32(count),
    copies: sharedFloat64(count),
    absent: sharedInt32(count),
  }));
  const computed = await runMethod<VariantCountSetup>(
    {
      signal: options.signal,
      onProgress: options.onProgress,
      title,
      source: genotypes,
      program: { module: MODULE, name: "countVariants" },
      here: countVariants,
      setup: () => ({ sampleCount: genotypes.samples.count, masks, totals }),
    },
    options.compute,
    { columns: COLUMNS * masks.length, hasGpu: true },
  );
  return { counts: totals, computed };
}

/** Counts per sample over all variants; `ruleOfVariant` and `weights` lie in shared memory. */
export async function countPerSample(
  title: string,
  genotypes: Genotypes,
  rules: Pick<SampleCountSetup, "ruleOfVariant" | "weights">,
  options: ComputeOptions,
): Promise<Counted<SampleCounts>> {
  const { sex, count: sampleCount } = genotypes.samples;
  const totals = {
    missing: sharedInt32(sampleCount),
    ones: sharedInt32(sampleCount),
    missingWeight: sharedFloat64(sampleCount),
  };
  const isMale = Uint8Array.from(sex, (value) => Number(value === 1));
  const computed = await runMethod<SampleCountSetup>(
    {
      signal: options.signal,
      onProgress: options.onProgress,
      title,
      source: genotypes,
      program: { module: MODULE, name: "countOfSamples" },
      here: countOfSamples,
      isOrderFixed: true,
      setup: () => ({ sampleCount, isMale, totals, ...rules }),
    },
    // A GPU has nothing to gain here: its share runs on the CPU beside it.
    options.compute === "webgpu" ? "auto" : options.compute,
    { columns: COLUMNS, hasGpu: false },
  );
  return { counts: totals, computed };
}

/** Samples in a mask. */
export function maskSize(mask: SampleMask, sampleCount: number): number {
  if (!mask) return sampleCount;
  let size = 0;
  for (const included of mask) if (included) size++;
  return size;
}

/** Samples in both masks. */
export function intersectMasks(a: SampleMask, b: SampleMask): SampleMask {
  if (!a || !b) return a ?? b;
  return a.map((included, i) => (included && b[i] ? 1 : 0));
}

/** Mask of the founders, or `undefined` when everyone is one or all are wanted. */
export function founderMask(genotypes: Genotypes, foundersOnly: boolean): SampleMask {
  const { isFounder } = genotypes.samples;
  return foundersOnly && isFounder.some((is) => !is) ? isFounder : undefined;
}
