import type { Arena } from "../compute/arena.ts";

/** Samples of a chunk; assembly/logistic-layout.ts says the same. */
const CHUNK = 128;
/** Columns are read in fours. */
const READ_PAST = 3 * CHUNK;

/** Predictors as the kernels read them: chunk × column × sample, in double and in single precision, 0 past the last sample. */
export interface ChunkedColumns {
  /** Samples, and zeros up to whole chunks. */
  readonly paddedCount: number;
  readonly wide: Float64Array;
  readonly narrow: Float32Array;
  /** Sets the last column, that of the genotype, for `count` samples, 0 for others, which it lists; returns how many. */
  setLastColumn(
    values: Float64Array,
    positions: Uint32Array,
    count: number,
    others: Int32Array,
  ): number;
  /** Copies the last column. */
  lastColumn(target: Float64Array): Float64Array;
}

/** Places columns of n numbers in the arena, with room for one more. */
export function placeInChunks(columns: readonly Float64Array[], arena: Arena): ChunkedColumns {
  const n = columns[0].length;
  const p = columns.length + 1;
  const paddedCount = CHUNK * Math.ceil(n / CHUNK);
  const wide = arena.zeroed(arena.float64(p * paddedCount + READ_PAST));
  const narrow = arena.float32(p * paddedCount + READ_PAST).fill(0);
  columns.forEach((column, j) => {
    for (let i = 0; i < n; i++) wide[at(i, j)] = narrow[at(i, j)] = column[i];
  });
  const last = p - 1;

  return {
    paddedCount,
    wide,
    narrow,
    setLastColumn(values, positions, count, others) {
      let next = 0;
      let absent = 0;
      for (let i = 0; i < n; i++) {
        const isThere = next < count && positions[next] === i;
        wide[at(i, last)] = narrow[at(i, last)] = isThere ? values[next++] : 0;
        if (!isThere) others[absent++] = i;
      }
      return absent;
    },
    lastColumn(target) {
      for (let i = 0; i < n; i++) target[i] = wide[at(i, last)];
      return target;
    },
  };

  function at(i: number, j: number): number {
    const within = i % CHUNK;
    return (i - within) * p + j * CHUNK + within;
  }
}
