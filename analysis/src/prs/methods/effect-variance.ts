import type { RandomStream } from "../../random.ts";
import { findRoot } from "../../stats/minimise.ts";

export const LOWEST_ALPHA = -1.5;
export const HIGHEST_ALPHA = 0.5;

const TOLERANCE = 1e-6;

/** Variance of standardised effects: `variance` · h^(α + 1), h being the genotypes' variance over its geometric mean. */
export interface EffectVariance {
  readonly alpha: number;
  readonly variance: number;
}

/**
 * ln of the variance of genotypes over its geometric mean, as the precision of the study's effects tells it; undefined
 * where all variants have the same.
 *
 * @param scale - √(n·se² + β²), standard deviation of the trait over that of the genotypes
 */
export function logGenotypeVariances(scale: Float64Array): Float64Array | undefined {
  const logs = scale.map((value) => -2 * Math.log(value));
  const mean = logs.reduce((sum, value) => sum + value, 0) / logs.length;
  for (let j = 0; j < logs.length; j++) logs[j] -= mean;
  return logs.some((value) => Math.abs(value) > 1e-6) ? logs : undefined;
}

/**
 * Draws α and variance given the effects: their maximum likelihood in as many causal variants, drawn with replacement.
 *
 * @param fixedAlpha - where α is not estimated
 * @see Privé et al. 2023, doi:10.1016/j.ajhg.2023.10.010
 */
export function drawEffectVariance(
  random: RandomStream,
  before: EffectVariance,
  beta: Float64Array,
  logVariance: Float64Array | undefined,
  fixedAlpha?: number,
): EffectVariance {
  const causal: number[] = [];
  for (let j = 0; j < beta.length; j++) if (beta[j] !== 0) causal.push(j);
  const [squares, logs] = [new Float64Array(causal.length), new Float64Array(causal.length)];
  for (let k = 0; k < causal.length; k++) {
    const j = causal[random.integer(causal.length)];
    squares[k] = beta[j] * beta[j];
    logs[k] = logVariance?.[j] ?? 0;
  }
  return likeliestEffectVariance(
    before,
    squares,
    logs,
    logVariance ? fixedAlpha : (fixedAlpha ?? -1),
  );
}

/**
 * Likeliest α and variance of effects with these squares. The variance at most halves or doubles, as little tells it
 * while few variants have effects.
 *
 * The likelihood is log-concave in α and ln variance, so the best variance of each α leaves one zero of its slope.
 *
 * @param logs - ln of the genotypes' variances over their geometric mean
 */
export function likeliestEffectVariance(
  before: EffectVariance,
  squares: Float64Array,
  logs: Float64Array,
  fixedAlpha?: number,
): EffectVariance {
  const count = squares.length;
  if (count === 0) return before;
  const sumOfLogs = logs.reduce((sum, value) => sum + value, 0);
  let weighted = 0;
  const varianceAt = (alpha: number): number => {
    let sum = 0;
    weighted = 0;
    for (let k = 0; k < count; k++) {
      const square = squares[k] * Math.exp(-(alpha + 1) * logs[k]);
      sum += square;
      weighted += square * logs[k];
    }
    return Math.min(2 * before.variance, Math.max(0.5 * before.variance, sum / count));
  };
  const slope = (alpha: number): number => {
    const variance = varianceAt(alpha);
    return sumOfLogs - weighted / variance;
  };
  const alpha = fixedAlpha ?? alphaWithin(slope, before.alpha, TOLERANCE * count);
  return { alpha, variance: varianceAt(alpha) };
}

/** Where an increasing slope is 0; at a bound when it is so nowhere, and unchanged where the effects say nothing of α. */
function alphaWithin(slope: (alpha: number) => number, before: number, nothing: number): number {
  const here = slope(before);
  if (Math.abs(here) <= nothing) return before;
  const bound = here > 0 ? LOWEST_ALPHA : HIGHEST_ALPHA;
  const root = findRoot(slope, before, bound, TOLERANCE);
  return Number.isNaN(root) ? bound : root;
}
