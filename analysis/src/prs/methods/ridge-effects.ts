import type { LdBlock } from "../../ld/ld-panel.ts";
import { UnfitLdError } from "./methods-errors.ts";

const TOLERANCE = 1e-15;

/**
 * Solves (R + diag(ridge)) x = y for a block by conjugate gradients with a diagonal preconditioner, to the last digits
 * of doubles; `ridge`, `y` and the result belong to all variants, of which the block's are read and written.
 *
 * @throws UnfitLdError when the matrix is not positive definite
 * @see Hestenes & Stiefel 1952, doi:10.6028/jres.049.044
 */
export function solveRidgeBlock(
  block: LdBlock,
  ridge: Float64Array,
  y: Float64Array,
  x: Float64Array,
): void {
  const { first, count } = block;
  const residual = y.slice(first, first + count);
  const diagonal = Float64Array.from({ length: count }, (_, j) => 1 + ridge[first + j]);
  const solution = new Float64Array(count);
  const direction = residual.map((value, j) => value / diagonal[j]);
  const product = new Float64Array(count);
  let rho = inner(residual, direction);
  const enough = rho * TOLERANCE * TOLERANCE;
  // Rounding makes a few rounds more than the dimension worth while.
  for (let round = 0; round < 10 * count + 50 && rho > enough && rho > 0; round++) {
    multiply(block, ridge, direction, product);
    const curvature = inner(direction, product);
    if (!(curvature > 0)) refuseIndefinite();
    const step = rho / curvature;
    for (let j = 0; j < count; j++) {
      solution[j] += step * direction[j];
      residual[j] -= step * product[j];
    }
    let next = 0;
    for (let j = 0; j < count; j++) next += (residual[j] * residual[j]) / diagonal[j];
    const turn = next / rho;
    rho = next;
    for (let j = 0; j < count; j++) direction[j] = residual[j] / diagonal[j] + turn * direction[j];
  }
  x.set(solution, first);
}

function multiply(
  { first, count, rowStart, column, r }: LdBlock,
  ridge: Float64Array,
  x: Float64Array,
  into: Float64Array,
): void {
  for (let i = 0; i < count; i++) {
    let sum = ridge[first + i] * x[i];
    for (let e = rowStart[i]; e < rowStart[i + 1]; e++) sum += r[e] * x[column[e]];
    into[i] = sum;
  }
}

function inner(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < one.length; j++) sum += one[j] * other[j];
  return sum;
}

function refuseIndefinite(): never {
  throw new UnfitLdError({
    what: "The panel's correlations with the ridge of the method are not positive definite.",
    why: "Correlations that were cut off at a distance or a size need not fit together.",
    remedy: "Make the panel in blocks, with a wider window or more people.",
  });
}
