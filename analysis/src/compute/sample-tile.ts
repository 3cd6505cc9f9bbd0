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

/** Whole words of transposed genotypes. */
const TILE_STEP = 64;

/** The tiles that cover the lower triangle of n × n pairs, row by row; sides are rounded up to multiples of 64. */
export function sampleTiles(
  sampleCount: number,
  rows: number,
  columns: number = rows,
): SampleTile[] {
  const rowStep = Math.ceil(Math.max(1, rows) / TILE_STEP) * TILE_STEP;
  const columnStep = Math.ceil(Math.max(1, columns) / TILE_STEP) * TILE_STEP;
  const tiles: SampleTile[] = [];
  for (let rowStart = 0; rowStart < sampleCount; rowStart += rowStep) {
    const rowEnd = Math.min(sampleCount, rowStart + rowStep);
    for (let columnStart = 0; columnStart < rowEnd; columnStart += columnStep) {
      const columnEnd = Math.min(rowEnd, columnStart + columnStep);
      tiles.push({ rowStart, rowEnd, columnStart, columnEnd });
    }
  }
  return tiles;
}

/** Pairs in a tile, those above the diagonal included: row i, column j is number (i − rowStart) × columns + j − columnStart. */
export function tileSize(tile: SampleTile): number {
  return (tile.rowEnd - tile.rowStart) * (tile.columnEnd - tile.columnStart);
}
