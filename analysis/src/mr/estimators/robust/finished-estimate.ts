import { normalLnP, normalQuantile } from "../../../stats/normal.ts";
import { studentTLnP, studentTQuantile } from "../../../stats/student-t.ts";
import type { Estimate } from "../estimator.ts";

/** An estimate with interval and P from one distribution: normal, or Student's t where degrees of freedom are given. */
export function finishedEstimate(
  found: Pick<Estimate, "beta" | "standardError" | "variantCount"> & {
    readonly degreesOfFreedom?: number | undefined;
    readonly details?: Estimate["details"] | undefined;
    readonly notes?: Estimate["notes"] | undefined;
  },
  confidence: number,
): Estimate {
  const { beta, standardError, variantCount, degreesOfFreedom, details = {}, notes = [] } = found;
  const upper = (1 + confidence) / 2;
  const width =
    standardError *
    (degreesOfFreedom === undefined
      ? normalQuantile(upper)
      : studentTQuantile(upper, degreesOfFreedom));
  const z = beta / standardError;
  const lnP = degreesOfFreedom === undefined ? normalLnP(z) : studentTLnP(z, degreesOfFreedom);
  return {
    beta,
    standardError,
    ciLower: beta - width,
    ciUpper: beta + width,
    negLog10PValue: lnP === 0 ? 0 : -lnP / Math.LN10,
    variantCount,
    details,
    notes,
  };
}
