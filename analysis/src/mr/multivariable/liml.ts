import { findRoot } from "../../stats/minimise.ts";
import { NotEstimableError } from "../mr-errors.ts";
import { fitEffects } from "./effects-fit.ts";
import { intervals } from "./interval.ts";
import type { MultivariableEstimator } from "./multivariable-estimator.ts";
import { outcomeOnExposures } from "./noisy-effects.ts";
import { curvature, sandwich } from "./profile-curvature.ts";
import { ProfileFit } from "./profile-fit.ts";

/**
 * Multivariable limited information maximum likelihood: minimises Q with the errors of all effects in its weights, which
 * conditionally weak instruments do not draw to 0.
 *
 * Balanced pleiotropy is a variance τ² that makes Q its expectation k − p; 0 where Q is below. Standard errors are of the
 * sandwich form. Give `exposureCorrelation` where exposures were measured in the same people.
 *
 * @see Sanderson, Spiller & Bowden 2021, doi:10.1002/sim.9133
 * @example
 * const method = mr.multivariableMethods.liml();
 */
export function multivariableLiml(): MultivariableEstimator {
  return {
    id: "liml",
    label: "Multivariable limited information maximum likelihood (over-dispersion by τ²)",
    extraVariants: 1,
    usesCorrelation: false,
    isRandom: false,
    source: "doi:10.1002/sim.9133",
    estimate(effects, { errorCorrelation, confidence }) {
      const k = effects.betaOutcome.length;
      const p = effects.exposures.length;
      const theta = fitEffects(effects).coefficients.slice();
      const start = theta.slice();
      const fit = new ProfileFit(outcomeOnExposures(effects, errorCorrelation));
      const rows = Int32Array.from({ length: k }, (_, j) => j);
      const expected = k - p;
      const q = fit.minimise(theta, rows);
      let tau2 = 0;
      if (q > expected) {
        const excess = (t: number): number => {
          theta.set(start);
          return fit.minimise(theta, rows, t) - expected;
        };
        let high = effects.standardErrorOutcome.reduce((most, se) => Math.max(most, se * se), 0);
        for (let i = 0; i < 100 && excess(high) > 0; i++) high *= 4;
        tau2 = findRoot(excess, 0, high);
        excess(tau2);
      }
      const bread = curvature(fit, theta, rows, tau2);
      if (!bread || !(tau2 >= 0) || Number.isNaN(q)) {
        throw new NotEstimableError("NO_CONVERGENCE", {
          what: "Q has no minimum that can be told from its surroundings.",
          why: `The instruments are too weak to tell the effects of ${effects.exposures.join(", ")} apart.`,
          remedy:
            "Look at mr.conditionalStrength, and leave out the exposure with the lowest value.",
        });
      }
      const covariance = sandwich(fit, theta, rows, bread, tau2);
      const standardError = theta.map((_, i) => Math.sqrt(covariance.get(i, i)));
      return {
        beta: theta,
        standardError,
        ...intervals(theta, standardError, confidence),
        variantCount: k,
        details: { q, qDegreesOfFreedom: expected, tau2 },
        notes: [],
      };
    },
  };
}
