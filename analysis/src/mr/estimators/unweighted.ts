import type { Estimator } from "./estimator.ts";
import { degreesOf, infer, type Distribution } from "./inference.ts";
import { fitLine } from "./line-fit.ts";

export interface UnweightedOptions {
  /** Of interval and P value; `t` with k − 1 degrees of freedom by default. */
  readonly distribution?: Distribution;
}

/**
 * Regression through the origin in which every variant counts the same.
 *
 * The standard error is that of least squares. TwoSampleMR's `mr_uwr` divides it by min(1, residual standard error), which
 * is a size in units of the outcome here and not a ratio: its standard errors change when the outcome's unit does.
 *
 * @example
 * const plain = mr.estimate(harmonised, { methods: ["unweighted"] });
 * @see Burgess, Butterworth & Thompson 2013, doi:10.1002/gepi.21758
 */
export function unweighted(options: UnweightedOptions = {}): Estimator {
  const { distribution = "t" } = options;
  const label = `Unweighted regression (${distribution === "t" ? "Student's t" : "normal"})`;
  return {
    id: distribution === "t" ? "unweighted" : "unweighted.normal",
    label,
    fewestVariants: 2,
    usesCorrelation: false,
    isRandom: false,
    source: "doi:10.1002/gepi.21758",
    estimate({ betaExposure: x, betaOutcome: y }, { confidence }) {
      const k = x.length;
      const weights = new Float64Array(k).fill(1);
      const fit = fitLine({ x, y, weights, hasIntercept: false, label });
      const standardError = fit.slopeError * fit.residualStandardError;
      return {
        beta: fit.slope,
        standardError,
        ...infer(fit.slope, standardError, confidence, degreesOf(distribution, k - 1)),
        variantCount: k,
        details: { residualStandardError: fit.residualStandardError },
        notes: [],
      };
    },
  };
}
