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
  /** list: a 32-bit index for each missing code; offsets: rowCount + 1 of them. */
  listMissing(
    rows: number,
    bytesPerRow: number,
    rowCount: number,
    exclusion: number,
    list: number,
    offsets: number,
  ): void;
  /** sums: six 32-bit integers a pair; `left` and `right` point to a description, `granules` is ⌈samples / 128⌉. */
  variantPairs(
    left: number,
    leftCount: number,
    right: number,
    first: number,
    end: number,
    granules: number,
    included: number,
    sums: number,
  ): void;
  /** values, masks: 16 bits for each of ⌈samples / 8⌉ × 8 samples; totals: three 64-bit integers a row. */
  fillDosageRows(
    rows: number,
    bytesPerRow: number,
    rowCount: number,
    exclusion: number,
    samples: number,
    offsets: number,
    listed: number,
    units: number,
    values: number,
    masks: number,
    totals: number,
  ): void;
  /** sums: six 64-bit floats a pair; `left` and `right` point to a description. */
  dosagePairs(
    left: number,
    leftCount: number,
    right: number,
    first: number,
    end: number,
    samples: number,
    included: bigint,
    sums: number,
  ): void;
}
