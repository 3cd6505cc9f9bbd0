import { InvalidArgumentError } from "../../errors.ts";
import { degreesOf, type Distribution } from "../estimators/inference.ts";
import { dispersionFactor } from "../estimators/line-fit.ts";
import { fitEffects } from "./effects-fit.ts";
import { intervals } from "./interval.ts";
import { heterogeneity } from "./ivw.ts";
import type { MultivariableEffects } from "./multivariable-effects.ts";
import type { MultivariableEstimator } from "./multivariable-estimator.ts";

export interface MultivariableEggerOptions {
  /** The exposure whose effects all variants are turned to raise: the first by default. The estimates depend on it. */
  readonly orientTo?: string | undefined;
  /** Of intervals and P values: Student's t has k − p − 1 degrees of freedom, for slopes and intercept alike. */
  readonly distribution?: Distribution | undefined;
}

/**
 * Multivariable Egger regression: as IVW with an intercept, the mean pleiotropic effect of alleles that raise one exposure.
 *
 * Standard errors are × max(1, φ), as in MendelianRandomization. Details hold the intercept with its standard error,
 * interval and P.
 *
 * @see Rees, Wood & Burgess 2017, doi:10.1002/sim.7492
 * @example
 * const method = mr.multivariableMethods.egger({ orientTo: "HDL" });
 */
export function multivariableEgger(
  options: MultivariableEggerOptions = {},
): MultivariableEstimator {
  const { orientTo, distribution = "normal" } = options;
  return {
    id: ["egger", orientTo ?? "", distribution === "t" ? "t" : ""].filter(Boolean).join("."),
    label: `Multivariable Egger (oriented to ${orientTo ?? "the first exposure"}${distribution === "t" ? ", Student's t" : ""})`,
    extraVariants: 2,
    usesCorrelation: true,
    isRandom: false,
    source: "doi:10.1002/sim.7492",
    estimate(effects, { confidence }) {
      const p = effects.exposures.length;
      const towards = exposureIndex(effects, orientTo);
      // An effect of exactly 0 has no direction: its variant stays as it is.
      const signs = effects.betaExposures[towards].map((beta) => (beta < 0 ? -1 : 1));
      const fit = fitEffects(effects, { signs, hasIntercept: true });
      const scale = dispersionFactor("random", fit.residualStandardError);
      const q = p + 1;
      const all = fit.coefficients;
      const standardErrors = all.map((_, i) => scale * Math.sqrt(fit.covariance[i * q + i]));
      const found = intervals(
        all,
        standardErrors,
        confidence,
        degreesOf(distribution, fit.degreesOfFreedom),
      );
      return {
        beta: all.slice(0, p),
        standardError: standardErrors.slice(0, p),
        ciLower: found.ciLower.slice(0, p),
        ciUpper: found.ciUpper.slice(0, p),
        negLog10PValue: found.negLog10PValue.slice(0, p),
        variantCount: effects.betaOutcome.length,
        details: {
          orientedTo: effects.exposures[towards],
          intercept: all[p],
          interceptStandardError: standardErrors[p],
          interceptCiLower: found.ciLower[p],
          interceptCiUpper: found.ciUpper[p],
          interceptNegLog10PValue: found.negLog10PValue[p],
          ...heterogeneity(fit),
        },
        notes: [],
      };
    },
  };
}

/** @throws InvalidArgumentError for a name that is not an exposure's */
export function exposureIndex(
  { exposures }: MultivariableEffects,
  name: string | undefined,
): number {
  if (name === undefined) return 0;
  const index = exposures.indexOf(name);
  if (index >= 0) return index;
  throw new InvalidArgumentError("orientTo", {
    what: `There is no exposure "${name}".`,
    why: `The exposures are ${exposures.join(", ")}.`,
    remedy: "Name one of them.",
  });
}
