import type { SummaryFile } from "../summary-file.ts";

/** Rows of association results that are still being read. */
export interface RowsSoFar {
  readonly count: () => number;
  /**
   * Rows that are read already, as they would be were they the whole file: what only all rows together tell (whether a
   * column holds ratios, which variants are repeated) may be told differently of the whole.
   */
  readonly rows: (from: number, to: number) => SummaryFile;
}
