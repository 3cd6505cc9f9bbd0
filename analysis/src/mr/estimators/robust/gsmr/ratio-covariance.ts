import type { InstrumentEffects } from "../../../instrument-effects.ts";

/** Ratio estimates and their covariance, k × k row-major, with LD between the variants. */
export interface RatioCovariance {
  readonly ratio: Float64Array;
  readonly covariance: Float64Array;
  /** Whether no two variants are in LD: the covariance has its diagonal only. */
  readonly isDiagonal: boolean;
}

/**
 * cov(θᵢ, θⱼ) = ρᵢⱼ (σ_Yᵢ σ_Yⱼ / (β_Xᵢ β_Xⱼ) + θᵢ θⱼ / (zᵢ zⱼ)), z = β_X / σ_X.
 *
 * @see Zhu et al. 2018, doi:10.1038/s41467-017-02317-2
 */
export function ratioCovariance(effects: InstrumentEffects): RatioCovariance {
  const { betaExposure: x, standardErrorExposure: sx, betaOutcome: y } = effects;
  const { standardErrorOutcome: sy, correlation } = effects;
  const k = x.length;
  const ratio = y.map((value, i) => value / x[i]);
  const fromOutcome = sy.map((error, i) => error / x[i]);
  const fromExposure = ratio.map((value, i) => (value * sx[i]) / x[i]);
  const covariance = new Float64Array(k * k);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < k; j++) {
      const rho = i === j ? 1 : (correlation?.[i * k + j] ?? 0);
      covariance[i * k + j] =
        rho * (fromOutcome[i] * fromOutcome[j] + fromExposure[i] * fromExposure[j]);
    }
  }
  return { ratio, covariance, isDiagonal: !correlation };
}
