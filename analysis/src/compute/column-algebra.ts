import {
  partOfTraits,
  PLAIN_COLUMNS,
  withTraits,
  type BorderedMatrix,
  type ColumnAlgebra,
  type ShiftedColumns,
  type WrittenRows,
} from "../stats/column-algebra.ts";
import { createArena } from "./arena.ts";
import { blockCombination, columnBlock } from "./column-block.ts";
import type { WasmDevice } from "./operation.ts";
import { wasmDevice } from "./wasm/kernels.ts";

// Columns pass through a little memory block by block: writing to new memory takes longer than all of the sums.
const BLOCK_BYTES = 512 * 1024;
const MOST_ROWS = 4096;
/** Whole sums of the kernel, so that they do not depend on the size of a block. */
const SUMMED_ROWS = 512;
/** Words of 32 samples. */
const WORD_ROWS = 32;
const TRAITS_AT_A_TIME = 64;

let ownMemory: Promise<ColumnAlgebra> | undefined;

/** Sums and combinations of columns in this thread: with kernels where the scan itself has them. */
export async function columnAlgebra(device: "javascript" | "wasm"): Promise<ColumnAlgebra> {
  if (device === "javascript") return PLAIN_COLUMNS;
  ownMemory ??= wasmDevice(createArena(4 * BLOCK_BYTES)).then(wasmColumns);
  return ownMemory;
}

/** @param device - with an arena of its own, which is cleared again and again */
function wasmColumns(device: WasmDevice): ColumnAlgebra {
  return {
    products: (columns, combination) => columnProducts(columns, combination, device),
    writeRows: (options) => writeRows(options, device),
  };
}

function columnProducts(
  columns: ShiftedColumns,
  combination: BorderedMatrix | undefined,
  device: WasmDevice,
): BorderedMatrix {
  const q = columns.covariates.length + 1;
  const count = columns.traits.length;
  const result = {
    basis: new Float64Array(q * q),
    cross: new Float64Array(q * count),
    own: new Float64Array(count),
  };
  for (let from = 0; from === 0 || from < count; from += TRAITS_AT_A_TIME) {
    const to = Math.min(count, from + TRAITS_AT_A_TIME);
    const places = Array.from({ length: to - from }, (_, i) => from + i);
    const { products, squares, depth, width } = panelProducts(
      withTraits(columns, places),
      combination && partOfTraits(combination, places),
      device,
    );
    for (let i = 0; i < q; i++) {
      for (let j = i; j < q; j++) {
        result.basis[i * q + j] = result.basis[j * q + i] = products[i * width + j];
      }
      const row = i * width + depth;
      result.cross.set(products.subarray(row, row + to - from), i * count + from);
    }
    result.own.set(squares.subarray(depth, depth + to - from), from);
  }
  return result;
}

function panelProducts(
  columns: ShiftedColumns,
  combination: BorderedMatrix | undefined,
  device: WasmDevice,
): { products: Float64Array; squares: Float64Array; depth: number; width: number } {
  const { kernels, arena } = device;
  arena.clear();
  const size = rowsOfBlock(columns, SUMMED_ROWS);
  const block = columnBlock(columns, size, device);
  const { at, depth, width, stride } = block;
  const combine = combination && blockCombination(combination, block, device);
  const target = combine ? arena.pointer(arena.zeroed(arena.float64(block.lengthOf(width)))) : at;
  const products = arena.zeroed(arena.float64(depth * width));
  const squares = arena.zeroed(arena.float64(width));
  for (let from = 0; from < columns.rowCount; from += size) {
    const rows = block.load(from, Math.min(columns.rowCount, from + size));
    combine?.(rows, target, target + depth * stride);
    kernels.addColumnProducts(
      target,
      stride,
      depth,
      width,
      rows,
      arena.pointer(products),
      arena.pointer(squares),
    );
  }
  return { products, squares, depth, width };
}

function writeRows(
  { columns, combination, rows, into, width }: Parameters<ColumnAlgebra["writeRows"]>[0],
  device: WasmDevice,
): WrittenRows {
  const { kernels, arena } = device;
  arena.clear();
  const size = rowsOfBlock(columns, WORD_ROWS);
  const block = columnBlock(columns, size, device);
  const { stride } = block;
  const combine = blockCombination(combination, block, device);
  const target = arena.pointer(arena.zeroed(arena.float64(block.lengthOf(width))));
  const traitTarget = target + (columns.covariates.length + 1) * stride;
  const list = arena.uint32(size);
  const matrix = arena.float64(width * size);
  const sums = arena.zeroed(arena.float64(2 * width));
  const usedThere = arena.uint32(size / 16);
  const rowCount = into.length / width;
  const used = new Uint32Array(rowCount / 16);
  let from = 0;
  for (let base = 0; base < rowCount; base += size) {
    const end = Math.min(rowCount, base + size);
    const to = firstFrom(rows, end, from);
    list.set(rows.subarray(from, to));
    combine(block.load(from, to), target, traitTarget);
    kernels.writeColumnRows(
      target,
      stride,
      width,
      arena.pointer(list),
      to - from,
      base,
      end,
      arena.pointer(matrix),
      arena.pointer(sums),
      arena.pointer(usedThere),
    );
    into.set(matrix.subarray(0, (end - base) * width), base * width);
    used.set(usedThere.subarray(0, (end - base) / 16), base / 16);
    from = to;
  }
  const totals = Float64Array.from({ length: width }, (_, c) => sums[2 * c] + sums[2 * c + 1]);
  return { totals, used };
}

function rowsOfBlock({ covariates, traits }: ShiftedColumns, unit: number): number {
  const columns = covariates.length + 1 + traits.length;
  const units = Math.floor(BLOCK_BYTES / (8 * columns * unit));
  return unit * Math.min(MOST_ROWS / unit, Math.max(1, units));
}

/** Position of the first of ascending numbers from `start` on that is at least `value`. */
function firstFrom(numbers: Uint32Array, value: number, start: number): number {
  let [low, high] = [start, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
