import { pValueOf } from "../../sumstats/p-value.ts";
import { normalLnP, normalQuantile } from "../../stats/normal.ts";
import { Table } from "../../table.ts";
import { checkedEffects, type EffectsInput } from "./checked-effects.ts";
import { diagnosticProvenance } from "./provenance.ts";
import { negLog10Of } from "./tested.ts";

export type SingleVariantColumns = {
  readonly variantId: readonly string[];
  /** Wald ratio: outcome effect over exposure effect. */
  readonly beta: Float64Array;
  /** First order: of the outcome effect alone. */
  readonly standardError: Float64Array;
  readonly ciLower: Float64Array;
  readonly ciUpper: Float64Array;
  readonly negLog10PValue: Float64Array;
  readonly pValue: Float64Array;
  /** Second order (delta method): the error of the exposure effect too. */
  readonly standardErrorSecondOrder: Float64Array;
  readonly negLog10PValueSecondOrder: Float64Array;
  /** (β/SE)² of the exposure effect. */
  readonly fStatistic: Float64Array;
  /** 1 / `standardError`, the height in a funnel plot and the abscissa of a radial one. */
  readonly precision: Float64Array;
  /** `beta` × `precision`, the ordinate of a radial plot. */
  readonly radialBeta: Float64Array;
  /** Share of the inverse variance weighted estimate, adding up to 1. */
  readonly weight: Float64Array;
};

/**
 * The estimate of each variant on its own: Wald ratios with first- and second-order standard errors.
 *
 * @param input - harmonised data, or effects of k variants
 * @returns k rows, in the order of the instruments; P values and intervals are of the normal distribution and, unless named otherwise, of first order
 * @example
 * mr.singleVariant(harmonised).sortBy("beta");
 * @see Thomas et al. 2007, doi:10.1093/ije/dym078 (second order)
 */
export function singleVariant(input: EffectsInput): Table<SingleVariantColumns> {
  const effects = checkedEffects(input);
  const { betaExposure, standardErrorExposure, betaOutcome, standardErrorOutcome } = effects;
  const beta = betaOutcome.map((value, j) => value / betaExposure[j]);
  const standardError = standardErrorOutcome.map((value, j) => value / Math.abs(betaExposure[j]));
  const second = standardError.map((value, j) =>
    Math.hypot(value, (beta[j] * standardErrorExposure[j]) / betaExposure[j]),
  );
  const logP = (errors: Float64Array): Float64Array =>
    errors.map((error, j) => negLog10Of(normalLnP(beta[j] / error)));
  const width = normalQuantile(0.975);
  const precision = standardError.map((value) => 1 / value);
  const total = precision.reduce((sum, value) => sum + value * value, 0);
  const negLog10PValue = logP(standardError);
  return new Table(
    {
      variantId: effects.variantId,
      beta,
      standardError,
      ciLower: beta.map((value, j) => value - width * standardError[j]),
      ciUpper: beta.map((value, j) => value + width * standardError[j]),
      negLog10PValue,
      pValue: negLog10PValue.map(pValueOf),
      standardErrorSecondOrder: second,
      negLog10PValueSecondOrder: logP(second),
      fStatistic: betaExposure.map((value, j) => (value / standardErrorExposure[j]) ** 2),
      precision,
      radialBeta: beta.map((value, j) => value * precision[j]),
      weight: precision.map((value) => (value * value) / total),
    },
    diagnosticProvenance("Wald ratio of each variant", effects),
  );
}
