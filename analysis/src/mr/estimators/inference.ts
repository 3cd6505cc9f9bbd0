import { normalLnP, normalQuantile } from "../../stats/normal.ts";
import { studentTLnP, studentTQuantile } from "../../stats/student-t.ts";
import type { Estimate } from "./estimator.ts";

/** What an interval and its P value are both taken from. */
export type Distribution = "normal" | "t";

export type Inference = Pick<Estimate, "ciLower" | "ciUpper" | "negLog10PValue">;

/**
 * Confidence interval and P value of an estimate, both from the same distribution, so that they always agree.
 *
 * @param degreesOfFreedom - of Student's t; the normal distribution where absent
 */
export function infer(
  beta: number,
  standardError: number,
  confidence: number,
  degreesOfFreedom?: number,
): Inference {
  const isNormal = degreesOfFreedom === undefined;
  const upper = (1 + confidence) / 2;
  const width =
    standardError * (isNormal ? normalQuantile(upper) : studentTQuantile(upper, degreesOfFreedom));
  const z = beta / standardError;
  return {
    ciLower: beta - width,
    ciUpper: beta + width,
    negLog10PValue: negLog10Of(isNormal ? normalLnP(z) : studentTLnP(z, degreesOfFreedom)),
  };
}

/** −log10 of a probability whose natural logarithm is given; 0, never −0, for 1. */
export function negLog10Of(lnP: number): number {
  return lnP === 0 ? 0 : -lnP / Math.LN10;
}

/** The degrees of freedom that `infer` takes: none for the normal distribution. */
export function degreesOf(
  distribution: Distribution,
  degreesOfFreedom: number,
): number | undefined {
  return distribution === "t" ? degreesOfFreedom : undefined;
}
