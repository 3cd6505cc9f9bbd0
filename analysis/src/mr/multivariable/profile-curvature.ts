import { inverse, Matrix } from "ml-matrix";
import type { ProfileFit } from "./profile-fit.ts";

/**
 * Half of the second derivatives of Q at its minimum, by central differences of the estimating functions.
 *
 * @returns p × p; undefined where it is not a minimum
 */
export function curvature(
  fit: ProfileFit,
  theta: Float64Array,
  rows: ArrayLike<number>,
  tau2 = 0,
): Matrix | undefined {
  const p = theta.length;
  const hessian = new Matrix(p, p);
  const at = theta.slice();
  const size = Math.max(1e-3, ...theta.map(Math.abs));
  for (let a = 0; a < p; a++) {
    const step = 1e-5 * Math.max(Math.abs(theta[a]), 0.1 * size);
    at[a] = theta[a] + step;
    const above = totalScore(fit, at, rows, tau2);
    at[a] = theta[a] - step;
    const below = totalScore(fit, at, rows, tau2);
    at[a] = theta[a];
    for (let b = 0; b < p; b++) hessian.set(a, b, (above[b] - below[b]) / (2 * step));
  }
  const symmetric = Matrix.add(hessian, hessian.transpose()).mul(0.5);
  return isPositive(symmetric) ? symmetric : undefined;
}

/** Curvature⁻¹ · Σ ψψᵀ · Curvature⁻¹, the covariance of a zero of Σ ψ whatever the spread of ψ. */
export function sandwich(
  fit: ProfileFit,
  theta: Float64Array,
  rows: ArrayLike<number>,
  bread: Matrix,
  tau2 = 0,
): Matrix {
  const p = theta.length;
  const meat = new Matrix(p, p);
  const score = new Float64Array(p);
  fit.value(theta, rows, tau2);
  for (let r = 0; r < rows.length; r++) {
    fit.score(theta, rows[r], score);
    for (let a = 0; a < p; a++) {
      for (let b = 0; b < p; b++) meat.set(a, b, meat.get(a, b) + score[a] * score[b]);
    }
  }
  const solved = inverse(bread);
  return solved.mmul(meat).mmul(solved);
}

function totalScore(
  fit: ProfileFit,
  theta: Float64Array,
  rows: ArrayLike<number>,
  tau2: number,
): Float64Array {
  fit.value(theta, rows, tau2);
  const total = new Float64Array(theta.length);
  const score = new Float64Array(theta.length);
  for (let r = 0; r < rows.length; r++) {
    fit.score(theta, rows[r], score);
    for (let a = 0; a < total.length; a++) total[a] += score[a];
  }
  return total;
}

function isPositive(matrix: Matrix): boolean {
  const p = matrix.rows;
  const lower = new Matrix(p, p);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix.get(i, j);
      for (let c = 0; c < j; c++) rest -= lower.get(i, c) * lower.get(j, c);
      if (i === j && !(rest > 0)) return false;
      lower.set(i, j, i === j ? Math.sqrt(rest) : rest / lower.get(j, j));
    }
  }
  return true;
}
