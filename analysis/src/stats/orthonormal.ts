import {
  partOfTraits,
  withTraits,
  type BorderedMatrix,
  type ColumnAlgebra,
} from "./column-algebra.ts";
import type { MeasuredColumns } from "./measured-columns.ts";

/**
 * The error of a combination found from products grows with the square of the inverse of the share of a column that those
 * before leave of it: above this one round does, below it the result is measured and corrected.
 */
const ONE_ROUND = 0.5;

/** What rounding leaves of the square of a column that others explain. */
const ROUNDING = 1e-16;

/** How columns become orthonormal, and traits residuals of norm 1. */
export interface Orthonormal {
  /** Upper triangular. */
  readonly combination: BorderedMatrix;
  /** Norms of the residual traits. */
  readonly norms: Float64Array;
}

/**
 * Orthonormal columns that span intercept and covariates, each made of those up to it, and traits with those taken out:
 * as combinations of the columns as they are, so that long columns are read only to be measured and to be written.
 *
 * @param measured - covariates that are not collinear
 * @see Yamamoto et al. 2015, doi:10.1553/etna_vol44s306 (Cholesky QR twice)
 */
export function orthonormalise(measured: MeasuredColumns, algebra: ColumnAlgebra): Orthonormal {
  const { columns } = measured;
  const first = solve(measured.products);
  const isBasisFar = !(first.share > ONE_ROUND);
  const far = [...first.shares.keys()].filter((p) => isBasisFar || !(first.shares[p] > ONE_ROUND));
  if (!isBasisFar && far.length === 0) return first;
  const k = columns.covariates.length;
  const part = partOfTraits(first.combination, far);
  const again = solve(algebra.products(withTraits(columns, far), part));
  const corrected = multiply(part, again.combination, k + 1);
  const { combination, norms } = first;
  const cross = combination.cross.slice();
  const own = combination.own.slice();
  far.forEach((p, f) => {
    norms[p] *= again.norms[f];
    own[p] = corrected.own[f];
    for (let j = 0; j <= k; j++) cross[j * own.length + p] = corrected.cross[j * far.length + f];
  });
  const basis = isBasisFar ? corrected.basis : combination.basis;
  return { combination: { basis, cross, own }, norms };
}

/** R⁻¹ of RᵀR = products, for the traits each by itself, and what part of each column those before it leave. */
function solve({ basis, cross, own }: BorderedMatrix): Orthonormal & {
  readonly share: number;
  readonly shares: Float64Array;
} {
  const q = Math.round(Math.sqrt(basis.length));
  const { upper, share } = cholesky(basis, q);
  const inverse = inverseOf(upper, q);
  const count = own.length;
  const coefficients = new Float64Array(cross.length);
  const norms = new Float64Array(count);
  const shares = new Float64Array(count);
  const overlaps = new Float64Array(q);
  for (let p = 0; p < count; p++) {
    let rest = own[p];
    for (let c = 0; c < q; c++) {
      let overlap = 0;
      for (let j = 0; j <= c; j++) overlap += inverse[j * q + c] * cross[j * count + p];
      overlaps[c] = overlap;
      rest -= overlap * overlap;
    }
    const mean = overlaps[0];
    shares[p] = Math.sqrt(rest / (own[p] - mean * mean));
    norms[p] = Math.sqrt(Math.max(rest, ROUNDING * own[p]));
    for (let j = 0; j < q; j++) {
      let sum = 0;
      for (let c = j; c < q; c++) sum += inverse[j * q + c] * overlaps[c];
      coefficients[j * count + p] = -sum / norms[p];
    }
  }
  const combination = { basis: inverse, cross: coefficients, own: norms.map((norm) => 1 / norm) };
  return { combination, norms, share, shares };
}

/** Product of two upper triangular ones. */
function multiply(a: BorderedMatrix, b: BorderedMatrix, q: number): BorderedMatrix {
  const count = a.own.length;
  const basis = new Float64Array(q * q);
  const cross = new Float64Array(q * count);
  for (let i = 0; i < q; i++) {
    for (let c = i; c < q; c++) {
      const left = a.basis[i * q + c];
      for (let j = c; j < q; j++) basis[i * q + j] += left * b.basis[c * q + j];
      for (let p = 0; p < count; p++) cross[i * count + p] += left * b.cross[c * count + p];
    }
    for (let p = 0; p < count; p++) cross[i * count + p] += a.cross[i * count + p] * b.own[p];
  }
  return { basis, cross, own: a.own.map((value, p) => value * b.own[p]) };
}

/** R, upper triangular and row-major, of RᵀR = gram, and the least share of a column that those before it leave. */
function cholesky(gram: Float64Array, k: number): { upper: Float64Array; share: number } {
  const upper = new Float64Array(k * k);
  let share = 1;
  for (let j = 0; j < k; j++) {
    for (let i = 0; i <= j; i++) {
      let rest = gram[i * k + j];
      for (let c = 0; c < i; c++) rest -= upper[c * k + i] * upper[c * k + j];
      if (i < j) upper[i * k + j] = rest / upper[i * k + i];
      else {
        share = Math.min(share, Math.sqrt(rest / gram[j * k + j]));
        upper[j * k + j] = Math.sqrt(rest);
      }
    }
  }
  return { upper, share };
}

/** Inverse of an upper triangular matrix, k × k row-major. */
export function inverseOf(upper: Float64Array, k: number): Float64Array {
  const inverse = new Float64Array(k * k);
  for (let j = 0; j < k; j++) {
    inverse[j * k + j] = 1 / upper[j * k + j];
    for (let i = j - 1; i >= 0; i--) {
      let sum = 0;
      for (let c = i + 1; c <= j; c++) sum -= upper[i * k + c] * inverse[c * k + j];
      inverse[i * k + j] = sum / upper[i * k + i];
    }
  }
  return inverse;
}
