import type { LdBlock } from "../../ld/ld-panel.ts";

/**
 * Some consecutive rows of LD as they lie in memory: a row is runs of neighbouring columns, each its first column and its
 * correlations, so that a dense row costs four bytes an entry and is added without looking columns up.
 */
export interface LdTile {
  /** Among all variants, as columns are. */
  readonly first: number;
  readonly count: number;
  /** Runs of row i: `runStart[i]` … `runStart[i + 1]` − 1. */
  readonly runStart: Uint32Array;
  readonly runColumn: Uint32Array;
  /** Where the values of each run begin; of one more, where the last ones end. */
  readonly runValue: Uint32Array;
  readonly values: Float32Array;
}

export interface TileShape {
  readonly first: number;
  readonly count: number;
  readonly runs: number;
  readonly values: number;
}

/** A run costs as much as two values: gaps up to so many columns are filled with zeros. */
const LONGEST_GAP = 2;

export function tileBytes({ count, runs, values }: TileShape): number {
  return 4 * (count + 1 + runs + runs + 1 + values);
}

/** The tile that lies in memory from this byte on, a multiple of 4. */
export function tileAt(buffer: ArrayBufferLike, from: number, shape: TileShape): LdTile {
  const { first, count, runs, values } = shape;
  let at = from;
  const numbers = (length: number): Uint32Array => {
    const view = new Uint32Array(buffer, at, length);
    at += 4 * length;
    return view;
  };
  return {
    first,
    count,
    runStart: numbers(count + 1),
    runColumn: numbers(runs),
    runValue: numbers(runs + 1),
    values: new Float32Array(buffer, at, values),
  };
}

/** Cuts a block into tiles of about `bytes`. */
export function tileShapes(
  { first, count, rowStart, column }: LdBlock,
  bytes: number,
): TileShape[] {
  const shapes: TileShape[] = [];
  let tile = { first, count: 0, runs: 0, values: 0 };
  for (let i = 0; i < count; i++) {
    let previous = -Infinity;
    for (let e = rowStart[i]; e < rowStart[i + 1]; e++) {
      const gap = column[e] - previous - 1;
      if (gap > LONGEST_GAP) tile.runs += 1;
      tile.values += gap > LONGEST_GAP ? 1 : gap + 1;
      previous = column[e];
    }
    tile.count += 1;
    if (tileBytes(tile) < bytes && i + 1 < count) continue;
    shapes.push(tile);
    tile = { first: first + i + 1, count: 0, runs: 0, values: 0 };
  }
  return shapes;
}

/** Fills a tile with its rows of a block. */
export function fillTile(tile: LdTile, { first, rowStart, column, r }: LdBlock): void {
  const { runStart, runColumn, runValue, values } = tile;
  let [runs, filled] = [0, 0];
  for (let i = 0; i < tile.count; i++) {
    runStart[i] = runs;
    const row = tile.first - first + i;
    let previous = -Infinity;
    for (let e = rowStart[row]; e < rowStart[row + 1]; e++) {
      const gap = column[e] - previous - 1;
      if (gap > LONGEST_GAP) {
        runColumn[runs] = first + column[e];
        runValue[runs++] = filled;
      } else for (let zeros = gap; zeros > 0; zeros--) values[filled++] = 0;
      values[filled++] = r[e];
      previous = column[e];
    }
  }
  runStart[tile.count] = runs;
  runValue[runs] = filled;
}

/** Adds a row of a tile times a number to a vector of all variants. */
export type AddRow = (tile: LdTile, row: number, factor: number, sums: Float64Array) => void;

export const addRow: AddRow = ({ runStart, runColumn, runValue, values }, row, factor, sums) => {
  for (let run = runStart[row]; run < runStart[row + 1]; run++) {
    const end = runValue[run + 1];
    let to = runColumn[run];
    for (let e = runValue[run]; e < end; e++) sums[to++] += factor * values[e];
  }
};

/** Inner product of a row of a tile and a vector of all variants. */
export function rowProduct(
  { runStart, runColumn, runValue, values }: LdTile,
  row: number,
  vector: Float64Array,
): number {
  let sum = 0;
  for (let run = runStart[row]; run < runStart[row + 1]; run++) {
    const end = runValue[run + 1];
    let of = runColumn[run];
    for (let e = runValue[run]; e < end; e++) sum += values[e] * vector[of++];
  }
  return sum;
}
