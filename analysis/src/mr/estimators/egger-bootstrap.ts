import { bootstrapEffects, standardDeviation } from "./bootstrap.ts";
import type { Estimator } from "./estimator.ts";

/**
 * MR-Egger over parametric bootstrap samples: mean, standard deviation, percentiles and two-sided P value of the slopes.
 *
 * Each sample is oriented and fitted by weighted least squares as MR-Egger itself is. TwoSampleMR's function regresses
 * w β_Y on w β_X with an equal weight for all, which is another line, and its P value is one-sided.
 *
 * @example
 * const slopes = mr.estimate(harmonised, { methods: ["eggerBootstrap"], seed: 7 });
 * @see Bowden, Davey Smith & Burgess 2015, doi:10.1093/ije/dyv080
 */
export function eggerBootstrap(): Estimator {
  return {
    id: "eggerBootstrap",
    label: "MR-Egger (bootstrap mean and percentiles)",
    fewestVariants: 3,
    usesCorrelation: false,
    isRandom: true,
    source: "doi:10.1093/ije/dyv080",
    estimate(effects, settings) {
      const { bootstraps, confidence } = settings;
      const weights = effects.standardErrorOutcome.map((sd) => 1 / (sd * sd));
      const intercepts = new Float64Array(bootstraps);
      let b = 0;
      const slopes = bootstrapEffects(effects, settings, (x, y) => {
        let [w, wx, wy, wxx, wxy] = [0, 0, 0, 0, 0];
        for (let j = 0; j < x.length; j++) {
          const positive = Math.abs(x[j]);
          const outcome = x[j] < 0 ? -y[j] : y[j];
          w += weights[j];
          wx += weights[j] * positive;
          wy += weights[j] * outcome;
          wxx += weights[j] * positive * positive;
          wxy += weights[j] * positive * outcome;
        }
        const slope = (w * wxy - wx * wy) / (w * wxx - wx * wx);
        intercepts[b++] = (wy - slope * wx) / w;
        return slope;
      });
      const own = percentiles(slopes, confidence);
      const constant = percentiles(intercepts, confidence);
      return {
        beta: own.mean,
        standardError: standardDeviation(slopes),
        ciLower: own.lower,
        ciUpper: own.upper,
        negLog10PValue: own.negLog10PValue,
        variantCount: weights.length,
        details: {
          intercept: constant.mean,
          interceptStandardError: standardDeviation(intercepts),
          interceptCiLower: constant.lower,
          interceptCiUpper: constant.upper,
          interceptNegLog10PValue: constant.negLog10PValue,
          bootstraps,
        },
        notes: [
          "Errors of the effects on the exposure, drawn once more, dilute the slope once more.",
        ],
      };
    },
  };
}

/** Mean, percentile interval and two-sided bootstrap P value (1 + the fewer on one side of 0, twice, over 1 + all). */
function percentiles(
  values: Float64Array,
  confidence: number,
): { mean: number; lower: number; upper: number; negLog10PValue: number } {
  const sorted = values.slice().sort();
  const n = sorted.length;
  const quantile = (p: number): number => {
    const place = p * (n - 1);
    const i = Math.floor(place);
    return sorted[i] + (place - i) * ((sorted[i + 1] ?? sorted[i]) - sorted[i]);
  };
  const below = sorted.filter((value) => value < 0).length;
  const p = Math.min(1, (2 * (1 + Math.min(below, n - below))) / (n + 1));
  return {
    mean: sorted.reduce((sum, value) => sum + value / n, 0),
    lower: quantile((1 - confidence) / 2),
    upper: quantile((1 + confidence) / 2),
    negLog10PValue: -Math.log10(p),
  };
}
