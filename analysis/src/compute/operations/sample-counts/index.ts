import { defineOperation, type Operation } from "../../operation.ts";
import type { PackedBlock } from "../../packed.ts";
import { countSamples } from "./cpu.ts";
import { countSamplesWasm } from "./wasm.ts";

export interface SampleCountsInput {
  readonly block: PackedBlock;
  /** One number a row; its sum over the rows a sample misses is `missingWeight`. Zeros when left out. */
  readonly weights?: Float64Array | undefined;
}

/** Per sample, over the rows of one block. */
export interface SampleCounts {
  readonly missing: Int32Array;
  readonly ones: Int32Array;
  readonly missingWeight: Float64Array;
}

/**
 * Counts of hard calls that are missing or 1 per sample, and the weight of the rows it misses. The output is reused by the
 * next call.
 */
export const sampleCounts: Operation<
  Record<string, never>,
  SampleCountsInput,
  SampleCounts
> = defineOperation({
  name: "sample-counts",
  tolerance: 1e-12,
  javascript: () => countSamples,
  wasm: (_, device) => countSamplesWasm(device),
});
