import { choleskyLower, solveLower } from "../../stats/cholesky.ts";
import { weightedLeastSquares, type LeastSquares } from "../../stats/least-squares.ts";
import { NotEstimableError } from "../mr-errors.ts";
import { refuseCollinear } from "./collinear-exposures.ts";
import type { MultivariableEffects } from "./multivariable-effects.ts";

/** A regression of the outcome's effects on columns of k values. */
export interface EffectsFit extends LeastSquares {
  /** √(RSS / (k − number of columns)); NaN without degrees of freedom. */
  readonly residualStandardError: number;
}

/**
 * Regresses the outcome's effects on those of the exposures, weighted by the outcome's standard errors, or through
 * Ω = σσᵀ ∘ ρ where variants are correlated.
 *
 * @param options.signs - k signs that turn the effect alleles, for Egger
 * @param options.hasIntercept - puts a column of ones last
 * @throws NotEstimableError TOO_FEW_VARIANTS, COLLINEAR
 */
export function fitEffects(
  effects: MultivariableEffects,
  options: { readonly signs?: Float64Array; readonly hasIntercept?: boolean } = {},
): EffectsFit {
  const { signs, hasIntercept = false } = options;
  const { betaExposures, betaOutcome, standardErrorOutcome, correlation } = effects;
  const k = betaOutcome.length;
  const turned = (values: Float64Array): Float64Array =>
    signs ? values.map((value, j) => value * signs[j]) : values;
  const columns = betaExposures.map(turned);
  if (hasIntercept) columns.push(new Float64Array(k).fill(1));
  if (k < columns.length) throw tooFewVariants(effects, columns.length);
  const y = turned(betaOutcome);
  const whiten = whitening(standardErrorOutcome, correlation, signs);
  const whitened = columns.map(whiten);
  const fit = weightedLeastSquares({ columns: whitened, y: whiten(y) });
  refuseCollinear(
    whitened,
    hasIntercept ? [...effects.exposures, "the intercept"] : effects.exposures,
  );
  if (!fit) throw tooFewVariants(effects, columns.length);
  return {
    ...fit,
    residuals: y.map((value, j) =>
      columns.reduce((rest, column, i) => rest - column[j] * fit.coefficients[i], value),
    ),
    residualStandardError: Math.sqrt(fit.residualSumOfSquares / fit.degreesOfFreedom),
  };
}

/** What turns columns of effects into columns with independent errors of variance 1. */
export function whitening(
  standardError: Float64Array,
  correlation: Float64Array | undefined,
  signs?: Float64Array,
): (values: Float64Array) => Float64Array {
  const k = standardError.length;
  if (!correlation) return (values) => values.map((value, j) => value / standardError[j]);
  const turned = signs
    ? correlation.map((r, at) => r * signs[Math.floor(at / k)] * signs[at % k])
    : correlation;
  const lower = choleskyLower(turned, k);
  if (!lower) {
    throw new NotEstimableError("COLLINEAR", {
      what: `The correlation matrix of the ${k} variants is not positive definite.`,
      why: "Some variants are copies of others, or the matrix is not of these variants.",
      remedy: "Clump more strictly (r² below 0.9), or check the order of the matrix.",
    });
  }
  return (values) =>
    solveLower(
      lower,
      k,
      values.map((value, j) => value / standardError[j]),
    );
}

export function tooFewVariants(
  { betaOutcome, exposures }: MultivariableEffects,
  needed: number,
): NotEstimableError {
  return new NotEstimableError("TOO_FEW_VARIANTS", {
    what: `${betaOutcome.length} variants for ${exposures.length} exposures.`,
    why: `At least ${needed} variants are needed to tell this many effects apart.`,
    remedy: "Add instruments with a weaker threshold, or leave out an exposure.",
  });
}
