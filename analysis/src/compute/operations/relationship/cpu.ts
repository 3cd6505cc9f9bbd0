import { unpackValues } from "../../code-values.ts";
import { tileSize, type SampleTile } from "../../sample-tile.ts";
import type { RelationshipInput, RelationshipSums } from "./index.ts";

export function relationshipCpu({ block, tile, values }: RelationshipInput): RelationshipSums {
  const { rowStart, rowEnd, columnStart, columnEnd } = tile;
  const [rowCount, width] = [rowEnd - rowStart, columnEnd - columnStart];
  const products = new Float64Array(tileSize(tile));
  const called = new Int32Array(tileSize(tile));
  const x = new Float64Array(rowCount);
  const y = new Float64Array(width);
  const hasX = new Float64Array(rowCount);
  const hasY = new Float64Array(width);
  const present = presence(block.count);
  for (let v = 0; v < block.count; v++) {
    unpackValues(block, v, values, rowStart, rowEnd, x);
    unpackValues(block, v, values, columnStart, columnEnd, y);
    unpackValues(block, v, present, rowStart, rowEnd, hasX);
    unpackValues(block, v, present, columnStart, columnEnd, hasY);
    for (let i = 0; i < rowCount; i++) {
      const columns = columnsOf(tile, i);
      for (let j = 0; j < columns; j++) {
        products[i * width + j] += x[i] * y[j];
        called[i * width + j] += hasX[i] * hasY[j];
      }
    }
  }
  return { products, called };
}

/** Columns of row i of the tile that are on or below the diagonal. */
function columnsOf({ rowStart, columnStart, columnEnd }: SampleTile, i: number): number {
  return Math.max(0, Math.min(columnEnd, rowStart + i + 1) - columnStart);
}

function presence(count: number): Float64Array {
  return Float64Array.from({ length: 4 * count }, (_, i) => Number((i & 3) !== 1));
}
