import { chiSquareLnP } from "../../stats/chi-square.ts";
import { choleskyLower, solveLower } from "../../stats/cholesky.ts";
import { weightedLeastSquares } from "../../stats/least-squares.ts";
import type { InstrumentEffects } from "../instrument-effects.ts";
import { negLog10Of } from "./inference.ts";
import { collinearVariants, sameExposureEffects } from "./refusals.ts";

/** A line through the variants' effects with residual errors of known size. */
export interface LineFit {
  readonly slope: number;
  /** 0 without one. */
  readonly intercept: number;
  /** Standard errors as they are when the residuals' sizes are what the weights say. */
  readonly slopeError: number;
  readonly interceptError: number;
  /** Weighted residual sum of squares: Cochran's Q, or Rücker's Q′ with an intercept. */
  readonly q: number;
  readonly degreesOfFreedom: number;
  /** √(Q / degrees of freedom); NaN without any. */
  readonly residualStandardError: number;
}

/**
 * Regresses effects on the outcome on those on the exposure, weighted, or by generalised least squares when the variants
 * are correlated.
 *
 * @param options.weights - k values, 1 / variance; 0 leaves a variant out
 * @param options.correlation - of the variants; errors are then 1/√weight each, correlated like this
 * @see Burgess et al. 2016, doi:10.1002/sim.6835 (correlated variants)
 */
export function fitLine(options: {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly weights: Float64Array;
  readonly hasIntercept: boolean;
  readonly correlation?: Float64Array | undefined;
  readonly label: string;
}): LineFit {
  const { x, y, weights, hasIntercept, correlation, label } = options;
  const ones = new Float64Array(x.length).fill(1);
  const columns = hasIntercept ? [ones, x] : [x];
  const fit = correlation
    ? generalised(columns, y, weights, correlation, label)
    : weightedLeastSquares({ columns, y, weights });
  if (!fit) throw sameExposureEffects(label);
  const p = columns.length;
  const used = weights.reduce((count, weight) => count + Number(weight > 0), 0);
  const degreesOfFreedom = used - p;
  const q = fit.residualSumOfSquares;
  return {
    slope: fit.coefficients[p - 1],
    intercept: hasIntercept ? fit.coefficients[0] : 0,
    slopeError: Math.sqrt(fit.covariance[p * p - 1]),
    interceptError: hasIntercept ? Math.sqrt(fit.covariance[0]) : 0,
    q,
    degreesOfFreedom,
    residualStandardError: degreesOfFreedom > 0 ? Math.sqrt(q / degreesOfFreedom) : NaN,
  };
}

function generalised(
  columns: readonly Float64Array[],
  y: Float64Array,
  weights: Float64Array,
  correlation: Float64Array,
  label: string,
): ReturnType<typeof weightedLeastSquares> {
  const k = y.length;
  const lower = choleskyLower(correlation, k);
  if (!lower) throw collinearVariants(label);
  const whitened = (values: Float64Array): Float64Array =>
    solveLower(
      lower,
      k,
      values.map((value, i) => value * Math.sqrt(weights[i])),
    );
  return weightedLeastSquares({ columns: columns.map(whitened), y: whitened(y) });
}

/** How residuals larger or smaller than their errors widen or narrow standard errors. */
export type Dispersion = "random" | "randomUncorrected" | "fixed";

/** Said in labels. */
export const DISPERSION_LABELS: Readonly<Record<Dispersion, string>> = {
  random: "multiplicative random effects",
  randomUncorrected: "multiplicative random effects, under-dispersion uncorrected",
  fixed: "fixed effects",
};

/** The factor on a fixed-effect standard error. */
export function dispersionFactor(dispersion: Dispersion, residualStandardError: number): number {
  if (dispersion === "fixed" || Number.isNaN(residualStandardError)) return 1;
  return dispersion === "random" ? Math.max(1, residualStandardError) : residualStandardError;
}

/** What both IVW and Egger say about their residuals. */
export function heterogeneityDetails(fit: LineFit): Record<string, number> {
  const { q, degreesOfFreedom, residualStandardError } = fit;
  return {
    q,
    qDegreesOfFreedom: degreesOfFreedom,
    qNegLog10PValue: degreesOfFreedom > 0 ? negLog10Of(chiSquareLnP(q, degreesOfFreedom)) : NaN,
    residualStandardError,
  };
}

/** Mean of (β_X / σ_X)². */
export function meanF({ betaExposure, standardErrorExposure }: InstrumentEffects): number {
  let sum = 0;
  for (let j = 0; j < betaExposure.length; j++) {
    sum += (betaExposure[j] / standardErrorExposure[j]) ** 2;
  }
  return sum / betaExposure.length;
}
