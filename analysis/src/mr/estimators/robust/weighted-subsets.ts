import type { InstrumentEffects } from "../../instrument-effects.ts";
import { NotEstimableError } from "../../mr-errors.ts";
import { mixtureOfCells, type Mixture } from "./subset-mixture.ts";

/** The mixture of IVW estimates of subsets of variants, and how many subsets it holds. */
export interface Subsets {
  readonly mixture: Mixture;
  readonly count: number;
}

const LN_NEGLIGIBLE = -30;
const MOST_VISITS = 60_000_000;

/**
 * Subsets of two variants or more that weigh anything: ln weight = Σ (ln 1/σ + ln prior) + Σ ln(1 − prior) of the others
 * − Q/2, with σ and Q those of the ratios.
 *
 * A tree of in and out, in which Q only grows: a branch ends where even all further variants at no heterogeneity could
 * not bring it near the heaviest subset.
 */
export function weightedSubsets(effects: InstrumentEffects, prior: number): Subsets {
  const { betaExposure: x, betaOutcome: y, standardErrorOutcome: sy } = effects;
  const k = x.length;
  const precision = x.map((value, i) => (value / sy[i]) ** 2);
  const order = Array.from(precision, (_, i) => i).sort((i, j) => precision[j] - precision[i]);
  const w = Float64Array.from(order, (i) => precision[i]);
  const theta = Float64Array.from(order, (i) => y[i] / x[i]);
  const gain = w.map((value) => Math.log(value) / 2 + Math.log(prior / (1 - prior)));
  const hope = new Float64Array(k + 1);
  for (let i = k - 1; i >= 0; i--) hope[i] = hope[i + 1] + Math.max(0, gain[i]);
  // Weights are relative to this one, which is near the heaviest.
  const heaviest = greedyWeight(w, theta, gain);
  const cells = mixtureOfCells(1 / Math.sqrt(w.reduce((sum, value) => sum + value, 0)));
  let visits = 0;
  let count = 0;

  const visit = (
    at: number,
    size: number,
    sw: number,
    mean: number,
    q: number,
    ln: number,
  ): void => {
    if (++visits > MOST_VISITS) throw tooManySubsets(k);
    if (ln - q / 2 + hope[at] < heaviest + LN_NEGLIGIBLE) return;
    if (at === k) {
      if (size < 2) return;
      count++;
      const error = Math.sqrt(Math.max(1, q / (size - 1)) / sw);
      cells.add(mean, error, Math.exp(ln - q / 2 - heaviest));
      return;
    }
    const total = sw + w[at];
    const off = theta[at] - mean;
    // The running mean and Q of Welford: nothing cancels.
    const nextQ = size === 0 ? 0 : q + (off * off * sw * w[at]) / total;
    visit(at + 1, size + 1, total, mean + (off * w[at]) / total, nextQ, ln + gain[at]);
    visit(at + 1, size, sw, mean, q, ln);
  };
  visit(0, 0, 0, 0, 0, 0);
  return { mixture: cells.finish(), count };
}

/** Weight of the best subset among those that take, one after another, the variant that fits worst out. */
function greedyWeight(w: Float64Array, theta: Float64Array, gain: Float64Array): number {
  let rows = Array.from(w, (_, i) => i);
  let best = -Infinity;
  while (rows.length >= 2) {
    const sw = rows.reduce((sum, i) => sum + w[i], 0);
    const mean = rows.reduce((sum, i) => sum + w[i] * theta[i], 0) / sw;
    const part = (i: number): number => gain[i] - (w[i] * (theta[i] - mean) ** 2) / 2;
    best = Math.max(
      best,
      rows.reduce((sum, i) => sum + part(i), 0),
    );
    const worst = rows.reduce((low, i) => (part(i) < part(low) ? i : low), rows[0]);
    rows = rows.filter((i) => i !== worst);
  }
  return best;
}

function tooManySubsets(k: number): NotEstimableError {
  return new NotEstimableError("NO_CONVERGENCE", {
    what: `Too many subsets of the ${k} variants fit the data about equally well.`,
    why: "All of them have to be averaged over, and their number doubles with each variant.",
    remedy:
      "Keep the strongest instruments, or use the contamination mixture, which has no such limit.",
  });
}
