export interface LinearKernels {
  /** Least squares of many traits on each row from sums; see assembly/linear-fit.ts. */
  fitLinear(
    first: number,
    end: number,
    rowCount: number,
    called: number,
    centred: number,
    products: number,
    missingRows: number,
    missingCount: number,
    missingProducts: number,
    missingSquares: number,
    stride: number,
    covariates: number,
    traits: number,
    maxInflation: number,
    norms: number,
    isFlipped: number,
    refused: number,
    normalisers: number,
    table: number,
    tableCalled: number,
    room: number,
    estimates: number,
    codes: number,
    bounds: number,
  ): void;
  /** ln[Γ(df/2 + ½) / (Γ(df/2) √π)] */
  studentTNormaliser(degreesOfFreedom: number): number;
  /** 512 numbers for `studentTLnPOfTable`; degrees of freedom ≥ 64. */
  fillStudentTTable(degreesOfFreedom: number, normaliser: number, table: number): void;
  /** The same as `studentTLnP`, in a sixth of the time where |t| < 8. */
  studentTLnPOfTable(
    t: number,
    degreesOfFreedom: number,
    normaliser: number,
    table: number,
  ): number;
  /** ln P(|T| ≥ |t|) */
  studentTLnP(t: number, degreesOfFreedom: number, normaliser: number): number;
}
