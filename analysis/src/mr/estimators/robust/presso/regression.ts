import { studentTLnP } from "../../../../stats/student-t.ts";
import { weightedLeastSquares } from "../../../../stats/least-squares.ts";
import { Table } from "../../../../table.ts";
import type { PressoProblem } from "./problem.ts";

/** Inverse-variance weighted estimates, one row an exposure, with t tests as `lm` makes them. */
export type PressoEstimateColumns = {
  readonly exposure: readonly string[];
  readonly beta: Float64Array;
  readonly standardError: Float64Array;
  readonly statistic: Float64Array;
  readonly negLog10PValue: Float64Array;
  readonly variantCount: Int32Array;
};

/** @returns undefined when the rows do not determine the coefficients and their errors */
export function regression(
  problem: PressoProblem,
  rows: readonly number[],
): Table<PressoEstimateColumns> | undefined {
  const { p, x, y, weight, exposures } = problem;
  const fit = weightedLeastSquares({
    columns: exposures.map((_, a) => Float64Array.from(rows, (i) => x[i * p + a])),
    y: Float64Array.from(rows, (i) => y[i]),
    weights: Float64Array.from(rows, (i) => weight[i]),
  });
  if (!fit || fit.degreesOfFreedom < 1) return undefined;
  const variance = fit.residualSumOfSquares / fit.degreesOfFreedom;
  const standardError = Float64Array.from(exposures, (_, a) =>
    Math.sqrt(variance * fit.covariance[a * p + a]),
  );
  const statistic = fit.coefficients.map((beta, a) => beta / standardError[a]);
  return new Table({
    exposure: exposures,
    beta: fit.coefficients,
    standardError,
    statistic,
    negLog10PValue: statistic.map((t) => -studentTLnP(t, fit.degreesOfFreedom) / Math.LN10),
    variantCount: Int32Array.from(exposures, () => rows.length),
  });
}
