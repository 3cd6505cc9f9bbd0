import type { InstrumentEffects } from "../instrument-effects.ts";

/** Variances of Wald ratios: of the outcome's error alone, or of both errors by the delta method. */
export type RatioWeights = "firstOrder" | "delta";

/** Wald ratios β_Y / β_X, one a variant. */
export function ratiosOf({ betaExposure, betaOutcome }: InstrumentEffects): Float64Array {
  return betaOutcome.map((beta, j) => beta / betaExposure[j]);
}

/**
 * Standard errors of Wald ratios.
 *
 * @param order - `firstOrder` σ_Y / |β_X| takes the effect on the exposure as known (NOME); `delta` adds its error
 * @param psi - correlation of the two estimates of a variant, from samples that overlap; for `delta`
 */
export function ratioStandardErrors(
  effects: InstrumentEffects,
  order: RatioWeights,
  psi = 0,
): Float64Array {
  return outcomeVariances(effects, order, psi).map(
    (variance, j) => Math.sqrt(variance) / Math.abs(effects.betaExposure[j]),
  );
}

/** σ_Y², or with the exposure's error σ_Y² + θ_j²σ_X² − 2ψθ_jσ_Xσ_Y: the variance of β_Y − θ_j β_X. */
export function outcomeVariances(
  effects: InstrumentEffects,
  order: RatioWeights,
  psi = 0,
): Float64Array {
  const { betaExposure, standardErrorExposure, betaOutcome, standardErrorOutcome } = effects;
  if (order === "firstOrder") return standardErrorOutcome.map((sd) => sd * sd);
  return standardErrorOutcome.map((sd, j) => {
    const own = (betaOutcome[j] / betaExposure[j]) * standardErrorExposure[j];
    return sd * sd + own * own - 2 * psi * own * sd;
  });
}
