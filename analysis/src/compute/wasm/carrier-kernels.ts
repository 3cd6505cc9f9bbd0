/** Rows listed as their carriers: see `CarrierRows`. */
export interface CarrierKernels {
  /** Counts of listed rows; other rows keep theirs. */
  countListedRows(
    kinds: number,
    offsets: number,
    entries: number,
    count: number,
    sampleCount: number,
    twos: number,
    ones: number,
    missing: number,
  ): void;
  /** Writes listed rows as packed ones; other rows keep theirs. */
  packListedRows(
    kinds: number,
    offsets: number,
    entries: number,
    count: number,
    sampleCount: number,
    rows: number,
  ): void;
  /** Needs room for all entries and one more. */
  maskListedRows(
    offsets: number,
    entries: number,
    count: number,
    exclusion: number,
    keptOffsets: number,
    keptEntries: number,
  ): void;
}
