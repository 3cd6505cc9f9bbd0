import { weightedLeastSquares } from "../../../../stats/least-squares.ts";

/** The regression of ratio·√W on √W, with an intercept for Egger. */
export interface RadialLine {
  readonly intercept: number;
  readonly slope: number;
  /** From the residual variance, which may be below 1. */
  readonly interceptStandardError: number;
  readonly standardError: number;
  readonly residualStandardError: number;
  readonly degreesOfFreedom: number;
  /** Q of each variant: W (ratio − intercept/√W − slope)². */
  readonly q: Float64Array;
}

/** @returns undefined when the variants do not determine the line */
export function radialLine(
  ratio: Float64Array,
  weight: Float64Array,
  hasIntercept: boolean,
): RadialLine | undefined {
  const root = weight.map(Math.sqrt);
  const y = ratio.map((value, i) => value * root[i]);
  const columns = hasIntercept ? [root.map(() => 1), root] : [root];
  const fit = weightedLeastSquares({ columns, y });
  if (!fit || fit.degreesOfFreedom < 1) return undefined;
  const { coefficients, covariance, residualSumOfSquares, degreesOfFreedom } = fit;
  const sigma = Math.sqrt(residualSumOfSquares / degreesOfFreedom);
  return {
    intercept: hasIntercept ? coefficients[0] : 0,
    slope: coefficients[coefficients.length - 1],
    interceptStandardError: hasIntercept ? sigma * Math.sqrt(covariance[0]) : NaN,
    standardError: sigma * Math.sqrt(covariance[covariance.length - 1]),
    residualStandardError: sigma,
    degreesOfFreedom,
    q: fit.residuals.map((residual) => residual * residual),
  };
}
