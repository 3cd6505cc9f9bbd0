import { defineOperation, type Operation } from "../../operation.ts";
import type { PackedBlock } from "../../packed.ts";
import { countAlleles } from "./cpu.ts";
import { countAllelesGpu } from "./gpu.ts";
import { countAllelesWasm } from "./wasm.ts";

/** How many codes of each kind a row has; rows × 3: twos, ones, missing. Zeros are what is left of the samples. */
export interface AlleleCounts {
  readonly twos: Int32Array;
  readonly ones: Int32Array;
  readonly missing: Int32Array;
  /** Present where the block has dosages; `missing` and the others are of hard calls all the same. */
  readonly dosages?: DosageSums | undefined;
}

/** Sums of dosages of each row, in which a hard call counts where a sample has no dosage; exact. */
export interface DosageSums {
  /** Σ d, in copies. */
  readonly sum: Float64Array;
  /** Σ d² */
  readonly sumOfSquares: Float64Array;
  /** Samples with neither a dosage nor a call. */
  readonly missing: Int32Array;
}

/** Counts of 2, 1 and missing per row of a masked block; exact on every device. The output is reused by the next call. */
export const alleleCounts: Operation<
  Record<string, never>,
  PackedBlock,
  AlleleCounts
> = defineOperation({
  name: "allele-counts",
  tolerance: 0,
  javascript: () => countAlleles,
  wasm: (_, device) => countAllelesWasm(device),
  webgpu: (_, device) => countAllelesGpu(device),
});
