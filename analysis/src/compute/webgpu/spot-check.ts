import type { PackedBlock } from "../packed.ts";
import { COUNTED, COUNTS_OF_CODE, type CountedCode } from "./counted-code.ts";

/** One number of a result that the CPU computes again. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** Cells checked after a dispatch, and the samples that checking them may read; two cells are always checked. */
const MOST_CELLS = 12;
const MOST_SAMPLES_READ = 2 ** 21;

/**
 * Cells to check: always the last row of the last column, because a dispatch that was cut short leaves plausible zeros at
 * the end, and cells that move with `turn`.
 */
export function spotCells(
  rows: number,
  columns: number,
  sampleCount: number,
  turn: number,
): Cell[] {
  const count = Math.min(
    rows * columns,
    MOST_CELLS,
    Math.max(2, Math.floor(MOST_SAMPLES_READ / Math.max(1, sampleCount))),
  );
  const cells: Cell[] = count > 0 ? [{ row: rows - 1, column: columns - 1 }] : [];
  // Weyl sequences of the plastic number: cells of a few turns cover the whole result evenly.
  for (let i = 1, step = turn * MOST_CELLS; i < count; i++) {
    step++;
    cells.push({
      row: Math.floor(((step * 0.7548776662466927) % 1) * rows),
      column: Math.floor(((step * 0.5698402909980532) % 1) * columns),
    });
  }
  return cells;
}

/** Σ count × factor over the samples of a row; exact for integers. */
export function rowSum(
  block: PackedBlock,
  row: number,
  factors: ArrayLike<number>,
  counted: CountedCode = COUNTED.copies,
): number {
  const counts = COUNTS_OF_CODE[counted];
  const { bytesPerVariant, packed, sampleCount } = block;
  let sum = 0;
  const start = row * bytesPerVariant;
  for (let j = 0; j < bytesPerVariant; j++) {
    const byte = packed[start + j];
    if (byte === 0xff) continue;
    const end = Math.min(4, sampleCount - 4 * j);
    for (let k = 0; k < end; k++) {
      const count = counts[(byte >> (2 * k)) & 3];
      if (count !== 0) sum += count * factors[4 * j + k];
    }
  }
  return sum;
}
