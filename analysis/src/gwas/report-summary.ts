import { defineOperation, type Operation, type WasmDevice } from "../compute/operation.ts";
import { growable } from "../compute/wasm/growable.ts";
import { CHI_SQUARE_1_MEDIAN, chiSquare1QuantileOfLnP } from "../stats/normal.ts";
import { GENOME_WIDE_NEG_LOG10_P } from "./genome-wide.ts";

/** P values are counted in bins of this width for their median: λGC is right to about 1e-4. */
const BINS = 16_384;
const SIGNIFICANT_LN_P = -GENOME_WIDE_NEG_LOG10_P * Math.LN10;

/** What is kept of a trait whose rows go to a file; in shared memory, added to in the order of the variants. */
export interface ReportSummary {
  /** Tested variants, and those with P < 5e-8. */
  readonly counts: Float64Array;
  /** Smallest ln P, and the index of its variant. */
  readonly best: Float64Array;
  readonly bins: Int32Array;
}

/** The same of the rows of a block. */
export interface LnPSummary {
  readonly significant: number;
  readonly best: number;
  /** −1 when there is none. */
  readonly bestRow: number;
  /** The bin of each tested row. */
  readonly bins: Uint16Array;
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

/** Summary of ln P of consecutive rows, NaN where there is no estimate. The output is reused by the next call. */
export const summariseLnP: Operation<
  Record<string, never>,
  Float64Array,
  LnPSummary
> = defineOperation({
  name: "summarise-ln-p",
  tolerance: 0,
  javascript: () => summariseLnPCpu,
  wasm: (_, device) => summariseLnPWasm(device),
});

function summariseLnPCpu(lnP: Float64Array): LnPSummary {
  const bins = new Uint16Array(lnP.length);
  let [tested, significant, best, bestRow] = [0, 0, Infinity, -1];
  for (let v = 0; v < lnP.length; v++) {
    const value = lnP[v];
    if (Number.isNaN(value)) continue;
    if (value < SIGNIFICANT_LN_P) significant++;
    if (value < best) [best, bestRow] = [value, v];
    bins[tested++] = Math.min(BINS - 1, Math.floor(Math.exp(value) * BINS));
  }
  return { significant, best, bestRow, bins: bins.subarray(0, tested) };
}

function summariseLnPWasm({ kernels, arena }: WasmDevice): (lnP: Float64Array) => LnPSummary {
  const places = growable(arena.uint16);
  const summary = arena.float64(4);
  return (lnP) => {
    if (!arena.has(lnP)) return summariseLnPCpu(lnP);
    const room = places(lnP.length);
    kernels.summariseLnP(
      arena.pointer(lnP),
      lnP.length,
      SIGNIFICANT_LN_P,
      BINS,
      arena.pointer(room),
      arena.pointer(summary),
    );
    const [tested, significant, best, bestRow] = summary;
    return { significant, best, bestRow, bins: room.subarray(0, tested) };
  };
}

/** Adds the rows from variant `start` on. */
export function addToSummary(
  { counts, best, bins }: ReportSummary,
  rows: LnPSummary,
  start: number,
): void {
  counts[0] += rows.bins.length;
  counts[1] += rows.significant;
  if (rows.best < best[0]) {
    best[0] = rows.best;
    best[1] = start + rows.bestRow;
  }
  for (let i = 0; i < rows.bins.length; i++) bins[rows.bins[i]]++;
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
