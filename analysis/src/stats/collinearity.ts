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
  const correlation = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    correlation[i * k + i] = 1;
    for (let j = 0; j < i; j++) {
      const r = gram[i * k + j] * scale[i] * scale[j];
      if (Math.abs(r) > MAX_CORRELATION) return { kind: "correlation", pair: [j, i] };
      correlation[i * k + j] = r;
    }
  }
  const factors = varianceInflation(correlation, k);
  if (!factors) return { kind: "singular" };
  const column = factors.findIndex((factor) => factor > MAX_VARIANCE_INFLATION);
  return column < 0 ? undefined : { kind: "inflation", column, factor: factors[column] };
}

/**
 * Diagonal of the inverse of a correlation matrix; `undefined` where it has none.
 *
 * @param correlation - k × k row-major; only the lower triangle is read
 */
export function varianceInflation(correlation: Float64Array, k: number): number[] | undefined {
  const lower = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = correlation[i * k + j];
      for (let c = 0; c < j; c++) rest -= lower[i * k + c] * lower[j * k + c];
      if (i === j && !(rest > 0)) return undefined;
      lower[i * k + j] = i === j ? Math.sqrt(rest) : rest / lower[j * k + j];
    }
  }
  const factors = Array.from({ length: k }, (_, place) => inverseDiagonal(lower, k, place));
  return factors.every((factor) => factor < ROUNDING_ALONE) ? factors : undefined;
}

/** (LLᵀ)⁻¹ at one diagonal place: ‖L⁻¹e‖². */
function inverseDiagonal(lower: Float64Array, k: number, place: number): number {
  const x = new Float64Array(k);
  let squares = 0;
  for (let i = place; i < k; i++) {
    let rest = Number(i === place);
    for (let c = place; c < i; c++) rest -= lower[i * k + c] * x[c];
    x[i] = rest / lower[i * k + i];
    squares += x[i] ** 2;
  }
  return squares;
}
