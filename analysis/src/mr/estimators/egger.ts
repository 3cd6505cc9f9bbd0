import type { InstrumentEffects } from "../instrument-effects.ts";
import type { Estimate, EstimationSettings, Estimator } from "./estimator.ts";
import { degreesOf, infer, type Distribution } from "./inference.ts";
import {
  DISPERSION_LABELS,
  dispersionFactor,
  fitLine,
  heterogeneityDetails,
  type Dispersion,
} from "./line-fit.ts";
import { mmRegression } from "./mm-regression.ts";
import { penalisedWeights } from "./penalised-weights.ts";
import { needsIndependentVariants } from "./refusals.ts";

export interface EggerOptions {
  readonly model?: Dispersion;
  /** Of interval and P value: Student's t with k − 2 degrees of freedom (default) as TwoSampleMR, or normal. */
  readonly distribution?: Distribution;
  /** Less weight for variants far from the line. */
  readonly penalised?: boolean;
  /** MM-regression, which outliers do not move, in place of least squares. */
  readonly robust?: boolean;
}

/** Penalties reach variants beyond P = 1 / factor. */
const PENALTY = 100;

/** The effects with every effect on the exposure positive, which MR-Egger's intercept is defined for. */
function oriented(effects: InstrumentEffects): {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly correlation: Float64Array | undefined;
} {
  const { betaExposure, betaOutcome, correlation } = effects;
  const k = betaExposure.length;
  const signs = betaExposure.map((beta) => (beta < 0 ? -1 : 1));
  return {
    x: betaExposure.map(Math.abs),
    y: betaOutcome.map((beta, j) => beta * signs[j]),
    correlation: correlation?.map((r, at) => r * signs[Math.floor(at / k)] * signs[at % k]),
  };
}

/**
 * MR-Egger: the slope with an intercept, which is the variants' mean effect on the outcome by other ways.
 *
 * Valid when these other effects do not go with the strength of the instruments (InSIDE). Its slope is diluted when
 * I²_GX, the share of the variance of the effects on the exposure that is not error, is below 0.9.
 *
 * @example
 * const { details } = mr.estimate(harmonised, { methods: ["egger"] }).details("egger");
 * const intercept = details.intercept;
 * @see Bowden, Davey Smith & Burgess 2015, doi:10.1093/ije/dyv080
 * @see Bowden et al. 2016, doi:10.1093/ije/dyw220 (I²_GX)
 */
export function egger(options: EggerOptions = {}): Estimator {
  const { model = "random", distribution = "t", penalised = false, robust = false } = options;
  const traits = [
    DISPERSION_LABELS[model],
    penalised ? "penalised" : "",
    robust ? "robust" : "",
    distribution === "t" ? "Student's t" : "normal",
  ];
  const label = `MR-Egger (${traits.filter(Boolean).join(", ")})`;
  const idParts = [
    model === "random" ? "" : model,
    penalised ? "penalised" : "",
    robust ? "robust" : "",
    distribution === "normal" ? "normal" : "",
  ];
  const estimate = (effects: InstrumentEffects, settings: EstimationSettings): Estimate => {
    const { x, y, correlation } = oriented(effects);
    if (correlation && (penalised || robust)) throw needsIndependentVariants(label);
    const k = x.length;
    let weights: Float64Array = effects.standardErrorOutcome.map((sd) => 1 / (sd * sd));
    if (penalised) {
      const first = fitLine({ x, y, weights, hasIntercept: true, label });
      const residuals = y.map((value, j) => value - first.intercept - first.slope * x[j]);
      weights = penalisedWeights(weights, residuals, PENALTY);
    }
    const fit = robust
      ? mmRegression({ x, y, weights, hasIntercept: true, label })
      : fitLine({ x, y, weights, hasIntercept: true, correlation, label });
    const factor = dispersionFactor(model, fit.residualStandardError);
    const degreesOfFreedom = degreesOf(distribution, k - 2);
    const standardError = fit.slopeError * factor;
    const interceptError = fit.interceptError * factor;
    const own = infer(fit.intercept, interceptError, settings.confidence, degreesOfFreedom);
    const i2gx = exposureI2(effects);
    return {
      beta: fit.slope,
      standardError,
      ...infer(fit.slope, standardError, settings.confidence, degreesOfFreedom),
      variantCount: k,
      details: {
        intercept: fit.intercept,
        interceptStandardError: interceptError,
        interceptCiLower: own.ciLower,
        interceptCiUpper: own.ciUpper,
        interceptNegLog10PValue: own.negLog10PValue,
        ...heterogeneityDetails(fit),
        model,
        i2gx,
        ...(penalised ? { penalisedWeights: weights } : {}),
      },
      notes: [
        ...(i2gx < 0.9
          ? [
              `I²_GX is ${i2gx.toFixed(2)}: the slope is diluted towards 0 by errors of the effects on the exposure.`,
            ]
          : []),
        ...(model === "random" && fit.residualStandardError < 1
          ? ["Residuals are smaller than their errors: their scatter is taken as 1, not less."]
          : []),
      ],
    };
  };
  return {
    id: ["egger", ...idParts.filter(Boolean)].join("."),
    label,
    fewestVariants: 3,
    usesCorrelation: !penalised && !robust,
    isRandom: false,
    source: "doi:10.1093/ije/dyv080",
    estimate,
  };
}

/** I² of |β_X| / σ_Y, the weighted I²_GX; 0 where heterogeneity is no larger than error. */
function exposureI2(effects: InstrumentEffects): number {
  const { betaExposure, standardErrorExposure, standardErrorOutcome } = effects;
  const k = betaExposure.length;
  const values = betaExposure.map((beta, j) => Math.abs(beta) / standardErrorOutcome[j]);
  const weights = standardErrorExposure.map((sd, j) => (standardErrorOutcome[j] / sd) ** 2);
  let [sum, total] = [0, 0];
  for (let j = 0; j < k; j++) {
    sum += weights[j] * values[j];
    total += weights[j];
  }
  const mean = sum / total;
  let q = 0;
  for (let j = 0; j < k; j++) q += weights[j] * (values[j] - mean) ** 2;
  return q > 0 ? Math.max(0, (q - (k - 1)) / q) : 0;
}
