import type { BlockProgram } from "../compute/block-program.ts";
import { productIndex, type Columns } from "../compute/operations/dosage-products/index.ts";
import { genotypeProducts } from "../compute/operations/genotype-products/index.ts";
import { weightedScores } from "../compute/operations/weighted-scores/index.ts";

/** Z Zᵀ times some columns, Z standardised genotypes. */
export interface RelationshipProductSetup {
  readonly columns: Columns;
  /** Shared; what genotypes are worth, 4 numbers a variant. */
  readonly values: Float64Array;
  /** Shared; as `weighted-scores` lays them out. */
  readonly totals: Float64Array;
}

export const applyRelationship: BlockProgram<RelationshipProductSetup> = (setup, thread) => {
  const { columns, values, totals } = setup;
  const { sampleCount, width } = columns;
  const multiply = genotypeProducts.prepare(columns, thread.device);
  const add = weightedScores.prepare({ sampleCount, width }, thread.device);
  const room = new Float64Array(thread.mostRows * width);
  return {
    async block(block) {
      const { count, start } = block;
      const own = values.subarray(4 * start, 4 * (start + count));
      const products = await multiply({ block, values: own });
      const weights = room.subarray(0, count * width);
      for (let v = 0; v < count; v++) {
        for (let c = 0; c < width; c++)
          weights[v * width + c] = products[productIndex(count, v, c)];
      }
      const sums = await add({ block, values: own, weights });
      await thread.inOrder(block, () => {
        for (let i = 0; i < totals.length; i++) totals[i] += sums[i];
      });
    },
  };
};

/** Z times some columns: a row a variant. */
export interface LoadingSetup {
  readonly columns: Columns;
  readonly values: Float64Array;
  /** Shared; variants × width, row-major. */
  readonly loadings: Float64Array;
}

export const multiplyGenotypes: BlockProgram<LoadingSetup> = (setup, thread) => {
  const { columns, values, loadings } = setup;
  const { width } = columns;
  const multiply = genotypeProducts.prepare(columns, thread.device);
  return {
    async block(block) {
      const { count, start } = block;
      const own = values.subarray(4 * start, 4 * (start + count));
      const products = await multiply({ block, values: own });
      for (let v = 0; v < count; v++) {
        for (let c = 0; c < width; c++)
          loadings[(start + v) * width + c] = products[productIndex(count, v, c)];
      }
    },
  };
};

/** Standardised genotypes times loadings, and their sums of squares: sums a person. */
export interface ProjectionSetup {
  readonly sampleCount: number;
  readonly width: number;
  readonly values: Float64Array;
  /** Of the values of each genotype; between them a dosage counts as the mixture that it is. */
  readonly squares: Float64Array;
  /** Shared; variants × width, row-major. */
  readonly loadings: Float64Array;
  /** Shared; as `weighted-scores` lays them out. */
  readonly totals: Float64Array;
  readonly squareTotals: Float64Array;
}

export const projectGenotypes: BlockProgram<ProjectionSetup> = (setup, thread) => {
  const { sampleCount, width, values, squares, loadings, totals, squareTotals } = setup;
  const add = weightedScores.prepare({ sampleCount, width }, thread.device);
  const addSquares = weightedScores.prepare({ sampleCount, width: 1 }, thread.device);
  return {
    async block(block) {
      const { count, start } = block;
      const [from, to] = [4 * start, 4 * (start + count)];
      const sums = await add({
        block,
        values: values.subarray(from, to),
        weights: loadings.subarray(start * width, (start + count) * width),
      });
      const sumsOfSquares = await addSquares({
        block,
        values: squares.subarray(from, to),
        weights: new Float64Array(count).fill(1),
      });
      await thread.inOrder(block, () => {
        for (let i = 0; i < totals.length; i++) totals[i] += sums[i];
        for (let i = 0; i < squareTotals.length; i++) squareTotals[i] += sumsOfSquares[i];
      });
    },
  };
};
