import { weightedLeastSquares } from "../../stats/least-squares.ts";
import { NotEstimableError } from "../mr-errors.ts";

export interface LogisticFit {
  /** In the order of the columns. */
  readonly coefficients: Float64Array;
  /** Inverse of the information, q × q row-major. */
  readonly covariance: Float64Array;
  readonly fitted: Float64Array;
}

/**
 * Logistic regression by iteratively reweighted least squares.
 *
 * @param columns - q columns of n values, an intercept among them
 * @param y - 0 and 1
 * @throws NotEstimableError COLLINEAR, NO_CONVERGENCE
 */
export function fitLogistic(columns: readonly Float64Array[], y: Float64Array): LogisticFit {
  const n = y.length;
  let coefficients = new Float64Array(columns.length);
  const fitted = new Float64Array(n);
  const weights = new Float64Array(n);
  const working = new Float64Array(n);
  for (let iteration = 0; iteration < 50; iteration++) {
    let least = Infinity;
    for (let i = 0; i < n; i++) {
      let eta = 0;
      for (let c = 0; c < columns.length; c++) eta += columns[c][i] * coefficients[c];
      fitted[i] = 1 / (1 + Math.exp(-eta));
      weights[i] = fitted[i] * (1 - fitted[i]);
      working[i] = eta + (y[i] - fitted[i]) / weights[i];
      least = Math.min(least, weights[i]);
    }
    if (!(least > 1e-14)) break;
    const step = weightedLeastSquares({ columns, y: working, weights });
    if (!step) {
      throw new NotEstimableError("COLLINEAR", {
        what: "Predictors of the second stage cannot be told apart.",
        why: "One is a combination of the others in these people.",
        remedy: "Leave out a covariate or an exposure.",
      });
    }
    let change = 0;
    step.coefficients.forEach((value, c) => {
      change = Math.max(change, Math.abs(value - coefficients[c]) / (1 + Math.abs(value)));
    });
    coefficients = Float64Array.from(step.coefficients);
    if (change < 1e-12) return { coefficients, covariance: step.covariance, fitted };
  }
  throw new NotEstimableError("NO_CONVERGENCE", {
    what: "The logistic second stage has no maximum.",
    why: "A predictor separates cases from controls.",
    remedy: "Leave out rare categories among the covariates, or use the linear second stage.",
  });
}

/**
 * Standard errors of a logistic second stage that account for the first: of the stacked estimating equations, robust.
 *
 * @param options.first - orthonormal columns of the first stages
 * @param options.errors - residuals of the first stages
 * @param options.generated - which column of the second stage each first stage made, and the sign of its fitted value in it
 * @see Newey & McFadden 1994, doi:10.1016/S1573-4412(05)80005-4 (two-step estimators)
 * @see Terza, Basu & Rathouz 2008, doi:10.1016/j.jhealeco.2007.09.009
 */
export function twoStepStandardErrors(options: {
  readonly columns: readonly Float64Array[];
  readonly y: Float64Array;
  readonly fit: LogisticFit;
  readonly first: readonly Float64Array[];
  readonly errors: readonly Float64Array[];
  readonly generated: readonly { readonly column: number; readonly sign: 1 | -1 }[];
}): Float64Array {
  const { columns, y, fit, first, errors, generated } = options;
  const n = y.length;
  const q = columns.length;
  const m = first.length;
  const { coefficients, covariance, fitted } = fit;
  // How the scores move with the first stages' coefficients: q × m for each of them.
  const slopes = generated.map(({ column, sign }) => {
    const slope = new Float64Array(q * m);
    for (let i = 0; i < n; i++) {
      const residual = y[i] - fitted[i];
      const weight = fitted[i] * (1 - fitted[i]) * coefficients[column];
      for (let a = 0; a < q; a++) {
        const factor = sign * ((a === column ? residual : 0) - weight * columns[a][i]);
        for (let b = 0; b < m; b++) slope[a * m + b] += factor * first[b][i];
      }
    }
    return slope;
  });
  const meat = new Float64Array(q * q);
  const score = new Float64Array(q);
  for (let i = 0; i < n; i++) {
    const residual = y[i] - fitted[i];
    for (let a = 0; a < q; a++) {
      score[a] = residual * columns[a][i];
      slopes.forEach((slope, e) => {
        let moved = 0;
        for (let b = 0; b < m; b++) moved += slope[a * m + b] * first[b][i];
        score[a] += moved * errors[e][i];
      });
    }
    for (let a = 0; a < q; a++) {
      for (let b = 0; b < q; b++) meat[a * q + b] += score[a] * score[b];
    }
  }
  return coefficients.map((_, a) => {
    let sum = 0;
    for (let b = 0; b < q; b++) {
      for (let c = 0; c < q; c++)
        sum += covariance[a * q + b] * meat[b * q + c] * covariance[c * q + a];
    }
    return Math.sqrt(sum);
  });
}
