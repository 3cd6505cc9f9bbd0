import type { InstrumentEffects } from "../../../instrument-effects.ts";

/** How the variance of a ratio estimate is taken: without or with the error of the exposure, at θⱼ or at the slope. */
export type RadialWeights = "firstOrder" | "secondOrder" | "modifiedSecondOrder";

/** Ratio estimates and the parts of their variance, one of each a variant. */
export interface Ratios {
  readonly ratio: Float64Array;
  /** σ_Y² / β_X². */
  readonly outcomeVariance: Float64Array;
  /** σ_X² / β_X²; times θ² it is the exposure's part. */
  readonly exposureVariance: Float64Array;
}

export function ratiosOf(effects: InstrumentEffects): Ratios {
  const { betaExposure: x, standardErrorExposure: sx, betaOutcome: y } = effects;
  return {
    ratio: x.map((value, i) => y[i] / value),
    outcomeVariance: effects.standardErrorOutcome.map((error, i) => (error / x[i]) ** 2),
    exposureVariance: sx.map((error, i) => (error / x[i]) ** 2),
  };
}

/** W = 1 / (σ_Y²/β_X² + θ² σ_X²/β_X²) with one θ for all variants. */
export function weightsAtSlope(ratios: Ratios, slope: number): Float64Array {
  const { exposureVariance } = ratios;
  return ratios.outcomeVariance.map((v, i) => 1 / (v + slope * slope * exposureVariance[i]));
}

/** The same with each variant's own ratio for θ. */
export function weightsAtRatios(ratios: Ratios): Float64Array {
  const { exposureVariance, ratio } = ratios;
  return ratios.outcomeVariance.map((v, i) => 1 / (v + ratio[i] * ratio[i] * exposureVariance[i]));
}
