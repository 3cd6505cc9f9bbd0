import { JAVASCRIPT } from "../compute/device.ts";
import { type AlleleCounts, alleleCounts } from "../compute/operations/allele-counts/index.ts";
import { exclusionBytes, maskPacked } from "../compute/packed.ts";
import { runTask, type TaskOptions } from "../task.ts";
import type { Genotypes } from "./genotypes.ts";

/** Which samples to count: one byte a sample, 0 leaves it out; `undefined` counts all. */
export type SampleMask = Uint8Array | undefined;

/**
 * Genotype counts of every variant in one pass, for several groups of samples at once.
 *
 * @returns for each mask, counts of two, one and missing copies per variant
 */
export async function countGenotypes(
  title: string,
  genotypes: Genotypes,
  masks: readonly SampleMask[],
  options: TaskOptions,
): Promise<AlleleCounts[]> {
  const { count } = genotypes.variants;
  const totals = masks.map(() => ({
    twos: new Int32Array(count),
    ones: new Int32Array(count),
    missing: new Int32Array(count),
  }));
  const exclusions = masks.map((mask) => exclusionBytes(genotypes.samples.count, mask));
  const countBlock = alleleCounts.prepare({}, JAVASCRIPT);
  let buffer = new Uint8Array(0);
  await runTask(title, count, "variants", options, async (task) => {
    for await (const block of genotypes.blocks()) {
      if (buffer.length < block.packed.length) buffer = new Uint8Array(block.packed.length);
      for (let i = 0; i < masks.length; i++) {
        const counted = await countBlock(maskPacked(block, exclusions[i], buffer));
        totals[i].twos.set(counted.twos, block.start);
        totals[i].ones.set(counted.ones, block.start);
        totals[i].missing.set(counted.missing, block.start);
        await task.step(block.start);
      }
      await task.step(block.start + block.count);
    }
  });
  return totals;
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
