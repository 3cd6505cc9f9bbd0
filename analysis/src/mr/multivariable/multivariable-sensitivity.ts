import { chiSquareLnP } from "../../stats/chi-square.ts";
import { pValueOf } from "../../sumstats/p-value.ts";
import { Table } from "../../table.ts";
import { negLog10Of } from "../estimators/inference.ts";
import { NotEstimableError } from "../mr-errors.ts";
import {
  conditionalStrength,
  type ConditionalStrengthOptions,
  type StrengthColumns,
} from "./conditional-strength.ts";
import { errorCorrelation } from "./error-correlation.ts";
import { fitEffects } from "./effects-fit.ts";
import type { MultivariableEffects } from "./multivariable-effects.ts";
import { outcomeOnExposures } from "./noisy-effects.ts";
import { ProfileFit } from "./profile-fit.ts";

export interface MultivariableSensitivityOptions extends ConditionalStrengthOptions {
  /**
   * Degrees of freedom of Q_A: k − p, as one parameter is estimated for each exposure; `MVMR` takes off one more, as for an
   * intercept that is not fitted.
   */
  readonly pleiotropyConvention?: "kMinusP" | "MVMR" | undefined;
}

export type MultivariableHeterogeneityColumns = {
  readonly statistic: readonly string[];
  readonly q: Float64Array;
  readonly degreesOfFreedom: Uint32Array;
  readonly negLog10PValue: Float64Array;
  readonly pValue: Float64Array;
  /** √(Q / df). */
  readonly residualStandardError: Float64Array;
};

export type VariantContributionColumns = {
  readonly variantId: readonly string[];
  /** Outcome effect less what the exposures explain. */
  readonly residual: Float64Array;
  /** Its part of Q_A, χ² with one degree of freedom where the variant is valid. */
  readonly qContribution: Float64Array;
  readonly negLog10PValue: Float64Array;
  readonly pValue: Float64Array;
  /** How far all estimates move without it. */
  readonly cooksDistance: Float64Array;
};

/** What can be checked of a multivariable analysis. */
export interface MultivariableSensitivity {
  /** Conditional F of each exposure. */
  readonly strength: Table<StrengthColumns>;
  /** Cochran's Q, and Q_A with the errors of the exposures in its weights. */
  readonly heterogeneity: Table<MultivariableHeterogeneityColumns>;
  readonly variants: Table<VariantContributionColumns>;
}

/**
 * Checks the assumptions of a multivariable analysis: conditional strength of each exposure, heterogeneity as a sign of
 * pleiotropy, and what each variant adds to it.
 *
 * @param harmonised - effects on p exposures and an outcome
 * @throws NotEstimableError COLLINEAR, TOO_FEW_VARIANTS, NEEDS_INDEPENDENT_VARIANTS
 * @example
 * const lipids = mr.multivariableFromArrays({
 *   exposures: [
 *     { name: "LDL", beta: [0.3, 0.1, -0.2, 0.25], standardError: [0.01, 0.01, 0.02, 0.01] },
 *     { name: "HDL", beta: [-0.1, 0.2, 0.05, 0.1], standardError: [0.01, 0.01, 0.02, 0.01] },
 *   ],
 *   outcome: { name: "CHD", beta: [0.16, 0.03, -0.11, 0.11], standardError: [0.02, 0.02, 0.03, 0.02] },
 * });
 * const { heterogeneity, variants } = mr.multivariableSensitivity(lipids);
 * @see Sanderson, Spiller & Bowden 2021, doi:10.1002/sim.9133 (conditional F, Q_A)
 */
export function multivariableSensitivity(
  harmonised: { readonly effects: MultivariableEffects },
  options: MultivariableSensitivityOptions = {},
): MultivariableSensitivity {
  const { effects } = harmonised;
  const strength = conditionalStrength(harmonised, options);
  const k = effects.betaOutcome.length;
  const p = effects.exposures.length;
  const fit = fitEffects(effects);
  const convention = options.pleiotropyConvention ?? "kMinusP";
  const degreesOfFreedom = convention === "MVMR" ? k - p - 1 : k - p;
  if (degreesOfFreedom < 1) {
    throw new NotEstimableError("TOO_FEW_VARIANTS", {
      what: `${k} variants for ${p} exposures leave no degrees of freedom.`,
      why: "Heterogeneity is what is left of the variants beside the estimates.",
      remedy: "Add instruments, or leave out an exposure.",
    });
  }
  const profile = new ProfileFit(
    outcomeOnExposures(effects, errorCorrelation(effects.exposures, options)),
  );
  const rows = Int32Array.from({ length: k }, (_, j) => j);
  const qA = profile.value(fit.coefficients, rows);
  const q = Float64Array.of(fit.residualSumOfSquares, qA);
  const df = Uint32Array.of(k - p, degreesOfFreedom);
  const negLog10 = q.map((value, i) => negLog10Of(chiSquareLnP(value, df[i])));
  const contributions = rows.reduce((all, j) => {
    all[j] = profile.residuals[j] ** 2 / profile.variances[j];
    return all;
  }, new Float64Array(k));
  const variantNegLog10 = contributions.map((value) => negLog10Of(chiSquareLnP(value, 1)));
  return {
    strength,
    heterogeneity: new Table<MultivariableHeterogeneityColumns>(
      {
        statistic: ["Cochran's Q (errors of the outcome)", "Q_A (errors of all effects)"],
        q,
        degreesOfFreedom: df,
        negLog10PValue: negLog10,
        pValue: negLog10.map(pValueOf),
        residualStandardError: q.map((value, i) => Math.sqrt(value / df[i])),
      },
      { method: "multivariable heterogeneity", pleiotropyConvention: convention },
    ),
    variants: new Table<VariantContributionColumns>(
      {
        variantId: effects.variantId,
        residual: profile.residuals.slice(),
        qContribution: contributions,
        negLog10PValue: variantNegLog10,
        pValue: variantNegLog10.map(pValueOf),
        cooksDistance: cooksDistances(effects, fit.covariance, fit.residualStandardError),
      },
      { method: "contributions to Q_A" },
    ),
  };
}

/** As R's `cooks.distance` of the weighted regression. */
function cooksDistances(
  effects: MultivariableEffects,
  covariance: Float64Array,
  residualStandardError: number,
): Float64Array {
  const { betaExposures, standardErrorOutcome } = effects;
  const p = betaExposures.length;
  const { residuals } = fitEffects(effects);
  return standardErrorOutcome.map((se, j) => {
    let leverage = 0;
    for (let a = 0; a < p; a++) {
      for (let b = 0; b < p; b++) {
        leverage += betaExposures[a][j] * covariance[a * p + b] * betaExposures[b][j];
      }
    }
    leverage /= se * se;
    const scaled = residuals[j] / se / residualStandardError / (1 - leverage);
    return (scaled * scaled * leverage) / p;
  });
}
