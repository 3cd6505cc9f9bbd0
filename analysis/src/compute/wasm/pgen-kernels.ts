/** Records of PLINK 2's .pgen. */
export interface PgenKernels {
  /**
   * Decodes main tracks into packed rows, those that `kinds` has listed only where others need them (0: none is); returns
   * the first damaged record, −1 when there is none.
   */
  decodePgenRows(
    records: number,
    starts: number,
    ends: number,
    types: number,
    count: number,
    sampleCount: number,
    base: number,
    list: number,
    rows: number,
    trackEnds: number,
    kinds: number,
  ): number;
  /** Lists the samples of rare rows straight from their records; see `CarrierRows`. */
  listPgenRows(
    records: number,
    starts: number,
    ends: number,
    types: number,
    count: number,
    sampleCount: number,
    most: number,
    state: number,
    base: number,
    list: number,
    merged: number,
    kinds: number,
    offsets: number,
    entries: number,
    room: number,
  ): void;
}

/** Text of variant tables. */
export interface VariantTextKernels {
  /** Columns of whole lines; returns how many rows there are, −1 when one is no row. */
  splitVariantLines(
    text: number,
    end: number,
    columns: number,
    bounds: number,
    positions: number,
    hashes: number,
    flags: number,
    references: number,
    alternates: number,
    idText: number,
    referenceText: number,
    alternateText: number,
    contigs: number,
    result: number,
  ): number;
}
