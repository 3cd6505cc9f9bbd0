import type { Estimate } from "../estimator.ts";
import { infer } from "../inference.ts";

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
  return {
    beta,
    standardError,
    ...infer(beta, standardError, confidence, degreesOfFreedom),
    variantCount,
    details,
    notes,
  };
}
