import { defineOperation, type Operation } from "../../operation.ts";
import type { PackedBlock } from "../../packed.ts";
import { dosageProductsCpu } from "./cpu.ts";

/** The right-hand matrix, n samples × `width`, row-major; rows of left-out samples are zero. */
export interface Columns {
  readonly sampleCount: number;
  readonly width: number;
  readonly values: Float64Array;
}

/**
 * Inner products of every genotype row with every column, missing counted as 0: (m × n) · (n × q) → m × q, row-major.
 * The sums behind linear and score tests. The output is reused by the next call.
 */
export const dosageProducts: Operation<Columns, PackedBlock, Float64Array> = defineOperation({
  name: "dosage-products",
  tolerance: 1e-12,
  javascript: dosageProductsCpu,
});
