import { defineOperation, type Operation } from "../../operation.ts";
import type { PackedBlock } from "../../packed.ts";
import { variantPairsCpu } from "./cpu.ts";
import { variantPairsGpu } from "./gpu.ts";
import { variantPairsWasm } from "./wasm.ts";

/** Whose genotypes count. */
export interface PairSamples {
  readonly sampleCount: number;
  /** One byte a sample, 0 leaves it out; all samples when left out. */
  readonly included?: Uint8Array | undefined;
}

/**
 * Pairs of variants: row v of `left` with rows first[v] … end[v] − 1 of `right`, none where end[v] ≤ first[v].
 * A window gives a band, the same first and end for all rows a rectangle. `left` and `right` may be the same block.
 */
export interface VariantPairsInput {
  readonly left: PackedBlock;
  readonly right: PackedBlock;
  readonly first: Int32Array;
  readonly end: Int32Array;
}

/** Numbers a pair of variants has: n, Σx, Σy, Σx², Σy², Σxy; x is of the left and y of the right variant. */
export const SUMS_A_PAIR = 6;

/**
 * Sums over the samples that have a call of both variants, for pairs of variants: what correlation is made of.
 * Pair after pair in the order of the left rows; exact. Samples past the end and left-out ones need no particular code.
 * Dosages of the blocks are not looked at: `dosage-pairs` does.
 */
export const variantPairs: Operation<PairSamples, VariantPairsInput, Int32Array> = defineOperation({
  name: "variant-pairs",
  tolerance: 0,
  javascript: variantPairsCpu,
  wasm: variantPairsWasm,
  webgpu: variantPairsGpu,
});
