import { randomStream } from "../../random.ts";
import { fitEffects } from "./effects-fit.ts";
import { intervals } from "./interval.ts";
import type { MultivariableEstimator } from "./multivariable-estimator.ts";
import { WeightedMedianRegression } from "./weighted-median-regression.ts";

/**
 * Multivariable median: the outcome's effects regressed on those of the exposures by least weighted absolute deviations,
 * consistent while fewer than half of the weight is on invalid variants.
 *
 * Weights are 1/σ²_Y. Standard errors are those of `bootstraps` parametric samples of all effects.
 * With one exposure it is the lower weighted median of the ratios, which does not interpolate.
 *
 * @see Grant & Burgess 2021, doi:10.1002/sim.9156
 * @example
 * const method = mr.multivariableMethods.median();
 */
export function multivariableMedian(): MultivariableEstimator {
  return {
    id: "median",
    label: "Multivariable median (first-order weights, parametric bootstrap)",
    extraVariants: 1,
    usesCorrelation: false,
    isRandom: true,
    source: "doi:10.1002/sim.9156",
    estimate(effects, { seed, bootstraps, confidence }) {
      // Refuses collinear exposures by name.
      fitEffects(effects);
      const { betaExposures, standardErrorExposures, betaOutcome, standardErrorOutcome } = effects;
      const p = betaExposures.length;
      const k = betaOutcome.length;
      const weights = standardErrorOutcome.map((se) => 1 / (se * se));
      const regression = new WeightedMedianRegression(k, p);
      const beta = new Float64Array(p);
      regression.fit(betaExposures, betaOutcome, weights, beta);
      const random = randomStream(seed, "multivariableMedian");
      const drawn = betaExposures.map(() => new Float64Array(k));
      const drawnOutcome = new Float64Array(k);
      const theta = new Float64Array(p);
      const sums = new Float64Array(p);
      const squares = new Float64Array(p);
      let count = 0;
      for (let b = 0; b < bootstraps; b++) {
        for (let i = 0; i < p; i++) {
          for (let j = 0; j < k; j++) {
            drawn[i][j] = betaExposures[i][j] + standardErrorExposures[i][j] * random.normal();
          }
        }
        for (let j = 0; j < k; j++) {
          drawnOutcome[j] = betaOutcome[j] + standardErrorOutcome[j] * random.normal();
        }
        if (!regression.fit(drawn, drawnOutcome, weights, theta)) continue;
        count++;
        for (let i = 0; i < p; i++) {
          const change = theta[i] - beta[i];
          sums[i] += change;
          squares[i] += change * change;
        }
      }
      const standardError = squares.map((square, i) =>
        count > 1 ? Math.sqrt((square - (sums[i] * sums[i]) / count) / (count - 1)) : NaN,
      );
      return {
        beta,
        standardError,
        ...intervals(beta, standardError, confidence),
        variantCount: k,
        details: { bootstraps: count },
        notes: count > 1 ? [] : ["Without bootstrap samples the median has no standard error."],
      };
    },
  };
}
