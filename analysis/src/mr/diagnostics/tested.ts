import { chiSquareLnP } from "../../stats/chi-square.ts";
import { normalLnP, normalQuantile } from "../../stats/normal.ts";
import { studentTLnP, studentTQuantile } from "../../stats/student-t.ts";
import { pValueOf } from "../../sumstats/p-value.ts";

/** An estimate with its interval and P value, both of the same distribution. */
export interface Tested {
  readonly estimate: number;
  readonly standardError: number;
  readonly ciLower: number;
  readonly ciUpper: number;
  readonly statistic: number;
  readonly negLog10PValue: number;
  readonly pValue: number;
}

/** @param degreesOfFreedom - of Student's t; the normal distribution without it */
export function tested(
  estimate: number,
  standardError: number,
  options: { degreesOfFreedom?: number; confidence?: number } = {},
): Tested {
  const { degreesOfFreedom, confidence = 0.95 } = options;
  const statistic = estimate / standardError;
  const level = (1 + confidence) / 2;
  const width =
    standardError *
    (degreesOfFreedom === undefined
      ? normalQuantile(level)
      : studentTQuantile(level, degreesOfFreedom));
  const negLog10PValue = negLog10Of(
    degreesOfFreedom === undefined
      ? normalLnP(statistic)
      : studentTLnP(statistic, degreesOfFreedom),
  );
  return {
    estimate,
    standardError,
    ciLower: estimate - width,
    ciUpper: estimate + width,
    statistic,
    negLog10PValue,
    pValue: pValueOf(negLog10PValue),
  };
}

/** −log10 P of a chi-square value. */
export function chiSquareNegLog10P(q: number, degreesOfFreedom: number): number {
  return negLog10Of(chiSquareLnP(q, degreesOfFreedom));
}

export function negLog10Of(lnP: number): number {
  return lnP === 0 ? 0 : -lnP / Math.LN10;
}
