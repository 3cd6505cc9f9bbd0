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

/** The columns with a copy in the arena, to be posted to its other threads; unchanged where they have one. */
export function placeColumns(columns: Columns, arena: Arena): Columns & { placed: PlacedColumns } {
  const { sampleCount, width, values } = columns;
  if (columns.placed) return { ...columns, placed: columns.placed };
  const stride = 4 * Math.ceil(width / 4);
  const words = Math.ceil(sampleCount / SAMPLES_A_WORD);
  const target = arena.zeroed(arena.float64(words * SAMPLES_A_WORD * stride));
  const totals = arena.zeroed(arena.float64(stride));
  const used = arena.zeroed(arena.uint32(2 * words));
  let unusedCount = 0;
  for (let i = 0; i < sampleCount; i++) {
    let isUsed = false;
    for (let c = 0; c < width; c++) {
      const value = values[i * width + c];
      target[i * stride + c] = value;
      totals[c] += value;
      if (value !== 0) isUsed = true;
    }
    if (isUsed) used[i >> 4] |= 1 << (2 * (i & 15));
    else unusedCount++;
  }
  return {
    ...columns,
    placed: {
      values: arena.pointer(target),
      stride,
      totals: arena.pointer(totals),
      used: arena.pointer(used),
      unusedCount,
    },
  };
}
