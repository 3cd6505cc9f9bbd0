import type { ErrorCode } from "./error-codes.ts";

/** What a linear fit can come to, by number: the kernel in assembly/linear-fit.ts writes the same. */
export const LINEAR_ERROR_CODES: readonly ErrorCode[] = [
  ".",
  "SAMPLE_CT<=PREDICTOR_CT",
  "CONST_OMITTED_ALLELE",
  "CORR_TOO_HIGH",
  "VIF_INFINITE",
  "VIF_TOO_HIGH",
  "INVALID_RESULT",
  "NOT_DIPLOID",
];

export function linearErrorNumber(code: ErrorCode): number {
  return LINEAR_ERROR_CODES.indexOf(code);
}
