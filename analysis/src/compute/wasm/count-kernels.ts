export interface CountKernels {
  /** counts[v] = { twos, ones, missing, 0 } as 32-bit integers. */
  countRows(rows: number, bytesPerRow: number, rowCount: number, counts: number): void;
}
