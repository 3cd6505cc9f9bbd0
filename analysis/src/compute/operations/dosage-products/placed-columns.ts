import type { WrittenRows } from "../../../stats/column-algebra.ts";
import type { Arena } from "../../arena.ts";
import type { Columns } from "./index.ts";

const SAMPLES_A_WORD = 32;

/** Columns in the arena as the kernels read them: addresses, valid in every thread of the arena. */
export interface PlacedColumns {
  /** Whole words of 32 samples × `stride` columns, row-major, zero beyond the last of either. */
  readonly values: number;
  /** Columns, a multiple of four. */
  readonly stride: number;
  /** Sum of each column. */
  readonly totals: number;
  /** A word for every 32 samples with the low bit of each whose columns are not all zero. */
  readonly used: number;
  /** Samples whose columns are all zero. */
  readonly unusedCount: number;
}

/**
 * Room for columns, to be written to: in the arena as the kernels read them, so that `placeColumns` need not copy them, or
 * anywhere without one. The width is the next multiple of four.
 */
export function roomForColumns(sampleCount: number, width: number, arena?: Arena): Columns {
  const stride = 4 * Math.ceil(width / 4);
  const length = wholeWords(sampleCount) * stride;
  const values = arena ? arena.float64(length) : new Float64Array(length);
  return { sampleCount, width: stride, values };
}

/** What such columns hold is known of those who wrote it. */
export function placeWritten(
  columns: Columns,
  { totals, used }: WrittenRows,
  samples: number,
  arena: Arena,
): Columns & { placed: PlacedColumns } {
  const { sampleCount, width, values } = columns;
  const totalsThere = arena.float64(width);
  totalsThere.set(totals);
  const usedThere = arena.uint32(used.length);
  usedThere.set(used);
  const placed = {
    values: arena.pointer(values),
    stride: width,
    totals: arena.pointer(totalsThere),
    used: arena.pointer(usedThere),
    unusedCount: sampleCount - samples,
  };
  return { ...columns, placed };
}

function wholeWords(sampleCount: number): number {
  return SAMPLES_A_WORD * Math.ceil(sampleCount / SAMPLES_A_WORD);
}

/** The columns in the arena, copied there where they are not, to be posted to its other threads; unchanged when placed. */
export function placeColumns(columns: Columns, arena: Arena): Columns & { placed: PlacedColumns } {
  const { sampleCount, width, values } = columns;
  if (columns.placed) return { ...columns, placed: columns.placed };
  const stride = 4 * Math.ceil(width / 4);
  const length = wholeWords(sampleCount) * stride;
  const isThere = arena.has(values) && width === stride && values.length === length;
  const target = isThere ? values : arena.zeroed(arena.float64(length));
  if (!isThere) {
    for (let i = 0; i < sampleCount; i++) {
      for (let c = 0; c < width; c++) target[i * stride + c] = values[i * width + c];
    }
  }
  return { ...columns, placed: { stride, values: arena.pointer(target), ...describe(target) } };

  function describe(matrix: Float64Array): Omit<PlacedColumns, "stride" | "values"> {
    const totals = arena.zeroed(arena.float64(stride));
    const used = arena.zeroed(arena.uint32(length / stride / 16));
    let unusedCount = 0;
    for (let i = 0; i < sampleCount; i++) {
      let isUsed = 0;
      for (let c = 0, at = i * stride; c < stride; c++) {
        const value = matrix[at + c];
        totals[c] += value;
        isUsed |= Number(value !== 0);
      }
      if (isUsed) used[i >> 4] |= 1 << (2 * (i & 15));
      else unusedCount++;
    }
    return { totals: arena.pointer(totals), used: arena.pointer(used), unusedCount };
  }
}
