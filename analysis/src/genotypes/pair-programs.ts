import type { BlockProgram } from "../compute/block-program.ts";
import { kingCounts } from "../compute/operations/king-counts/index.ts";
import { relationship } from "../compute/operations/relationship/index.ts";
import type { SampleTile } from "../compute/sample-tile.ts";

// A worker adds its sums of a tile while the one with the next block computes that tile: memory is that of one matrix,
// whatever the number of workers, and sums are made in the order of the blocks.

/** KING's counts of the pairs of some tiles. */
export interface KingSetup {
  readonly tiles: readonly SampleTile[];
  /** Shared; a number a tile, 0 at first. */
  readonly turns: Int32Array;
  /** Shared; one array a tile. */
  readonly totals: readonly Int32Array[];
}

export const countKing: BlockProgram<KingSetup> = ({ tiles, turns, totals }, thread) => {
  const count = kingCounts.prepare({}, thread.device);
  return {
    async block(block) {
      for (const [t, tile] of tiles.entries()) {
        const counts = await count({ block, tile });
        const total = totals[t];
        await thread.inOrderOfPart(turns, t, block, () => {
          for (let i = 0; i < total.length; i++) total[i] += counts[i];
        });
      }
    },
  };
};

/** Products and calls of all pairs: the lower triangle, row by row. */
export interface RelationshipSetup {
  readonly tiles: readonly SampleTile[];
  /** Shared; a number a tile, 0 at first. */
  readonly turns: Int32Array;
  /** Shared; of the effect allele of each variant. */
  readonly frequency: Float64Array;
  readonly standardise: boolean;
  /** Shared. */
  readonly products: Float64Array;
  /** Shared. */
  readonly called: Int32Array;
}

export const sumRelationships: BlockProgram<RelationshipSetup> = (setup, thread) => {
  const { tiles, turns, frequency, standardise, products, called } = setup;
  const sum = relationship.prepare({}, thread.device);
  return {
    async block(block) {
      const values = codeValues(frequency, block.start, block.count, standardise);
      for (const [t, tile] of tiles.entries()) {
        const sums = await sum({ block, tile, values });
        await thread.inOrderOfPart(turns, t, block, () => {
          const width = tile.columnEnd - tile.columnStart;
          for (let i = tile.rowStart; i < tile.rowEnd; i++) {
            const from = (i - tile.rowStart) * width;
            const to = (i * (i + 1)) / 2 + tile.columnStart;
            const columns = Math.min(tile.columnEnd, i + 1) - tile.columnStart;
            for (let j = 0; j < columns; j++) {
              products[to + j] += sums.products[from + j];
              called[to + j] += sums.called[from + j];
            }
          }
        });
      }
    },
  };
};

/** Values of the four codes of each of a block's variants; missing is the mean, 0. */
function codeValues(
  frequency: Float64Array,
  start: number,
  count: number,
  standardise: boolean,
): Float64Array {
  const values = new Float64Array(4 * count);
  for (let v = 0; v < count; v++) {
    const p = frequency[start + v];
    if (!(p > 0 && p < 1)) continue;
    const scale = standardise ? 1 / Math.sqrt(2 * p * (1 - p)) : 1;
    values[4 * v] = (2 - 2 * p) * scale;
    values[4 * v + 2] = (1 - 2 * p) * scale;
    values[4 * v + 3] = -2 * p * scale;
  }
  return values;
}
