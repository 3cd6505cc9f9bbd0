/** Correlations of variants. */
export interface LdKernels {
  /** Adds `factor` times runs `from` … `to` − 1 of single-precision values to sums of 64 bits. */
  addLdRow(
    runColumn: number,
    runValue: number,
    from: number,
    to: number,
    values: number,
    sums: number,
    factor: number,
  ): void;
  /**
   * Factors in place a symmetric matrix of which rows `from[i]` … i are there, in groups of four rows that begin together at a
   * multiple of four and are as long as the last of them; `count` is a multiple of four. 0 when not positive definite.
   */
  factorEnvelope(count: number, from: number, origin: number, lower: number): number;
}
