import type { BorderedMatrix, ShiftedColumns } from "../stats/column-algebra.ts";
import type { WasmDevice } from "./operation.ts";

/** Rows of a block are spread over the sets of a cache; rows are filled up to fours. */
const PADDING_ROWS = 8;
const NUMBER_BYTES = 8;

/** Room for some rows of an intercept, covariates and traits, as the kernels want them. */
export interface ColumnBlock {
  /** Address of the intercept; the traits come after `depth` columns, those between are zeros. */
  readonly at: number;
  /** Intercept and covariates, filled up to a multiple of four. */
  readonly depth: number;
  /** Columns, filled up to a multiple of four. */
  readonly width: number;
  /** Bytes from a column to the next. */
  readonly stride: number;
  /** Numbers of a block of this many columns. */
  lengthOf(columns: number): number;
  /** Reads rows, takes the shifts off, and returns the number of rows with those added to make fours. */
  load(from: number, to: number): number;
}

/** @param rows - that fit into it */
export function columnBlock(
  { covariates, traits, shifts }: ShiftedColumns,
  rows: number,
  { kernels, arena }: WasmDevice,
): ColumnBlock {
  const depth = fours(covariates.length + 1);
  const width = fours(depth + traits.length);
  const column = rows + PADDING_ROWS;
  const stride = NUMBER_BYTES * column;
  const values = arena.zeroed(arena.float64(width * column));
  const at = arena.pointer(values);
  const places = [...covariates.map((_, c) => c + 1), ...traits.map((_, p) => depth + p)];
  const placedShifts = arena.zeroed(arena.float64(width));
  const shiftsAt = arena.pointer(placedShifts);
  places.forEach((place, c) => (placedShifts[place] = shifts[c]));
  const sources = [...covariates, ...traits];
  return {
    at,
    depth,
    width,
    stride,
    lengthOf: (columns) => columns * column,
    load(from, to) {
      values.fill(1, 0, to - from);
      for (let c = 0; c < sources.length; c++) {
        values.set(sources[c].subarray(from, to), places[c] * column);
      }
      kernels.shiftColumns(at, stride, width, to - from, shiftsAt);
      return fours(to - from);
    },
  };
}

/**
 * How to combine the columns of a block: writes the first q to an address and the traits to another.
 *
 * @param combination - upper triangular
 */
export function blockCombination(
  { basis, cross, own }: BorderedMatrix,
  { at, depth, width, stride }: ColumnBlock,
  { kernels, arena }: WasmDevice,
): (rows: number, basisTarget: number, traitTarget: number) => void {
  const count = own.length;
  const q = Math.round(Math.sqrt(basis.length));
  const coefficients = arena.zeroed(arena.float64(width * depth));
  const diagonal = arena.zeroed(arena.float64(width));
  for (let j = 0; j < q; j++) {
    diagonal[j] = basis[j * q + j];
    for (let c = j + 1; c < q; c++) coefficients[c * depth + j] = basis[j * q + c];
    for (let p = 0; p < count; p++) coefficients[(depth + p) * depth + j] = cross[j * count + p];
  }
  diagonal.set(own, depth);
  const from = arena.pointer(coefficients);
  const scales = arena.pointer(diagonal);
  return (rows, basisTarget, traitTarget) => {
    kernels.combineColumns(at, stride, depth, 0, q, rows, from, scales, basisTarget);
    kernels.combineColumns(
      ...([at, stride, depth, depth, depth + count, rows] as const),
      ...([from, scales, traitTarget] as const),
    );
  };
}

function fours(count: number): number {
  return 4 * Math.ceil(count / 4);
}
