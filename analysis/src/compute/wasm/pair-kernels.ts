/** Sums over pairs of variants. */
export interface PairKernels {
  /** planes: 16 bytes for each 64 samples of a row, called: 8, totals: 16 bytes a row. */
  fillPairPlanes(
    rows: number,
    bytesPerRow: number,
    rowCount: number,
    exclusion: number,
    planes: number,
    called: number,
    totals: number,
  ): void;
  /** sums: six 32-bit integers a pair; `words` is ⌈samples / 64⌉. */
  variantPairs(
    leftPlanes: number,
    leftCalled: number,
    leftTotals: number,
    leftCount: number,
    rightPlanes: number,
    rightCalled: number,
    rightTotals: number,
    first: number,
    end: number,
    words: number,
    included: number,
    sums: number,
  ): void;
}
