import type { CodeValues } from "../../code-values.ts";
import { defineOperation, type Operation } from "../../operation.ts";
import type { PackedBlock } from "../../packed.ts";
import type { Columns } from "../dosage-products/index.ts";
import { genotypeProductsCpu } from "./cpu.ts";
import { genotypeProductsGpu } from "./gpu.ts";
import { genotypeProductsWasm } from "./wasm.ts";

export interface GenotypeProductsInput {
  readonly block: PackedBlock;
  /** What a genotype is worth, on a line: the value of one copy is midway between those of none and two. */
  readonly values: CodeValues;
}

/**
 * Inner products of every variant's values with every column, n × width from `setup`: rows of left-out samples are zero.
 * In groups of four columns: `productIndex` of `dosage-products`.
 * With centred or standardised values this is the transpose of what `weighted-scores` multiplies with: together they
 * iterate towards principal components. The tolerance is relative to
 * Σ (|value of none| + 2 |step| + |value of missing|) |column|; a GPU rounds columns to 1.2e-7 of their largest value.
 */
export const genotypeProducts: Operation<Columns, GenotypeProductsInput, Float64Array> =
  defineOperation({
    name: "genotype-products",
    tolerance: 1e-12,
    javascript: genotypeProductsCpu,
    wasm: genotypeProductsWasm,
    webgpu: genotypeProductsGpu,
  });
