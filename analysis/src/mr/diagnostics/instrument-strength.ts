import { Table } from "../../table.ts";
import type { InstrumentEffects } from "../instrument-effects.ts";
import { checkedEffects, type EffectsInput } from "./checked-effects.ts";
import { diagnosticProvenance } from "./provenance.ts";

export type InstrumentStrengthColumns = {
  /** `meanF`, `smallestF`, `i2gx` or `i2gxWeighted`. */
  readonly measure: readonly string[];
  readonly label: readonly string[];
  readonly value: Float64Array;
  /** Below it, bias by weak instruments or regression dilution is of concern. */
  readonly threshold: Float64Array;
  readonly errorCode: readonly string[];
  readonly reason: readonly string[];
};

/**
 * How well the exposure effects are measured: F of each variant, (β/SE)², in mean and minimum, and I²_GX, the share by
 * which MR-Egger's slope is diluted by their error, unweighted (β_X) and weighted (β_X/σ_Y, as the Egger regression weighs).
 *
 * @param input - harmonised data, or effects of k variants; I²_GX needs two
 * @returns a row a measure, with the threshold in use: F 10, I²_GX 0.9
 * @example
 * mr.instrumentStrength(harmonised).columns.value;
 * @see Bowden et al. 2016, doi:10.1093/ije/dyw220 (I²_GX)
 */
export function instrumentStrength(input: EffectsInput): Table<InstrumentStrengthColumns> {
  const effects = checkedEffects(input);
  const f = effects.betaExposure.map((beta, j) => (beta / effects.standardErrorExposure[j]) ** 2);
  const isPair = f.length > 1;
  const refused = (text: string): string[] => ["", "", ...(isPair ? ["", ""] : [text, text])];
  return new Table(
    {
      measure: ["meanF", "smallestF", "i2gx", "i2gxWeighted"],
      label: ["Mean F", "Smallest F", "I²_GX, unweighted", "I²_GX, weighted"],
      value: Float64Array.of(
        f.reduce((sum, value) => sum + value, 0) / f.length,
        f.reduce((least, value) => Math.min(least, value), Infinity),
        isPair ? i2gx(effects, false) : NaN,
        isPair ? i2gx(effects, true) : NaN,
      ),
      threshold: Float64Array.of(10, 10, 0.9, 0.9),
      errorCode: refused("TOO_FEW_VARIANTS"),
      reason: refused("I²_GX needs two variants."),
    },
    diagnosticProvenance("strength of the instruments", effects),
  );
}

/** I² of the sizes of exposure effects; their heterogeneity is what an Egger slope rests on. */
function i2gx(effects: InstrumentEffects, isWeighted: boolean): number {
  const scale = effects.standardErrorOutcome.map((error) => (isWeighted ? error : 1));
  const sizes = effects.betaExposure.map((beta, j) => Math.abs(beta) / scale[j]);
  const weights = effects.standardErrorExposure.map((error, j) => (scale[j] / error) ** 2);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = sizes.reduce((sum, size, j) => sum + weights[j] * size, 0) / total;
  const q = sizes.reduce((sum, size, j) => sum + weights[j] * (size - mean) ** 2, 0);
  const degreesOfFreedom = sizes.length - 1;
  return q > degreesOfFreedom ? 1 - degreesOfFreedom / q : 0;
}
