import type { WasmDevice } from "../../operation.ts";
import { growable } from "../../wasm/growable.ts";
import type { SampleCounts, SampleCountsInput } from "./index.ts";

const SAMPLES_A_STEP = 64;
/** 4-bit and 8-bit counters of the samples of a step. */
const COUNTER_BYTES = 2 * (32 + 64);

/** Counters of a few bits, added up for 64 samples at once. */
export function countSamplesWasm({
  kernels,
  arena,
}: WasmDevice): (input: SampleCountsInput) => SampleCounts {
  const room = {
    missing: growable(arena.int32),
    ones: growable(arena.int32),
    weights: growable(arena.float64),
    missingWeight: growable(arena.float64),
    counters: growable(arena.uint8),
  };
  return ({ block, weights }) => {
    const { count, sampleCount, bytesPerVariant } = block;
    const steps = Math.ceil(sampleCount / SAMPLES_A_STEP);
    const missing = room.missing(steps * SAMPLES_A_STEP).fill(0);
    const ones = room.ones(steps * SAMPLES_A_STEP).fill(0);
    const missingWeight = room.missingWeight(sampleCount).fill(0);
    const rows = arena.pointer(block.packed);
    kernels.countSamples(
      rows,
      bytesPerVariant,
      count,
      arena.pointer(missing),
      arena.pointer(ones),
      arena.pointer(room.counters(steps * COUNTER_BYTES)),
    );
    if (weights) {
      const placed = room.weights(count);
      placed.set(weights.subarray(0, count));
      const sums = arena.pointer(missingWeight);
      kernels.addMissingWeights(rows, bytesPerVariant, count, arena.pointer(placed), sums);
    }
    return {
      missing: missing.subarray(0, sampleCount),
      ones: ones.subarray(0, sampleCount),
      missingWeight: missingWeight.subarray(0, sampleCount),
    };
  };
}
