import { defineOperation, type Operation } from "../../operation.ts";
import type { PackedBlock } from "../../packed.ts";
import type { SampleTile } from "../../sample-tile.ts";
import { kingCountsCpu } from "./cpu.ts";
import { kingCountsGpu } from "./gpu.ts";
import { kingCountsWasm } from "./wasm.ts";

export interface KingCountsInput {
  readonly block: PackedBlock;
  readonly tile: SampleTile;
}

/**
 * Numbers a pair of samples has, over the variants called in both: how many those are, heterozygous in both, opposite
 * homozygotes, heterozygous in the row's sample, heterozygous in the column's sample.
 */
export const COUNTS_A_PAIR = 5;

/**
 * Counts of one block's variants for the pairs of samples of a tile, what KING's kinship is made of. Pairs in the order
 * of `SampleTile`, five numbers each, all 0 on and above the diagonal; exact, so blocks can be added in any order. Dosages are not
 * looked at: kinship is of hard calls.
 */
export const kingCounts: Operation<
  Record<string, never>,
  KingCountsInput,
  Int32Array
> = defineOperation({
  name: "king-counts",
  tolerance: 0,
  javascript: () => kingCountsCpu,
  wasm: (_, device) => kingCountsWasm(device),
  webgpu: (_, device) => kingCountsGpu(device),
});
