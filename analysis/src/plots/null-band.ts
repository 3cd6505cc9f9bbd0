import { betaQuantile } from "../stats/beta.ts";

/** All three on the −log10 scale. */
export interface BandPoint {
  readonly expected: number;
  readonly low: number;
  readonly high: number;
}

const BAND_POINTS = 100;

/**
 * Pointwise 95 % band of m ordered null P values: the i-th smallest follows Beta(i, m + 1 − i).
 *
 * @returns ranks 1 … m spaced evenly on the log scale, the smallest P first
 */
export function nullBand(m: number): BandPoint[] {
  const ranks = new Set<number>();
  for (let k = 0; k < BAND_POINTS; k++) ranks.add(Math.round(m ** (k / (BAND_POINTS - 1))));
  return Array.from(ranks, (i) => ({
    expected: -Math.log10(i / (m + 1)),
    low: -Math.log10(betaQuantile(0.975, i, m + 1 - i)),
    high: -Math.log10(betaQuantile(0.025, i, m + 1 - i)),
  }));
}
