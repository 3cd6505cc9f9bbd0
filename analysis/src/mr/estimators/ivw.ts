import type { InstrumentEffects } from "../instrument-effects.ts";
import type { Estimate, EstimationSettings, Estimator } from "./estimator.ts";
import { degreesOf, infer, type Distribution } from "./inference.ts";
import {
  DISPERSION_LABELS,
  dispersionFactor,
  fitLine,
  heterogeneityDetails,
  meanF,
  type Dispersion,
} from "./line-fit.ts";
import { medianOf } from "./weighted-median.ts";
import { mmRegression } from "./mm-regression.ts";
import { penalisedWeights } from "./penalised-weights.ts";
import { outcomeVariances, ratiosOf, type RatioWeights } from "./ratios.ts";
import { needsIndependentVariants, tooFewVariants } from "./refusals.ts";

export interface IvwOptions {
  /**
   * `random` (default): standard errors grow with the residuals and never fall below `fixed`, as TwoSampleMR's `mr_ivw`
   * and MendelianRandomization's `model = "random"`; `randomUncorrected` lets them fall, as `mr_ivw_mre`.
   */
  readonly model?: Dispersion;
  readonly weights?: RatioWeights;
  /** Correlation of the two estimates of a variant, from samples that overlap; for `delta` weights. */
  readonly psi?: number;
  readonly distribution?: Distribution;
  /** Less weight for variants whose ratio is far from the median ratio. */
  readonly penalised?: boolean;
  /** MM-regression, which outliers do not move, in place of least squares. */
  readonly robust?: boolean;
}

/** Penalties reach variants beyond P = 1 / factor. */
const PENALTY = { firstOrder: 100, delta: 20 } as const;

/**
 * Inverse variance weighted: the slope of effects on the outcome on effects on the exposure, through the origin.
 *
 * Valid when no variant has another way to the outcome, or these balance out. One variant gives its Wald ratio.
 *
 * @example
 * const fixed = mr.estimate(harmonised, { methods: [mr.methods.ivw({ model: "fixed" })] });
 * @see Burgess, Butterworth & Thompson 2013, doi:10.1002/gepi.21758
 * @see Burgess et al. 2016, doi:10.1002/sim.6835 (correlated variants)
 */
export function ivw(options: IvwOptions = {}): Estimator {
  const {
    model = "random",
    weights: order = "firstOrder",
    psi = 0,
    distribution = "normal",
    penalised = false,
    robust = false,
  } = options;
  const traits = [
    DISPERSION_LABELS[model],
    order === "delta" ? "delta weights" : "",
    penalised ? "penalised" : "",
    robust ? "robust" : "",
    distribution === "t" ? "Student's t" : "",
  ];
  const label = `Inverse variance weighted (${traits.filter(Boolean).join(", ")})`;
  const idParts = [
    model === "random" ? "" : model,
    order === "delta" ? "delta" : "",
    penalised ? "penalised" : "",
    robust ? "robust" : "",
    distribution === "t" ? "t" : "",
  ];
  const estimate = (effects: InstrumentEffects, settings: EstimationSettings): Estimate => {
    const { betaExposure: x, betaOutcome: y, correlation } = effects;
    const k = x.length;
    if (correlation && (penalised || robust)) throw needsIndependentVariants(label);
    if (robust && k < 3) throw tooFewVariants(label, k, 3);
    const variances = outcomeVariances(effects, order, psi);
    let weights: Float64Array = variances.map((variance) => 1 / variance);
    if (penalised) {
      const ratios = ratiosOf(effects);
      const median = medianOf(ratios);
      const residuals = ratios.map((ratio, j) => (ratio - median) * x[j]);
      weights = penalisedWeights(weights, residuals, PENALTY[order]);
    }
    const fit = robust
      ? mmRegression({ x, y, weights, hasIntercept: false, label })
      : fitLine({ x, y, weights, hasIntercept: false, correlation, label });
    const factor = dispersionFactor(model, fit.residualStandardError);
    const standardError = fit.slopeError * factor;
    const isAlone = fit.degreesOfFreedom === 0;
    const degreesOfFreedom = isAlone ? undefined : degreesOf(distribution, k - 1);
    return {
      beta: fit.slope,
      standardError,
      ...infer(fit.slope, standardError, settings.confidence, degreesOfFreedom),
      variantCount: k,
      details: {
        ...heterogeneityDetails(fit),
        model,
        weights: order,
        meanF: meanF(effects),
        ...(penalised ? { penalisedWeights: weights } : {}),
      },
      notes: isAlone
        ? ["One variant: this is its Wald ratio, with fixed effects and the normal distribution."]
        : model === "random" && fit.residualStandardError < 1
          ? ["Residuals are smaller than their errors: their scatter is taken as 1, not less."]
          : [],
    };
  };
  return {
    id: ["ivw", ...idParts.filter(Boolean)].join("."),
    label,
    fewestVariants: robust ? 3 : 1,
    usesCorrelation: !penalised && !robust,
    isRandom: false,
    source: "doi:10.1002/gepi.21758",
    estimate,
  };
}
