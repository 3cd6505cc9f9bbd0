/** Sums over pairs of variants. */
export interface PairKernels {
  /** planes: 32 bytes for each 128 samples of a row, called: 16, totals: 16 bytes a row. */
  fillPairPlanes(
    rows: number,
    bytesPerRow: number,
    rowCount: number,
    exclusion: number,
    planes: number,
    called: number,
    totals: number,
  ): void;
  /** sums: six 32-bit integers a pair; `granules` is ⌈samples / 128⌉. */
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
    granules: number,
    included: number,
    sums: number,
  ): void;
}
