import { chiSquareLnP } from "../../stats/chi-square.ts";
import { degreesOf, negLog10Of, type Distribution } from "../estimators/inference.ts";
import { DISPERSION_LABELS, dispersionFactor, type Dispersion } from "../estimators/line-fit.ts";
import { fitEffects, type EffectsFit } from "./effects-fit.ts";
import { intervals } from "./interval.ts";
import type { MultivariableEstimator } from "./multivariable-estimator.ts";

export interface MultivariableIvwOptions {
  /**
   * With φ² = Q / (k − p): `random` (default) is × max(1, φ) as in MendelianRandomization and TwoSampleMR, `randomUncorrected`
   * × φ also below 1 as in MVMR, `fixed` leaves φ out.
   */
  readonly model?: Dispersion | undefined;
  /** Of intervals and P values: Student's t has k − p degrees of freedom. */
  readonly distribution?: Distribution | undefined;
}

/**
 * Multivariable inverse variance weighted estimates: the outcome's effects regressed on those of all exposures at once.
 *
 * Correlated variants enter through their correlation matrix. `model: "randomUncorrected"` with
 * `distribution: "t"` gives what the R package MVMR prints, the defaults what MendelianRandomization does.
 *
 * @see Burgess & Thompson 2015, doi:10.1093/aje/kwu283
 * @example
 * const method = mr.multivariableMethods.ivw({ model: "fixed" });
 */
export function multivariableIvw(options: MultivariableIvwOptions = {}): MultivariableEstimator {
  const { model = "random", distribution = "normal" } = options;
  return {
    id: ["ivw", model === "random" ? "" : model, distribution === "t" ? "t" : ""]
      .filter(Boolean)
      .join("."),
    label: `Multivariable inverse variance weighted (${DISPERSION_LABELS[model]}${distribution === "t" ? ", Student's t" : ""})`,
    extraVariants: model === "randomUncorrected" || distribution === "t" ? 1 : 0,
    usesCorrelation: true,
    isRandom: false,
    source: "doi:10.1093/aje/kwu283",
    estimate(effects, { confidence }) {
      const fit = fitEffects(effects);
      const p = effects.exposures.length;
      const beta = fit.coefficients;
      const scale = dispersionFactor(model, fit.residualStandardError);
      const standardError = beta.map((_, i) => scale * Math.sqrt(fit.covariance[i * p + i]));
      return {
        beta,
        standardError,
        ...intervals(
          beta,
          standardError,
          confidence,
          degreesOf(distribution, fit.degreesOfFreedom),
        ),
        variantCount: effects.betaOutcome.length,
        details: heterogeneity(fit),
        notes:
          fit.degreesOfFreedom === 0
            ? [
                "As many variants as exposures: heterogeneity cannot be seen, standard errors are those of fixed effects.",
              ]
            : [],
      };
    },
  };
}

/** Cochran's Q of the residuals, as details of an estimate. */
export function heterogeneity(fit: EffectsFit): Readonly<Record<string, number>> {
  const { residualSumOfSquares: q, degreesOfFreedom } = fit;
  if (degreesOfFreedom === 0) return { qDegreesOfFreedom: 0 };
  return {
    residualStandardError: fit.residualStandardError,
    q,
    qDegreesOfFreedom: degreesOfFreedom,
    qNegLog10PValue: negLog10Of(chiSquareLnP(q, degreesOfFreedom)),
  };
}
