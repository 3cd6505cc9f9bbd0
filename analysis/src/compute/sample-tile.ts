/**
 * Pairs of samples, rows × columns of a square matrix, of which the part on and below the diagonal is of interest.
 * Both ranges start at multiples of 64.
 */
export interface SampleTile {
  readonly rowStart: number;
  readonly rowEnd: number;
  readonly columnStart: number;
  readonly columnEnd: number;
}

/** Ranges of a tile start at multiples of this, a word of transposed genotypes. */
export const TILE_STEP = 64;

/** The tiles that cover the lower triangle of n × n pairs, row by row; `side` is rounded up to a multiple of 64. */
export function sampleTiles(sampleCount: number, side: number): SampleTile[] {
  const step = Math.ceil(Math.max(1, side) / TILE_STEP) * TILE_STEP;
  const tiles: SampleTile[] = [];
  for (let rowStart = 0; rowStart < sampleCount; rowStart += step) {
    const rowEnd = Math.min(sampleCount, rowStart + step);
    for (let columnStart = 0; columnStart <= rowStart; columnStart += step) {
      const columnEnd = Math.min(sampleCount, columnStart + step);
      tiles.push({ rowStart, rowEnd, columnStart, columnEnd });
    }
  }
  return tiles;
}

/** Pairs in a tile, those above the diagonal included: row i, column j is number (i − rowStart) × columns + j − columnStart. */
export function tileSize(tile: SampleTile): number {
  return (tile.rowEnd - tile.rowStart) * (tile.columnEnd - tile.columnStart);
}
