/** Sums over variants, for which rows are first laid out by sample. */
export interface SampleKernels {
  /** words: chunks × stride of 64 bits, stride ≥ ⌈samples / 64⌉ × 64; tile: 512 bytes. */
  transposeRows(
    rows: number,
    bytesPerRow: number,
    rowCount: number,
    firstSample: number,
    sampleCount: number,
    chunks: number,
    words: number,
    stride: number,
    tile: number,
  ): void;
  /** planes: 48 bytes for each 128 variants of a sample. */
  fillKingPlanes(
    words: number,
    stride: number,
    samples: number,
    granules: number,
    planes: number,
  ): void;
  /** counts: five 32-bit integers a pair. */
  kingCounts(
    rowPlanes: number,
    rowCount: number,
    columnPlanes: number,
    columnCount: number,
    diagonal: number,
    granules: number,
    counts: number,
  ): void;
}
