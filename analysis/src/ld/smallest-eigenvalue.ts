import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { randomStream } from "../random.ts";
import type { LdBlock } from "./ld-panel.ts";

/** Matrices up to this size are solved as a whole. */
const DENSE = 120;
const STEPS = 120;

/**
 * The smallest eigenvalue of a block.
 *
 * Of blocks above 120 variants by 120 steps of Lanczos' method with all vectors kept orthogonal: an upper bound, which is tight when
 * the smallest eigenvalue lies apart from the others, as negative ones do. Memory 120 numbers a variant.
 *
 * @see Golub & Van Loan 2013, Matrix Computations, chapter 10
 */
export function smallestEigenvalue(block: LdBlock): number {
  const { count, rowStart, column, r } = block;
  if (count <= DENSE) {
    const dense = Matrix.zeros(count, count);
    for (let i = 0; i < count; i++)
      for (let at = rowStart[i]; at < rowStart[i + 1]; at++) dense.set(i, column[at], r[at]);
    return leastOf(dense);
  }
  const random = randomStream(1, "lanczos");
  const basis: Float64Array[] = [unit(Float64Array.from({ length: count }, () => random.normal()))];
  const diagonal: number[] = [];
  const beside: number[] = [];
  for (;;) {
    const last = basis[basis.length - 1];
    const next = product(block, last);
    diagonal.push(dot(next, last));
    // Twice is enough.
    for (let pass = 0; pass < 2; pass++) for (const vector of basis) removeFrom(next, vector);
    const length = Math.sqrt(dot(next, next));
    if (basis.length === STEPS || length < 1e-10) break;
    beside.push(length);
    basis.push(next.map((value) => value / length));
  }
  const small = Matrix.zeros(diagonal.length, diagonal.length);
  diagonal.forEach((value, i) => small.set(i, i, value));
  beside.slice(0, diagonal.length - 1).forEach((value, i) => {
    small.set(i, i + 1, value);
    small.set(i + 1, i, value);
  });
  return leastOf(small);
}

function leastOf(matrix: Matrix): number {
  const { realEigenvalues } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  return realEigenvalues.reduce((least, value) => Math.min(least, value), Infinity);
}

function product({ count, rowStart, column, r }: LdBlock, x: Float64Array): Float64Array {
  const y = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let sum = 0;
    for (let at = rowStart[i]; at < rowStart[i + 1]; at++) sum += r[at] * x[column[at]];
    y[i] = sum;
  }
  return y;
}

function removeFrom(x: Float64Array, direction: Float64Array): void {
  const share = dot(x, direction);
  for (let i = 0; i < x.length; i++) x[i] -= share * direction[i];
}

function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i];
  return sum;
}

function unit(x: Float64Array): Float64Array {
  const length = Math.sqrt(dot(x, x));
  return x.map((value) => value / length);
}
