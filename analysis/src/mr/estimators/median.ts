import { chiSquare1LnP } from "../../stats/normal.ts";
import type { InstrumentEffects } from "../instrument-effects.ts";
import { standardDeviation } from "./bootstrap.ts";
import { drawnRatios } from "./drawn-ratios.ts";
import type { Estimator } from "./estimator.ts";
import { degreesOf, infer, type Distribution } from "./inference.ts";
import { MedianWindow } from "./median-window.ts";
import { ratiosOf, ratioStandardErrors, type RatioWeights } from "./ratios.ts";
import { weightedMedian as weightedMedianOf } from "./weighted-median.ts";

export interface SimpleMedianOptions {
  /** Of interval and P value, with k − 1 degrees of freedom for `t`; `normal` by default. */
  readonly distribution?: Distribution;
}

export interface WeightedMedianOptions extends SimpleMedianOptions {
  /** 1 / variance of the ratios: `delta` (default) as TwoSampleMR, `firstOrder` as MendelianRandomization. */
  readonly weights?: RatioWeights;
}

export interface PenalisedMedianOptions extends WeightedMedianOptions {
  /** Variants lose weight whose P of lying at the weighted median is below 1 / factor; 20 by default. */
  readonly penalty?: number;
}

/**
 * Median of the Wald ratios; right while more than half of the variants are valid instruments.
 *
 * @example
 * const median = mr.estimate(harmonised, { methods: ["simpleMedian"], seed: 7 });
 * @see Bowden et al. 2016, doi:10.1002/gepi.21965
 */
export function simpleMedian(options: SimpleMedianOptions = {}): Estimator {
  return medianEstimator({
    id: "simpleMedian",
    name: "Simple median",
    options,
    weightsOf: ({ variantId }) => new Float64Array(variantId.length).fill(1),
  });
}

/**
 * Median of the Wald ratios by weight; right while valid instruments carry more than half of the weight.
 *
 * @example
 * const asMendelianRandomization = mr.methods.weightedMedian({ weights: "firstOrder" });
 * @see Bowden et al. 2016, doi:10.1002/gepi.21965
 */
export function weightedMedian(options: WeightedMedianOptions = {}): Estimator {
  const { weights = "delta" } = options;
  return medianEstimator({
    id: "weightedMedian",
    name: "Weighted median",
    options,
    order: weights,
    weightsOf: (effects) => ratioWeights(effects, weights),
  });
}

/**
 * Weighted median with less weight for variants that lie far from it.
 *
 * @example
 * const penalised = mr.estimate(harmonised, { methods: [mr.methods.penalisedMedian({ penalty: 20 })] });
 * @see Bowden et al. 2016, doi:10.1002/gepi.21965
 */
export function penalisedMedian(options: PenalisedMedianOptions = {}): Estimator {
  const { weights: order = "delta", penalty = 20 } = options;
  return medianEstimator({
    id: "penalisedMedian",
    name: "Penalised weighted median",
    options,
    order,
    weightsOf(effects) {
      const weights = ratioWeights(effects, order);
      const ratios = ratiosOf(effects);
      const median = weightedMedianOf(ratios, weights);
      return weights.map((weight, j) => {
        const p = Math.exp(chiSquare1LnP(weight * (ratios[j] - median) ** 2));
        return weight * Math.min(1, penalty * p);
      });
    },
  });
}

function ratioWeights(effects: InstrumentEffects, order: RatioWeights): Float64Array {
  return ratioStandardErrors(effects, order).map((sd) => 1 / (sd * sd));
}

function medianEstimator(method: {
  readonly id: string;
  readonly name: string;
  readonly options: SimpleMedianOptions;
  readonly order?: RatioWeights;
  readonly weightsOf: (effects: InstrumentEffects) => Float64Array;
}): Estimator {
  const { id, name, order, weightsOf } = method;
  const { distribution = "normal" } = method.options;
  const traits = [
    order === "delta" ? "delta weights" : order ? "first-order weights" : "",
    distribution === "t" ? "Student's t" : "",
  ].filter(Boolean);
  const idParts = [order === "firstOrder" ? order : "", distribution === "t" ? "t" : ""];
  return {
    id: [id, ...idParts.filter(Boolean)].join("."),
    label: traits.length > 0 ? `${name} (${traits.join(", ")})` : name,
    fewestVariants: 3,
    usesCorrelation: false,
    isRandom: true,
    source: "doi:10.1002/gepi.21965",
    estimate(effects, settings) {
      const k = effects.variantId.length;
      const weights = weightsOf(effects);
      const beta = weightedMedianOf(ratiosOf(effects), weights);
      const ratios = drawnRatios(effects, settings);
      const window = new MedianWindow(ratios.subarray(0, k));
      const half = weights.reduce((sum, weight) => sum + weight, 0) / 2;
      const medians = new Float64Array(settings.bootstraps);
      for (let b = 0; b < medians.length; b++) {
        medians[b] = window.weightedMedian(ratios, b * k, weights, half);
      }
      const standardError = standardDeviation(medians);
      return {
        beta,
        standardError,
        ...infer(beta, standardError, settings.confidence, degreesOf(distribution, k - 1)),
        variantCount: k,
        details: { bootstraps: settings.bootstraps, ...(order ? { weights: order } : {}) },
        notes: [],
      };
    },
  };
}
