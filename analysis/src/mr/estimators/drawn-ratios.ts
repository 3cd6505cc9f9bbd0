import type { InstrumentEffects } from "../instrument-effects.ts";
import { areSameNumbers } from "./same-numbers.ts";
import { standardNormals } from "./standard-normals.ts";

interface KeptRatios {
  readonly columns: readonly Float64Array[];
  readonly seed: number;
  readonly ratios: Float64Array;
}

const LARGEST_KEPT = 2_000_000;
let kept: KeptRatios | undefined;

/**
 * Wald ratios of parametric bootstrap samples, both effects of every variant drawn from their errors: k ratios of one
 * sample after the other, to be read before the next call.
 *
 * Kept for that call: the medians look at the same ones, so that their differences carry less noise.
 */
export function drawnRatios(
  effects: InstrumentEffects,
  { seed, bootstraps }: { readonly seed: number; readonly bootstraps: number },
): Float64Array {
  const { betaExposure, standardErrorExposure, betaOutcome, standardErrorOutcome } = effects;
  const columns = [betaExposure, standardErrorExposure, betaOutcome, standardErrorOutcome];
  const k = betaExposure.length;
  const size = k * bootstraps;
  const isThere = kept?.ratios.length === size && kept.columns[0].length === k;
  if (isThere && kept!.seed === seed && areSameNumbers(columns, kept!.columns)) return kept!.ratios;
  const normals = standardNormals(seed, 2 * size);
  const ratios = isThere ? kept!.ratios : new Float64Array(size);
  for (let at = 0; at < size; at += k) {
    for (let j = 0; j < k; j++) {
      const n = 2 * (at + j);
      ratios[at + j] =
        (betaOutcome[j] + standardErrorOutcome[j] * normals[n + 1]) /
        (betaExposure[j] + standardErrorExposure[j] * normals[n]);
    }
  }
  if (size <= LARGEST_KEPT) {
    kept = { columns: columns.map((column) => column.slice()), seed, ratios };
  }
  return ratios;
}
