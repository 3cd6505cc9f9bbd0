import { CHI_SQUARE_1_MEDIAN, chiSquare1QuantileOfLnP } from "../stats/normal.ts";
import { GENOME_WIDE_NEG_LOG10_P } from "./genome-wide.ts";

/** P values are counted in bins of this width for their median: λGC is right to about 1e-4. */
const BINS = 16_384;

/** What is kept of a trait whose rows go to a file; in shared memory, added to in the order of the variants. */
export interface ReportSummary {
  /** Tested variants, and those with P < 5e-8. */
  readonly counts: Float64Array;
  /** Smallest ln P, and the index of its variant. */
  readonly best: Float64Array;
  readonly bins: Int32Array;
}

export function emptySummary(): ReportSummary {
  const best = new Float64Array(new SharedArrayBuffer(16));
  best[0] = Infinity;
  best[1] = -1;
  return {
    counts: new Float64Array(new SharedArrayBuffer(16)),
    best,
    bins: new Int32Array(new SharedArrayBuffer(4 * BINS)),
  };
}

/** Adds the variants from `start` on; NaN where there is no estimate. */
export function addToSummary(summary: ReportSummary, lnP: Float64Array, start: number): void {
  const { counts, best, bins } = summary;
  for (let v = 0; v < lnP.length; v++) {
    const value = lnP[v];
    if (Number.isNaN(value)) continue;
    counts[0]++;
    if (-value / Math.LN10 > GENOME_WIDE_NEG_LOG10_P) counts[1]++;
    if (value < best[0]) {
      best[0] = value;
      best[1] = start + v;
    }
    bins[Math.min(BINS - 1, Math.floor(Math.exp(value) * BINS))]++;
  }
}

/** λGC of the median P, interpolated within its bin. */
export function lambdaOfSummary({ counts, bins }: ReportSummary): number {
  const middle = counts[0] / 2;
  let below = 0;
  for (let bin = 0; bin < BINS; bin++) {
    if (below + bins[bin] < middle || bins[bin] === 0) {
      below += bins[bin];
      continue;
    }
    const median = (bin + (middle - below) / bins[bin]) / BINS;
    return chiSquare1QuantileOfLnP(Math.log(median)) / CHI_SQUARE_1_MEDIAN;
  }
  return NaN;
}
