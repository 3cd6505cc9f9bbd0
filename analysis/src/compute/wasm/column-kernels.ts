/** Sums and combinations of columns; blocks of columns lie `stride` bytes apart. */
export interface ColumnKernels {
  /** Takes its shift from each column, and fills it up with zeros to whole fours of rows. */
  shiftColumns(columns: number, stride: number, count: number, rows: number, shifts: number): void;
  /** Adds to products[i × width + j], for i < depth and j from i's group of four on, and to squares[j] from depth on. */
  addColumnProducts(
    columns: number,
    stride: number,
    depth: number,
    width: number,
    rows: number,
    products: number,
    squares: number,
  ): void;
  /** Each target is its own column, scaled, plus a combination of those before it, the first `depth` at most. */
  combineColumns(
    columns: number,
    stride: number,
    depth: number,
    first: number,
    end: number,
    rows: number,
    coefficients: number,
    own: number,
    target: number,
  ): void;
  /** Rows `base` … `end` − 1 of a matrix, those that are not listed zeros; adds to totals, two numbers a column. */
  writeColumnRows(
    columns: number,
    stride: number,
    width: number,
    rows: number,
    count: number,
    base: number,
    end: number,
    matrix: number,
    totals: number,
    used: number,
  ): void;
}
