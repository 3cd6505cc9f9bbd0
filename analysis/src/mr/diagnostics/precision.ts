import { CholeskyDecomposition, Matrix } from "ml-matrix";
import type { InstrumentEffects } from "../instrument-effects.ts";
import { NotEstimableError } from "../mr-errors.ts";

/** M, the inverse covariance of the outcome effects: diagonal 1/σ² for independent instruments. */
export interface Precision {
  readonly diagonal: Float64Array;
  /** M · column. */
  readonly times: (column: Float64Array) => Float64Array;
}

/**
 * @param signs - ±1 each, by which effects were turned; correlations turn with them
 * @throws NotEstimableError when the correlation matrix is singular
 */
export function precisionOf(effects: InstrumentEffects, signs?: Float64Array): Precision {
  const { standardErrorOutcome: sigma, correlation } = effects;
  const count = sigma.length;
  if (!correlation) {
    const diagonal = sigma.map((value) => 1 / (value * value));
    return { diagonal, times: (column) => column.map((value, j) => value * diagonal[j]) };
  }
  if (correlation.length !== count * count) {
    throw singular(`The correlation has ${correlation.length} values for ${count} variants.`);
  }
  const rho = new Matrix(count, count);
  for (let i = 0; i < count; i++)
    for (let j = 0; j < count; j++)
      rho.set(i, j, correlation[i * count + j] * (signs ? signs[i] * signs[j] : 1));
  const cholesky = new CholeskyDecomposition(rho);
  const inverse = cholesky.isPositiveDefinite()
    ? cholesky.solve(Matrix.eye(count))
    : new Matrix(count, count).fill(NaN);
  // Beyond this the inverse has no correct digit left.
  const isUsable = inverse.to1DArray().every((value) => Math.abs(value) < 1e14);
  if (!isUsable) throw singular("The correlation matrix of the instruments is singular.");
  const at = (i: number, j: number): number => inverse.get(i, j) / (sigma[i] * sigma[j]);
  return {
    diagonal: Float64Array.from({ length: count }, (_, j) => at(j, j)),
    times: (column) =>
      Float64Array.from({ length: count }, (_, i) =>
        column.reduce((sum, value, j) => sum + at(i, j) * value, 0),
      ),
  };
}

function singular(what: string): NotEstimableError {
  return new NotEstimableError("COLLINEAR", {
    what,
    why: "Instruments in perfect linkage disequilibrium carry the same evidence twice.",
    remedy: "Prune the instruments at a lower r².",
  });
}
