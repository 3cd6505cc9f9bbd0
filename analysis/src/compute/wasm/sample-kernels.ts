/** Sums over variants, for which rows are first laid out by sample. */
export interface SampleKernels {
  /** words: chunks × stride of 64 bits, stride ≥ ⌈samples / 64⌉ × 64; room: 1024 bytes. */
  transposeRows(
    rows: number,
    bytesPerRow: number,
    rowCount: number,
    firstSample: number,
    sampleCount: number,
    chunks: number,
    words: number,
    stride: number,
    room: number,
  ): void;
  /** planes: 48 bytes for each 128 variants of a sample; codes: 32; totals: two 32-bit integers a sample. */
  fillKingPlanes(
    words: number,
    stride: number,
    samples: number,
    granules: number,
    planes: number,
    codes: number,
    totals: number,
  ): void;
  /** panels: 64 bytes for each variant of each 64 samples. */
  fillKingPanels(
    rows: number,
    bytesPerRow: number,
    rowCount: number,
    firstSample: number,
    panelCount: number,
    panels: number,
  ): void;
  /** counts: five 32-bit integers a pair; `rows` and `columns` point to a description; room: 32 KiB. */
  kingCounts(
    rows: number,
    rowCount: number,
    columns: number,
    columnCount: number,
    diagonal: number,
    variants: number,
    room: number,
    counts: number,
  ): void;
}
