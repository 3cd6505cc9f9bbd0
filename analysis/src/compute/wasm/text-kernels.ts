/** Text is written at `to` and may use 32 bytes beyond its end; the end is returned. */
export interface TextKernels {
  putInteger(to: number, value: number): number;
  /** Six significant digits as C's %g. */
  putNumber(to: number, value: number): number;
  /** P of its natural logarithm. */
  putPOfLn(to: number, lnP: number): number;
  /** Rows of columns, each four 32-bit numbers: kind, values, offsets, bytes. */
  putRows(count: number, columns: number, columnCount: number, to: number): number;
  /** Fields of whole lines, row by row; returns how many rows there are, −1 when one is no row. */
  splitFieldRows(
    text: number,
    end: number,
    separator: number,
    width: number,
    kinds: number,
    bounds: number,
    values: number,
    lines: number,
  ): number;
}
