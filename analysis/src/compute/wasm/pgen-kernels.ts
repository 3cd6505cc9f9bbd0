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
    used: number,
    room: number,
  ): number;
  /**
   * Lists dosages of decoded records behind those that are there: `offsets` has the end of these first. `samples` and `values`
   * have room for a number for each two bytes of the records and eight more; returns the first record that is damaged or has
   * more than two alleles, −1 when there is none.
   */
  listPgenDosages(
    records: number,
    trackEnds: number,
    ends: number,
    types: number,
    count: number,
    sampleCount: number,
    rows: number,
    list: number,
    offsets: number,
    samples: number,
    values: number,
  ): number;
  /** Keeps the dosages of samples that have a place, −1 is none, and gives them that, in place. */
  narrowDosages(
    rowCount: number,
    offsets: number,
    samples: number,
    values: number,
    places: number,
  ): void;
  /** Where consecutive records lie relative to the first; returns the last that refers to none, −1 when there is none. */
  placeRecords(offsets: number, types: number, count: number, starts: number, ends: number): number;
  /** Types of two records a byte as a byte each. */
  unpackRecordTypes(packed: number, count: number, types: number): void;
  /** Where records start, from their lengths of `width` bytes; reads three bytes beyond; returns where the last one ends. */
  addRecordLengths(
    lengths: number,
    width: number,
    count: number,
    offset: number,
    offsets: number,
  ): number;
}

/** Variant tables. */
export interface VariantTextKernels {
  /**
   * Rows of whole lines, by a state of 32-bit numbers; returns 0 when all lines are done, 1 before another contig, −1 where
   * a line is no row.
   */
  splitVariantLines(state: number): number;
  /** Pairs hashes with the first equal one before them; returns the row to go on from. */
  pairHashes(
    hashes: number,
    count: number,
    from: number,
    table: number,
    mask: number,
    pairs: number,
    most: number,
  ): number;
}
