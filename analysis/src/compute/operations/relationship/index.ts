import type { CodeValues } from "../../code-values.ts";
import { defineOperation, type Operation } from "../../operation.ts";
import type { PackedBlock } from "../../packed.ts";
import type { SampleTile } from "../../sample-tile.ts";
import { relationshipCpu } from "./cpu.ts";
import { relationshipGpu } from "./gpu.ts";
import { relationshipWasm } from "./wasm.ts";

export interface RelationshipInput {
  readonly block: PackedBlock;
  readonly tile: SampleTile;
  /** Centred or standardised genotypes; 0 for missing ones. */
  readonly values: CodeValues;
}

/** Of one block's variants, pairs in the order of `SampleTile`; 0 above the diagonal. */
export interface RelationshipSums {
  /** Σ value(row's sample) × value(column's sample) */
  readonly products: Float64Array;
  /** Variants of which both have a call or a dosage. */
  readonly called: Int32Array;
}

/**
 * Products of the genotypes of pairs of samples, summed over a block: the numerators of a genomic relationship matrix and
 * how many variants went into each. Add blocks in their order: sums of floating-point numbers depend on it.
 * The tolerance is relative to √(Σx² Σy²) of the pair, since products of unrelated people cancel; a GPU rounds each
 * variant's products of genotypes to 2e-7 of the largest product.
 */
export const relationship: Operation<
  Record<string, never>,
  RelationshipInput,
  RelationshipSums
> = defineOperation({
  name: "relationship",
  tolerance: 1e-12,
  javascript: () => relationshipCpu,
  wasm: (_, device) => relationshipWasm(device),
  webgpu: (_, device) => relationshipGpu(device),
});
