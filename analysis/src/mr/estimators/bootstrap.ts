import type { InstrumentEffects } from "../instrument-effects.ts";
import { standardNormals } from "./standard-normals.ts";

/**
 * Parametric bootstrap: draws both effects of every variant from their errors, and collects a statistic.
 *
 * Draws go with the variants' places, so that variants in another order give other draws of the same distribution.
 *
 * @param statistic - of k drawn effects each; the arrays are filled anew for every call
 */
export function bootstrapEffects(
  effects: InstrumentEffects,
  { seed, bootstraps }: { readonly seed: number; readonly bootstraps: number },
  statistic: (betaExposure: Float64Array, betaOutcome: Float64Array) => number,
): Float64Array {
  const { betaExposure, standardErrorExposure, betaOutcome, standardErrorOutcome } = effects;
  const k = betaExposure.length;
  const normals = standardNormals(seed, 2 * k * bootstraps);
  const x = new Float64Array(k);
  const y = new Float64Array(k);
  const values = new Float64Array(bootstraps);
  let at = 0;
  for (let b = 0; b < bootstraps; b++) {
    for (let j = 0; j < k; j++) {
      x[j] = betaExposure[j] + standardErrorExposure[j] * normals[at++];
      y[j] = betaOutcome[j] + standardErrorOutcome[j] * normals[at++];
    }
    values[b] = statistic(x, y);
  }
  return values;
}

/** Standard deviation with n − 1. */
export function standardDeviation(values: Float64Array): number {
  const n = values.length;
  let mean = 0;
  for (const value of values) mean += value / n;
  let sum = 0;
  for (const value of values) sum += (value - mean) ** 2;
  return Math.sqrt(sum / (n - 1));
}
