/** Logistic regression; see assembly/logistic-calls.ts, logistic-start.ts and logistic-fit.ts. */
export interface LogisticKernels {
  /** 2 × 256 × 4 numbers in single precision. */
  fillCallTables(tables: number): void;
  /** Returns how many are missing. */
  readCallsInChunks(
    row: number,
    sampleCount: number,
    positions: number,
    table: number,
    predictors: number,
    wide: number,
    narrow: number,
    missing: number,
  ): number;
  startLogistic(
    sampleCount: number,
    predictors: number,
    wide: number,
    narrow: number,
    isCase: number,
    caseProducts: number,
    missing: number,
    missingCount: number,
    sums: number,
    hessian: number,
  ): void;
  /** Bytes. */
  logisticRoom(sampleCount: number, predictors: number): number;
  /** Returns 1 where it converged. */
  fitLogistic(
    sampleCount: number,
    predictors: number,
    wide: number,
    narrow: number,
    isCase: number,
    narrowCase: number,
    missing: number,
    missingCount: number,
    combination: number,
    isOther: number,
    hessian: number,
    gradient: number,
    room: number,
    estimate: number,
  ): number;
}
