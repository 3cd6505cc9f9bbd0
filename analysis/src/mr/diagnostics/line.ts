import type { InstrumentEffects } from "../instrument-effects.ts";
import { NotEstimableError } from "../mr-errors.ts";
import { precisionOf } from "./precision.ts";

/** A generalised least squares line through the outcome effects, and what leaving out each variant changes. */
export interface Line {
  /** 0 for a line through the origin. */
  readonly intercept: number;
  readonly slope: number;
  /** For residual variance 1; multiply by √φ² for random effects. */
  readonly standardErrorOfIntercept: number;
  readonly standardErrorOfSlope: number;
  /** Weighted residual sum of squares: Cochran's Q or Rücker's Q′. */
  readonly q: number;
  readonly degreesOfFreedom: number;
  /** Of oriented effects, not weighted. */
  readonly residuals: Float64Array;
  /** Diagonal of the hat matrix. */
  readonly leverage: Float64Array;
  readonly without: (variant: number) => LineWithout;
}

export interface LineWithout {
  readonly intercept: number;
  readonly slope: number;
  readonly standardErrorOfIntercept: number;
  readonly standardErrorOfSlope: number;
  readonly q: number;
  readonly degreesOfFreedom: number;
  /** False where the other variants do not determine the line. */
  readonly isDefined: boolean;
}

/** Effects turned so that every exposure effect is positive. */
export interface Oriented {
  readonly exposure: Float64Array;
  readonly outcome: Float64Array;
  readonly signs: Float64Array;
}

export function orient(effects: InstrumentEffects): Oriented {
  const signs = effects.betaExposure.map((beta) => (beta < 0 ? -1 : 1));
  return {
    exposure: effects.betaExposure.map(Math.abs),
    outcome: effects.betaOutcome.map((beta, j) => beta * signs[j]),
    signs,
  };
}

/**
 * The line of inverse variance weighting (through the origin) or of MR-Egger (with an intercept).
 *
 * Deletions are closed form: with P = M − MX(XᵀMX)⁻¹XᵀM, leaving out j changes the coefficients by
 * (XᵀMX)⁻¹XᵀM eⱼ (Mr)ⱼ / Pⱼⱼ and Q by (Mr)ⱼ² / Pⱼⱼ, with nothing subtracted from a near-equal number.
 *
 * @throws NotEstimableError when all exposure effects are of the same size, so that no slope beside an intercept is determined
 */
export function fitLine(effects: InstrumentEffects, hasIntercept: boolean): Line {
  const { exposure, outcome, signs } = orient(effects);
  const count = exposure.length;
  const { diagonal, times } = precisionOf(effects, signs);
  const ones = new Float64Array(count).fill(1);
  const weightedOnes = times(ones);
  const total = sum(weightedOnes);
  const centre = hasIntercept ? dot(exposure, weightedOnes) / total : 0;
  const x = exposure.map((value) => value - centre);
  const weightedX = times(x);
  const spread = dot(x, weightedX);
  if (!(spread > 1e-14 * dot(exposure, times(exposure)))) throw noSpread();
  const slope = dot(weightedX, outcome) / spread;
  const middle = hasIntercept ? dot(weightedOnes, outcome) / total : 0;
  const residuals = outcome.map((value, j) => value - middle - slope * x[j]);
  const weightedResiduals = times(residuals);
  const q = Math.max(0, dot(residuals, weightedResiduals));
  const parameters = hasIntercept ? 2 : 1;
  const explained = Float64Array.from(
    { length: count },
    (_, j) => weightedX[j] ** 2 / spread + (hasIntercept ? weightedOnes[j] ** 2 / total : 0),
  );
  // Of the intercept at x̄, which is orthogonal to the slope, moved to 0.
  const atZero = (variance: number, slopeVariance: number, covariance: number): number =>
    hasIntercept
      ? Math.sqrt(variance - 2 * centre * covariance + centre * centre * slopeVariance)
      : 0;
  return {
    intercept: hasIntercept ? middle - slope * centre : 0,
    slope,
    standardErrorOfIntercept: atZero(1 / total, 1 / spread, 0),
    standardErrorOfSlope: Math.sqrt(1 / spread),
    q,
    degreesOfFreedom: count - parameters,
    residuals,
    leverage: explained.map((value, j) => value / diagonal[j]),
    without: (j) => {
      const left = diagonal[j] - explained[j];
      const change = weightedResiduals[j] / left;
      const inX = weightedX[j] / spread;
      const inOnes = hasIntercept ? weightedOnes[j] / total : 0;
      const newSlope = slope - inX * change;
      const slopeVariance = 1 / spread + (inX * inX) / left;
      return {
        intercept: hasIntercept ? middle - inOnes * change - newSlope * centre : 0,
        slope: newSlope,
        standardErrorOfIntercept: atZero(
          1 / total + (inOnes * inOnes) / left,
          slopeVariance,
          (inX * inOnes) / left,
        ),
        standardErrorOfSlope: Math.sqrt(slopeVariance),
        q: Math.max(0, q - weightedResiduals[j] * change),
        degreesOfFreedom: count - 1 - parameters,
        isDefined: count > parameters && left > 1e-12 * diagonal[j],
      };
    },
  };
}

/** √φ², by which random-effects standard errors exceed those of fixed effects; never below 1. */
export function overdispersion(q: number, degreesOfFreedom: number): number {
  return degreesOfFreedom > 0 ? Math.max(1, Math.sqrt(q / degreesOfFreedom)) : 1;
}

/** True where residuals are rounding error only: all variants lie on the line. */
export function isExact(effects: InstrumentEffects, q: number): boolean {
  const { betaOutcome, standardErrorOutcome } = effects;
  const size = betaOutcome.reduce((s, beta, j) => s + (beta / standardErrorOutcome[j]) ** 2, 0);
  return q <= 1e-24 * size;
}

function noSpread(): NotEstimableError {
  return new NotEstimableError("COLLINEAR", {
    what: "MR-Egger is not defined: all variants have the same effect on the exposure.",
    why: "A slope and an intercept cannot be told apart then.",
    remedy: "Use instruments of different strength, or inverse variance weighting.",
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let j = 0; j < a.length; j++) total += a[j] * b[j];
  return total;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
