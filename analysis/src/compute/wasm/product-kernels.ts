/** Products of packed rows with columns of numbers. */
export interface ProductKernels {
  /** Dense rows are listed from the front, sparse ones from the back (~row where the other allele is rare); returns how many are dense. */
  splitRows(
    twos: number,
    ones: number,
    missing: number,
    rowCount: number,
    sampleCount: number,
    leftOut: number,
    most: number,
    list: number,
  ): number;
  denseProducts(
    rows: number,
    bytesPerRow: number,
    rowCount: number,
    list: number,
    count: number,
    columns: number,
    sampleCount: number,
    stride: number,
    numbers: number,
    numberStride: number,
    tables: number,
    sums: number,
    products: number,
  ): void;
  /** kinds 0: no row is listed as its carriers. */
  sparseProducts(
    rows: number,
    bytesPerRow: number,
    rowCount: number,
    list: number,
    count: number,
    twos: number,
    ones: number,
    active: number,
    used: number,
    columns: number,
    stride: number,
    totals: number,
    offsets: number,
    products: number,
    kinds: number,
    entryOffsets: number,
    entries: number,
  ): void;
  /** Adds (dosage − copies of the code) × column for every sample with a dosage. */
  addDosageDifferences(
    rows: number,
    bytesPerRow: number,
    rowCount: number,
    dosageOffsets: number,
    dosageSamples: number,
    dosageValues: number,
    columns: number,
    stride: number,
    list: number,
    products: number,
  ): void;
  /** dosageOffsets 0: there are none; `gathered`: room for `most` rows of the columns; kinds 0: no row is listed as its carriers. */
  missingProducts(
    rows: number,
    bytesPerRow: number,
    list: number,
    count: number,
    dosageOffsets: number,
    dosageSamples: number,
    columns: number,
    stride: number,
    shared: number,
    offsets: number,
    gathered: number,
    most: number,
    products: number,
    squares: number,
    kinds: number,
    entryOffsets: number,
    entries: number,
  ): void;
}
