/** Counts over packed rows, and what prepares rows for them. */
export interface CountKernels {
  /** twos, ones, missing: one 32-bit integer a row each; listed rows keep theirs, `kinds` 0: none is. */
  countRows(
    rows: number,
    bytesPerRow: number,
    rowCount: number,
    twos: number,
    ones: number,
    missing: number,
    kinds: number,
  ): void;
  /** target = each row with the exclusion's bits set; reads and writes whole rows only. */
  maskRows(
    rows: number,
    bytesPerRow: number,
    rowCount: number,
    exclusion: number,
    target: number,
  ): void;
  /** missing, ones: added to, a 32-bit integer for each of whole words of 32 samples, two words at a time. */
  countSamples(
    rows: number,
    bytesPerRow: number,
    rowCount: number,
    missing: number,
    ones: number,
    room: number,
  ): void;
  addMissingWeights(
    rows: number,
    bytesPerRow: number,
    rowCount: number,
    weights: number,
    sums: number,
  ): void;
  /** sums and squares: 64-bit numbers in copies; absent: 32-bit integers. */
  sumDosages(
    rows: number,
    bytesPerRow: number,
    rowCount: number,
    dosageOffsets: number,
    dosageSamples: number,
    dosageValues: number,
    twos: number,
    ones: number,
    missing: number,
    sums: number,
    squares: number,
    absent: number,
  ): void;
  /** Needs room for all dosages and one more. */
  maskDosages(
    rowCount: number,
    offsets: number,
    samples: number,
    values: number,
    exclusion: number,
    keptOffsets: number,
    keptSamples: number,
    keptValues: number,
  ): void;
}
