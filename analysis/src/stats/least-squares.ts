import { inverseOf } from "./orthonormal.ts";

/** A weighted linear fit of p columns to n values. */
export interface LeastSquares {
  /** p values. */
  readonly coefficients: Float64Array;
  /** (XᵀWX)⁻¹, p × p row-major: times a residual variance it is the covariance of the coefficients. */
  readonly covariance: Float64Array;
  /** n values y − Xβ, not weighted. */
  readonly residuals: Float64Array;
  /** Σ w (y − Xβ)². */
  readonly residualSumOfSquares: number;
  /** n − p. */
  readonly degreesOfFreedom: number;
}

/** What a column must have left beside those before it, as a part of its length. */
const LEAST_REMAINDER = 1e-10;

/**
 * Least squares with weights, by Gram–Schmidt twice, whose error does not grow with the square of the columns' condition.
 *
 * @param options.columns - p columns of n values; an intercept is a column of ones
 * @param options.weights - n values, none negative; 1 by default
 * @returns undefined when a column is a combination of those before it, or n < p
 * @see Björck 1996, doi:10.1137/1.9781611971484
 */
export function weightedLeastSquares(options: {
  readonly columns: readonly Float64Array[];
  readonly y: Float64Array;
  readonly weights?: Float64Array | undefined;
}): LeastSquares | undefined {
  const { columns, y, weights } = options;
  const n = y.length;
  const p = columns.length;
  if (n < p) return undefined;
  const roots = weights?.map((w) => Math.sqrt(w));
  const scaled = (values: Float64Array): Float64Array =>
    values.map((v, i) => v * (roots?.[i] ?? 1));
  const upper = new Float64Array(p * p);
  const basis: Float64Array[] = [];
  for (let j = 0; j < p; j++) {
    const column = scaled(columns[j]);
    const length = Math.sqrt(dot(column, column));
    for (let pass = 0; pass < 2; pass++) {
      for (let i = 0; i < j; i++) upper[i * p + j] += removeOverlap(column, basis[i]);
    }
    const left = Math.sqrt(dot(column, column));
    if (!(left > LEAST_REMAINDER * length)) return undefined;
    upper[j * p + j] = left;
    for (let i = 0; i < n; i++) column[i] /= left;
    basis.push(column);
  }
  const rest = scaled(y);
  const coefficients = new Float64Array(p);
  for (let pass = 0; pass < 2; pass++) {
    for (let j = 0; j < p; j++) coefficients[j] += removeOverlap(rest, basis[j]);
  }
  const inverse = inverseOf(upper, p);
  const solved = new Float64Array(p);
  const covariance = new Float64Array(p * p);
  for (let i = 0; i < p; i++) {
    for (let j = i; j < p; j++) {
      solved[i] += inverse[i * p + j] * coefficients[j];
      let sum = 0;
      for (let c = j; c < p; c++) sum += inverse[i * p + c] * inverse[j * p + c];
      covariance[i * p + j] = sum;
      covariance[j * p + i] = sum;
    }
  }
  return {
    coefficients: solved,
    covariance,
    residuals: y.map((value, i) => {
      let residual = value;
      for (let j = 0; j < p; j++) residual -= columns[j][i] * solved[j];
      return residual;
    }),
    residualSumOfSquares: dot(rest, rest),
    degreesOfFreedom: n - p,
  };
}

/** Takes out of `column` what lies along a unit `direction`; returns how much that was. */
function removeOverlap(column: Float64Array, direction: Float64Array): number {
  const overlap = dot(column, direction);
  for (let i = 0; i < column.length; i++) column[i] -= overlap * direction[i];
  return overlap;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
