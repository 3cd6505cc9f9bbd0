import { chiSquare1LnP } from "../../stats/normal.ts";

/**
 * Weights, less where a variant's residual is improbable: w · min(1, factor · P(χ²₁ ≥ w r²)).
 *
 * @param residuals - on the scale of the weights, so that w r² is χ²₁ for a valid variant
 * @see Burgess et al. 2016, arXiv:1606.03729 (penalised weights)
 */
export function penalisedWeights(
  weights: Float64Array,
  residuals: Float64Array,
  factor: number,
): Float64Array {
  return weights.map((weight, j) => {
    const p = Math.exp(chiSquare1LnP(weight * residuals[j] ** 2));
    return weight * Math.min(1, factor * p);
  });
}
