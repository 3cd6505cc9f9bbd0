import type { BlockProgram } from "../compute/block-program.ts";
import { alleleCounts } from "../compute/operations/allele-counts/index.ts";
import { maskedRows } from "../compute/operations/masked-rows/index.ts";
import { sampleCounts, type SampleCounts } from "../compute/operations/sample-counts/index.ts";
import { exclusionBytes } from "../compute/packed.ts";

/** Genotype counts of every variant for one group of samples. */
export interface VariantCounts {
  /** Hard calls. */
  readonly twos: Int32Array;
  readonly ones: Int32Array;
  readonly missing: Int32Array;
  /** Sum of dosages, hard calls where a sample has none. */
  readonly copies: Float64Array;
  /** Samples with neither a dosage nor a call. */
  readonly absent: Int32Array;
}

/** Genotype counts of every variant, for several groups of samples. */
export interface VariantCountSetup {
  readonly sampleCount: number;
  /** One byte a sample, 0 leaves it out; `undefined` counts all. */
  readonly masks: readonly (Uint8Array | undefined)[];
  /** Shared; as many as masks. */
  readonly totals: readonly VariantCounts[];
}

export const countVariants: BlockProgram<VariantCountSetup> = (setup, { device }) => {
  const groups = setup.masks.map((mask, i) => ({
    mask: maskedRows.prepare(exclusionBytes(setup.sampleCount, mask), device),
    total: setup.totals[i],
  }));
  const count = alleleCounts.prepare({}, device);
  return {
    async block(block) {
      for (const { mask, total } of groups) {
        const { twos, ones, missing, dosages } = await count(await mask(block));
        total.twos.set(twos, block.start);
        total.ones.set(ones, block.start);
        total.missing.set(missing, block.start);
        total.absent.set(dosages ? dosages.missing : missing, block.start);
        if (dosages) total.copies.set(dosages.sum, block.start);
        else {
          for (let v = 0; v < block.count; v++) {
            total.copies[block.start + v] = 2 * twos[v] + ones[v];
          }
        }
      }
    },
  };
};

/** How the variants of a cohort count for its samples. */
export const COUNTS_FOR_ALL = 0;
export const COUNTS_FOR_MALES = 1;
export const COUNTS_FOR_NONE = 2;

export interface SampleCountSetup {
  readonly sampleCount: number;
  /** Shared; one of the rules above for each variant. */
  readonly ruleOfVariant: Uint8Array;
  /** 1 for males. */
  readonly isMale: Uint8Array;
  /** One number a variant: see `sampleCounts`. */
  readonly weights: Float64Array | undefined;
  /** Shared; sums over all blocks. */
  readonly totals: SampleCounts;
}

export const countOfSamples: BlockProgram<SampleCountSetup> = (setup, thread) => {
  const { sampleCount, ruleOfVariant, isMale, weights, totals } = setup;
  const count = sampleCounts.prepare({}, thread.device);
  const mask = maskedRows.prepare(exclusionBytes(sampleCount), thread.device);
  const notMale = exclusionBytes(sampleCount, isMale);
  return {
    async block(block) {
      const masked = await mask(block);
      const { count: rows, bytesPerVariant, packed } = masked;
      for (let v = 0; v < rows; v++) {
        const rule = ruleOfVariant[block.start + v];
        if (rule === COUNTS_FOR_ALL) continue;
        const from = v * bytesPerVariant;
        if (rule === COUNTS_FOR_NONE) packed.fill(0xff, from, from + bytesPerVariant);
        else for (let j = 0; j < bytesPerVariant; j++) packed[from + j] |= notMale[j];
      }
      const ofBlock = weights?.subarray(block.start, block.start + rows);
      const counts = await count({ block: masked, weights: ofBlock });
      await thread.inOrder(block, () => {
        for (let i = 0; i < sampleCount; i++) {
          totals.missing[i] += counts.missing[i];
          totals.ones[i] += counts.ones[i];
          totals.missingWeight[i] += counts.missingWeight[i];
        }
      });
    },
  };
};
