/** Rows of a block: what is written of them stays in the cache until all columns have been. */
const BLOCK_ROWS = 256;

/**
 * Writes columns side by side into a row-major matrix: into[rows[i] · width + place + j] = columns[j][i] · scales[j].
 *
 * Rows are written in blocks, where one column after another would pass the whole matrix through the cache each time.
 *
 * @param options.rows - n rows of the matrix, one for each value of a column
 * @param options.scales - 1 for all by default
 */
export function writeRowMajor(options: {
  readonly columns: readonly Float64Array[];
  readonly rows: Uint32Array;
  readonly into: Float64Array;
  readonly width: number;
  readonly place?: number;
  readonly scales?: ArrayLike<number>;
}): void {
  const { columns, rows, into, width, place = 0, scales } = options;
  for (let from = 0; from < rows.length; from += BLOCK_ROWS) {
    const to = Math.min(rows.length, from + BLOCK_ROWS);
    for (let j = 0; j < columns.length; j++) {
      const column = columns[j];
      const scale = scales?.[j] ?? 1;
      for (let i = from; i < to; i++) into[rows[i] * width + place + j] = column[i] * scale;
    }
  }
}
