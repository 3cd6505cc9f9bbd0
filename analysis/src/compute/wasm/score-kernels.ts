/** Scores and products of samples from rows laid out by sample. */
export interface ScoreKernels {
  /** values: chunks × 32 × 4, weights and absent (or 0): chunks × 32 × groups × 4 numbers; tables: 65 KiB. Adds to sums. */
  addScores(
    words: number,
    stride: number,
    chunks: number,
    samples: number,
    values: number,
    weights: number,
    absent: number,
    groups: number,
    diagonal: number,
    tables: number,
    sums: number,
    sumStride: number,
  ): void;
  /** The same without a diagonal, for sums of 32 variants in a unit of their own; room: 73 KiB + 320 bytes. */
  addRoundedScores(
    words: number,
    stride: number,
    chunks: number,
    samples: number,
    values: number,
    weights: number,
    absent: number,
    groups: number,
    room: number,
    sums: number,
    sumStride: number,
  ): void;
  /** Dosages of samples from … to, of words that begin with sample `from`; leaves out rows of more than `most`. */
  clearDosed(
    offsets: number,
    samples: number,
    rowCount: number,
    most: number,
    from: number,
    to: number,
    words: number,
    stride: number,
  ): void;
  /** Adds to sums that begin with sample `from`; leaves out rows of more than `most` dosages. */
  addDosageScores(
    offsets: number,
    samples: number,
    units: number,
    rowCount: number,
    most: number,
    from: number,
    to: number,
    values: number,
    weights: number,
    groups: number,
    sums: number,
    sumStride: number,
  ): void;
  /**
   * Adds to sums of samples from … to, and zeros to up to three behind them, what the listed rows add, most of whose samples
   * have a dosage; room: 16 KiB + 128 bytes. values, weights and absent as `addScores` has them.
   */
  addDenseScores(
    rows: number,
    bytesPerRow: number,
    list: number,
    count: number,
    offsets: number,
    samples: number,
    units: number,
    from: number,
    to: number,
    values: number,
    weights: number,
    absent: number,
    groups: number,
    sums: number,
    sumStride: number,
    room: number,
  ): void;
  /** weights: rowCount × groups × 4 numbers. */
  unpackValues(
    rows: number,
    bytesPerRow: number,
    rowCount: number,
    from: number,
    to: number,
    values: number,
    weights: number,
    groups: number,
  ): void;
  unpackDosages(
    offsets: number,
    samples: number,
    units: number,
    rowCount: number,
    from: number,
    to: number,
    values: number,
    weights: number,
    groups: number,
  ): void;
  /** called: chunks × 4 bytes a sample; totals: a 32-bit integer a sample. */
  fillCalled(
    words: number,
    stride: number,
    chunks: number,
    samples: number,
    called: number,
    totals: number,
  ): void;
  /** Adds to counts, a 32-bit integer a pair; `variants` is how many a complete sample has. */
  addCalled(
    rows: number,
    rowTotals: number,
    rowCount: number,
    columns: number,
    columnTotals: number,
    columnCount: number,
    diagonal: number,
    chunks: number,
    variants: number,
    counts: number,
  ): void;
  layOutByRow(
    sums: number,
    rowCount: number,
    columnCount: number,
    diagonal: number,
    products: number,
  ): void;
  /** products[row] += factor[row] × Σ of the listed rows of z. */
  addListedRows(
    list: number,
    offsets: number,
    factors: number,
    rowCount: number,
    z: number,
    stride: number,
    products: number,
  ): void;
}
