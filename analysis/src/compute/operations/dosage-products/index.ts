import { defineOperation, type Operation } from "../../operation.ts";
import type { PackedBlock } from "../../packed.ts";
import type { AlleleCounts } from "../allele-counts/index.ts";
import { dosageProductsCpu } from "./cpu.ts";
import { dosageProductsGpu } from "./gpu.ts";
import type { PlacedColumns } from "./placed-columns.ts";
import { dosageProductsWasm } from "./wasm.ts";

/** The right-hand matrix, n samples × `width`, row-major; any values, zeros for left-out samples. */
export interface Columns {
  readonly sampleCount: number;
  readonly width: number;
  readonly values: Float64Array;
  /** Set by `placeColumns`, so that threads share one copy in the arena. */
  readonly placed?: PlacedColumns | undefined;
}

export interface DosageProductsInput extends PackedBlock {
  /** From allele-counts of the same block, where they are known anyway. */
  readonly counts?: AlleleCounts | undefined;
}

/** The block with its counts, which leaves rows that are only listed as they are. */
export function withCounts(block: PackedBlock, counts: AlleleCounts): DosageProductsInput {
  const { count, sampleCount, bytesPerVariant, dosages, carriers } = block;
  return {
    ...{ count, sampleCount, bytesPerVariant, dosages, carriers, counts },
    get packed() {
      return block.packed;
    },
  };
}

/**
 * Inner products of every genotype row with every column, missing counted as 0: (m × n) · (n × q) → m × q, in groups of
 * four columns: `productIndex`. The sums behind linear and score tests. The output is reused by the next call.
 */
export const dosageProducts: Operation<Columns, DosageProductsInput, Float64Array> =
  defineOperation({
    name: "dosage-products",
    tolerance: 1e-12,
    javascript: dosageProductsCpu,
    wasm: dosageProductsWasm,
    webgpu: dosageProductsGpu,
  });

/** Where the product of a row and a column lies among those of `rowCount` rows. */
export function productIndex(rowCount: number, row: number, column: number): number {
  return ((column >> 2) * rowCount + row) * 4 + (column & 3);
}

/** Numbers in the output: whole groups, the last one filled up with columns of zeros. */
export function productsLength(rowCount: number, width: number): number {
  return 4 * rowCount * Math.ceil(width / 4);
}
