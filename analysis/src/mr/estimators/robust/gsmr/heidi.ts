import { chiSquareLnP } from "../../../../stats/chi-square.ts";
import { normalLnP } from "../../../../stats/normal.ts";
import type { InstrumentEffects } from "../../../instrument-effects.ts";
import { effectsAt } from "../checked-effects.ts";
import { weightedChiSquareLnP } from "../weighted-chi-square.ts";
import { ratioCovariance, type RatioCovariance } from "./ratio-covariance.ts";
import { rankOneEigenvalues } from "./rank-one-eigenvalues.ts";
import { symmetricEigenvalues } from "./symmetric-eigenvalues.ts";

/** Variants left after HEIDI-outlier and those taken out, as rows in their order. */
export interface HeidiOutcome {
  readonly kept: readonly number[];
  readonly removed: readonly number[];
}

/**
 * HEIDI-outlier of 2018: each ratio against that of the strongest variant in the middle fifth of the ratios.
 *
 * @see Zhu et al. 2018, doi:10.1038/s41467-017-02317-2
 */
export function singleHeidi(effects: InstrumentEffects, threshold: number): HeidiOutcome {
  const { ratio, covariance } = ratioCovariance(effects);
  const k = ratio.length;
  const top = strongestInTheMiddle(effects, ratio);
  const kept: number[] = [];
  const removed: number[] = [];
  for (let i = 0; i < k; i++) {
    const variance =
      covariance[i * k + i] + covariance[top * k + top] - 2 * covariance[top * k + i];
    const lnP = i === top ? 0 : normalLnP((ratio[i] - ratio[top]) / Math.sqrt(variance));
    (lnP >= Math.log(threshold) ? kept : removed).push(i);
  }
  return { kept, removed };
}

/**
 * HEIDI-outlier of GSMR2: all other ratios against each variant's own, by one test of all differences; the variant with
 * the least P goes, until none is below the threshold.
 *
 * @param fewest - variants at which removing ends
 * @see Xue et al. 2024, doi:10.1038/s43856-024-00473-3
 */
export function globalHeidi(
  effects: InstrumentEffects,
  threshold: number,
  fewest: number,
): HeidiOutcome {
  let kept = Array.from(effects.variantId, (_, i) => i);
  const removed: number[] = [];
  while (kept.length >= fewest) {
    const least = leastGlobal(ratioCovariance(effectsAt(effects, kept)));
    if (!(least.lnP < Math.log(threshold))) break;
    removed.push(kept[least.row]);
    kept = kept.filter((_, i) => i !== least.row);
  }
  return { kept, removed };
}

// Candidates for the least P: ln P of the two-moment approximation within this of its least.
const MARGIN = 2;
const RELATIVE_MARGIN = 0.25;

/**
 * The variant with the least P of the heterogeneity of all others against it. Two moments of each test's mixture, O(k²) with LD,
 * tell which variants can be it; the mixture itself, O(k³), is taken for those.
 */
function leastGlobal(spread: RatioCovariance): { readonly row: number; readonly lnP: number } {
  const rough = spread.ratio.map((_, top) => roughLnP(spread, top));
  const lowest = Math.min(...rough);
  const limit = lowest + MARGIN - RELATIVE_MARGIN * lowest;
  let least = { row: -1, lnP: Infinity };
  rough.forEach((value, row) => {
    if (value > limit) return;
    const lnP = globalLnP(spread, row);
    if (lnP < least.lnP) least = { row, lnP };
  });
  return least;
}

/** The mixture taken as a multiple of one chi-square with the same mean and variance. */
function roughLnP({ ratio, covariance, isDiagonal }: RatioCovariance, top: number): number {
  const k = ratio.length;
  if (isDiagonal) return roughIndependentLnP(ratio, covariance, top);
  const own = covariance.subarray(top * k, (top + 1) * k);
  const variance = new Float64Array(k);
  let q = 0;
  let squares = k - 1;
  for (let i = 0; i < k; i++) {
    if (i === top) continue;
    variance[i] = covariance[i * k + i] - 2 * own[i] + own[top];
    q += (ratio[i] - ratio[top]) ** 2 / variance[i];
    let sum = 0;
    for (let j = 0; j < i; j++) {
      if (j === top) continue;
      const between = covariance[i * k + j] - own[i] - own[j] + own[top];
      sum += (between * between) / variance[j];
    }
    squares += (2 * sum) / variance[i];
  }
  const scale = squares / (k - 1);
  return chiSquareLnP(q / scale, (k - 1) / scale);
}

/** The same without LD, where all differences share the one variance alone: O(k). */
function roughIndependentLnP(ratio: Float64Array, covariance: Float64Array, top: number): number {
  const k = ratio.length;
  const common = covariance[top * k + top];
  let q = 0;
  let sum = 0;
  let own = 0;
  for (let i = 0; i < k; i++) {
    if (i === top) continue;
    const precision = 1 / (covariance[i * k + i] + common);
    q += (ratio[i] - ratio[top]) ** 2 * precision;
    sum += precision;
    own += precision * precision;
  }
  const scale = 1 + (common * common * (sum * sum - own)) / (k - 1);
  return chiSquareLnP(q / scale, (k - 1) / scale);
}

/** ln P of the heterogeneity of all other ratios against that of one variant. */
export function globalLnP(spread: RatioCovariance, top: number): number {
  if (spread.isDiagonal) return independentLnP(spread, top);
  const { q, correlation } = differences(spread, top);
  return weightedChiSquareLnP(q, symmetricEigenvalues(correlation, spread.ratio.length - 1));
}

/** The same without LD, where what the differences have in common is the one ratio: a diagonal plus one outer product. */
function independentLnP({ ratio, covariance }: RatioCovariance, top: number): number {
  const k = ratio.length;
  const common = covariance[top * k + top];
  const own = new Float64Array(k - 1);
  const shared = new Float64Array(k - 1);
  let q = 0;
  for (let a = 0; a < k - 1; a++) {
    const i = a < top ? a : a + 1;
    const variance = covariance[i * k + i] + common;
    q += (ratio[i] - ratio[top]) ** 2 / variance;
    own[a] = covariance[i * k + i] / variance;
    shared[a] = common / variance;
  }
  return weightedChiSquareLnP(q, rankOneEigenvalues(own, shared));
}

/** Sum of squares of the standardised differences from one ratio, and their correlation. */
function differences(
  { ratio, covariance }: RatioCovariance,
  top: number,
): { readonly q: number; readonly correlation: Float64Array } {
  const k = ratio.length;
  const n = k - 1;
  const own = covariance.subarray(top * k, (top + 1) * k);
  const error = new Float64Array(n);
  const correlation = new Float64Array(n * n);
  let q = 0;
  for (let a = 0; a < n; a++) {
    const i = a < top ? a : a + 1;
    error[a] = Math.sqrt(covariance[i * k + i] - 2 * own[i] + own[top]);
    q += ((ratio[i] - ratio[top]) / error[a]) ** 2;
    for (let b = 0; b <= a; b++) {
      const j = b < top ? b : b + 1;
      const between = covariance[i * k + j] - own[i] - own[j] + own[top];
      const value = between / (error[a] * error[b]);
      correlation[a * n + b] = value;
      correlation[b * n + a] = value;
    }
  }
  return { q, correlation };
}

function strongestInTheMiddle(effects: InstrumentEffects, ratio: Float64Array): number {
  const sorted = ratio.slice().sort();
  const quantile = (p: number): number => {
    const at = (sorted.length - 1) * p;
    const below = Math.floor(at);
    const above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  };
  const [low, high] = [quantile(0.4), quantile(0.6)];
  let top = -1;
  let strongest = -1;
  for (let i = 0; i < ratio.length; i++) {
    const strength = Math.abs(effects.betaExposure[i] / effects.standardErrorExposure[i]);
    if (ratio[i] >= low && ratio[i] <= high && strength > strongest) {
      strongest = strength;
      top = i;
    }
  }
  if (top >= 0) return top;
  // No ratio lies between the two quantiles of very few variants: the one next to the median.
  const median = quantile(0.5);
  return ratio.reduce(
    (best, value, i) => (Math.abs(value - median) < Math.abs(ratio[best] - median) ? i : best),
    0,
  );
}
