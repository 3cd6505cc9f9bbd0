import { defineOperation, type Operation } from "../../operation.ts";
import type { PackedBlock } from "../../packed.ts";
import { countAlleles } from "./cpu.ts";

/** How many codes of each kind a row has; rows × 3: twos, ones, missing. Zeros are what is left of the samples. */
export interface AlleleCounts {
  readonly twos: Int32Array;
  readonly ones: Int32Array;
  readonly missing: Int32Array;
}

/** Counts of 2, 1 and missing per row of a masked block; exact on every device. */
export const alleleCounts: Operation<
  Record<string, never>,
  PackedBlock,
  AlleleCounts
> = defineOperation({ name: "allele-counts", tolerance: 0, javascript: () => countAlleles });
