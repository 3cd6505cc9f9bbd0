import type { CodeValues } from "../../code-values.ts";
import { defineOperation, type Operation } from "../../operation.ts";
import type { PackedBlock } from "../../packed.ts";
import { weightedScoresCpu } from "./cpu.ts";
import { weightedScoresGpu } from "./gpu.ts";
import { weightedScoresWasm } from "./wasm.ts";

export interface ScoreShape {
  readonly sampleCount: number;
  /** Score columns. */
  readonly width: number;
  /**
   * Whether eight columns and more may be summed in whole numbers of a unit: for every 32 variants the power of two of which
   * the most that they can add to a column has 2³¹ at most. Half a unit is lost for every four variants.
   */
  readonly isRounded?: boolean | undefined;
}

export interface WeightedScoresInput {
  readonly block: PackedBlock;
  /** What a genotype is worth: copies of the effect allele, flipped, centred, imputed where missing, … */
  readonly values: CodeValues;
  /** rows × width, row-major: the weight of a row's variant in each score. */
  readonly weights: Float64Array;
  /** Laid out as `weights`: what a missing genotype adds beside weight × value; nothing when left out. */
  readonly absent?: Float64Array | undefined;
}

/**
 * Σ over a block's variants of weight × value of the genotype, for every sample and score column: n × width from
 * n × m and m × width; and what missing genotypes add beside. Sample i, column c is number `((c >> 2) * n + i) * 4 + (c & 3)`: groups of four columns, the last
 * one filled up with zeros. Add blocks in their order: sums of floating-point numbers depend on it.
 * The tolerance is relative to Σ |weight × value|; a GPU errs by 2e-7 of the largest weight × value, a variant.
 */
export const weightedScores: Operation<ScoreShape, WeightedScoresInput, Float64Array> =
  defineOperation({
    name: "weighted-scores",
    tolerance: 1e-12,
    javascript: weightedScoresCpu,
    wasm: weightedScoresWasm,
    webgpu: weightedScoresGpu,
  });
