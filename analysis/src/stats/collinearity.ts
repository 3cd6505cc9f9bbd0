import { CholeskyDecomposition, Matrix } from "ml-matrix";

/** Two predictors whose correlation exceeds this tell nothing apart; PLINK 2's `--max-corr`. */
const MAX_CORRELATION = 0.999;
/** Largest variance inflation factor that is still estimated; PLINK 2's `--vif`. */
export const MAX_VARIANCE_INFLATION = 50;

/** An inflation of this size is what rounding leaves of an exact combination. */
const ROUNDING_ALONE = 1e12;

export type Collinearity =
  | { readonly kind: "correlation"; readonly pair: readonly [number, number] }
  | { readonly kind: "inflation"; readonly column: number; readonly factor: number }
  | { readonly kind: "singular" };

/**
 * The first reason why these predictors, beside an intercept, cannot be told apart, or `undefined`.
 *
 * @param gram - centred Gram matrix, k × k row-major; only the lower triangle is read
 */
export function findCollinearity(gram: Float64Array, k: number): Collinearity | undefined {
  const scale = Array.from({ length: k }, (_, i) => 1 / Math.sqrt(gram[i * k + i]));
  if (scale.some((s) => !Number.isFinite(s))) return { kind: "singular" };
  const correlation = Matrix.zeros(k, k);
  for (let i = 0; i < k; i++) {
    correlation.set(i, i, 1);
    for (let j = 0; j < i; j++) {
      const r = gram[i * k + j] * scale[i] * scale[j];
      if (Math.abs(r) > MAX_CORRELATION) return { kind: "correlation", pair: [j, i] };
      correlation.set(i, j, r);
      correlation.set(j, i, r);
    }
  }
  const factors = varianceInflation(correlation);
  if (!factors) return { kind: "singular" };
  const column = factors.findIndex((factor) => factor > MAX_VARIANCE_INFLATION);
  return column < 0 ? undefined : { kind: "inflation", column, factor: factors[column] };
}

/** Diagonal of the inverse of a correlation matrix; `undefined` where it has none. */
export function varianceInflation(correlation: Matrix): number[] | undefined {
  const cholesky = new CholeskyDecomposition(correlation);
  if (!cholesky.isPositiveDefinite()) return undefined;
  const factors = cholesky.solve(Matrix.eye(correlation.rows)).diagonal();
  return factors.every((factor) => factor < ROUNDING_ALONE) ? factors : undefined;
}
