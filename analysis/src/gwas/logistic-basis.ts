import { crossProducts } from "../stats/cross-products.ts";

/** Intercept and covariates made orthogonal, so that sums in single precision lose nothing to their likeness. */
export interface LogisticBasis {
  /** k columns, each of norm² n. */
  readonly columns: readonly Float64Array[];
  /** k × k, upper triangular: column c is the sum over j of combination[j × k + c] × predictor j. */
  readonly combination: Float64Array;
}

/** @param predictors - intercept and covariates that are not collinear */
export function logisticBasis(predictors: readonly Float64Array[]): LogisticBasis {
  const k = predictors.length;
  const n = predictors[0].length;
  const lower = invertedCholesky(crossProducts(predictors, predictors), k);
  const scale = Math.sqrt(n);
  const combination = new Float64Array(k * k);
  const columns = predictors.map((_, c) => {
    const column = new Float64Array(n);
    for (let j = 0; j <= c; j++) {
      const share = scale * lower[c * k + j];
      combination[j * k + c] = share;
      const predictor = predictors[j];
      for (let i = 0; i < n; i++) column[i] += share * predictor[i];
    }
    return column;
  });
  return { columns, combination };
}

/** L⁻¹ of a positive definite LLᵀ, k × k, lower triangular. */
function invertedCholesky(gram: Float64Array, k: number): Float64Array {
  const lower = new Float64Array(k * k);
  const inverse = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = gram[i * k + j];
      for (let c = 0; c < j; c++) rest -= lower[i * k + c] * lower[j * k + c];
      lower[i * k + j] = i === j ? Math.sqrt(rest) : rest / lower[j * k + j];
    }
    for (let j = 0; j <= i; j++) {
      let rest = Number(i === j);
      for (let c = j; c < i; c++) rest -= lower[i * k + c] * inverse[c * k + j];
      inverse[i * k + j] = rest / lower[i * k + i];
    }
  }
  return inverse;
}

export function withIntercept(n: number, covariates: readonly Float64Array[]): Float64Array[] {
  return [new Float64Array(n).fill(1), ...covariates];
}
