import { defineOperation, type Operation } from "../../operation.ts";
import type { PackedBlock } from "../../packed.ts";
import type { Columns } from "../dosage-products/index.ts";
import { missingProductsCpu } from "./cpu.ts";
import { missingProductsWasm } from "./wasm.ts";

export interface MissingProductsSetup {
  readonly columns: Columns;
  /** The first columns, those of a model, are multiplied with one another and with all others; the others not among themselves. */
  readonly shared: number;
}

export interface MissingProductsInput {
  readonly block: PackedBlock;
  /** Samples with neither call nor dosage, per row: from allele-counts. */
  readonly missing: Int32Array;
  /** Rows first … end − 1 only; all when left out. */
  readonly first?: number | undefined;
  readonly end?: number | undefined;
}

/** Sums over the samples that each row misses. */
export interface MissingProducts {
  /** Rows that miss at least one sample, ascending. */
  readonly rows: Int32Array;
  /** Columns, rounded up to a multiple of four. */
  readonly stride: number;
  /** Σ z_j·z_c for c ≥ j: rows.length × shared × stride, the upper triangle and what is right of it. */
  readonly products: Float64Array;
  /** Σ z_c² for c ≥ shared: rows.length × stride. */
  readonly squares: Float64Array;
}

/**
 * Products of columns over the samples without a call: what a sum over all samples has too much of for the row's own
 * samples. The output is reused by the next call.
 */
export const missingProducts: Operation<
  MissingProductsSetup,
  MissingProductsInput,
  MissingProducts
> = defineOperation({
  name: "missing-products",
  tolerance: 1e-12,
  javascript: missingProductsCpu,
  wasm: missingProductsWasm,
});
