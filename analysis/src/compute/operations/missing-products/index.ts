import { defineOperation, type Operation } from "../../operation.ts";
import type { PackedBlock } from "../../packed.ts";
import type { Columns } from "../dosage-products/index.ts";
import { missingProductsCpu } from "./cpu.ts";

/** Sums over the samples each row misses. */
export interface MissingProducts {
  /** Rows that miss at least one sample, ascending. */
  readonly rows: Int32Array;
  /** A row's Gram matrix Σ z·zᵀ of the column values z of its missing samples: rows.length × width × width, lower triangle. */
  readonly grams: Float64Array;
}

export interface MissingProductsInput {
  readonly block: PackedBlock;
  /** Missing codes per row, from allele-counts. */
  readonly missing: Int32Array;
}

/** Gram matrices of the missing samples' columns: what a sum over all samples has too much of for the row's own samples. */
export const missingProducts: Operation<Columns, MissingProductsInput, MissingProducts> =
  defineOperation({ name: "missing-products", tolerance: 1e-12, javascript: missingProductsCpu });
