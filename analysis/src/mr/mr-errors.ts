import { AnalysisError, type ErrorAccount } from "../errors.ts";

/** Why an estimator gives no estimate; `errorCode` of a row of estimates. */
export type RefusalCode =
  | "TOO_FEW_VARIANTS"
  | "TOO_MANY_VARIANTS"
  | "WEAK_INSTRUMENTS"
  | "COLLINEAR"
  | "NO_CONVERGENCE"
  | "NEEDS_INDEPENDENT_VARIANTS"
  | "NEEDS_MORE_INPUT";

/** An estimator is not defined for these data: too few variants, collinear exposures, no optimum. */
export class NotEstimableError extends AnalysisError {
  readonly tag = "not-estimable";
  readonly code: RefusalCode;
  constructor(code: RefusalCode, account: ErrorAccount) {
    super(account);
    this.code = code;
  }
}
