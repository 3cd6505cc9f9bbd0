import type { RandomStream } from "../../../../random.ts";
import { findRoot } from "../../../../stats/minimise.ts";
import type { Ratios } from "./weights.ts";

/** Q(θ) = Σ (ratio − θ)² / (φ σ_Y²/β_X² + θ² σ_X²/β_X²) at its least. */
export interface LeastQ {
  readonly slope: number;
  readonly q: number;
  readonly sumOfWeights: number;
}

/**
 * The slope that makes Q least: of the starts' local minima, found by Newton steps, the lowest.
 *
 * @param phi - factor of the outcome's variances, for over-dispersion
 * @param rows - variants, with repetition for a bootstrap sample
 */
export function leastQ(
  ratios: Ratios,
  phi: number,
  rows: Int32Array,
  starts: ArrayLike<number>,
): LeastQ {
  let best = { slope: NaN, q: Infinity, sumOfWeights: NaN };
  for (let s = 0; s < starts.length; s++) {
    const found = descend(ratios, phi, rows, starts[s]);
    if (found.q < best.q) best = found;
  }
  return best;
}

/**
 * The exact random-effects slope: the φ ≥ 1 at which the least Q equals its expectation k − 1.
 *
 * @see Bowden et al. 2019, doi:10.1093/ije/dyy258
 */
export function exactRandomEffects(
  ratios: Ratios,
  rows: Int32Array,
  starts: ArrayLike<number>,
): LeastQ & { readonly phi: number } {
  const df = rows.length - 1;
  let at = leastQ(ratios, 1, rows, starts);
  if (at.q <= df) return { ...at, phi: 1 };
  // Q falls as φ rises, at most in proportion.
  let high = at.q / df;
  while ((at = leastQ(ratios, high, rows, [at.slope, starts[0]])).q > df) high *= 2;
  const phi = findRoot(
    (value) => (at = leastQ(ratios, value, rows, [at.slope, starts[0]])).q - df,
    1,
    high,
    1e-9,
  );
  return { ...leastQ(ratios, phi, rows, starts), phi };
}

/** Standard deviation of the exact random-effects slope over bootstrap samples of variants. */
export function bootstrapError(
  ratios: Ratios,
  start: number,
  bootstraps: number,
  random: RandomStream,
): number {
  const k = ratios.ratio.length;
  const rows = new Int32Array(k);
  let mean = 0;
  let squares = 0;
  for (let b = 1; b <= bootstraps; b++) {
    for (let i = 0; i < k; i++) rows[i] = random.integer(k);
    const { slope } = exactRandomEffects(ratios, rows, [start]);
    const off = slope - mean;
    mean += off / b;
    squares += off * (slope - mean);
  }
  return Math.sqrt(squares / (bootstraps - 1));
}

function descend(ratios: Ratios, phi: number, rows: Int32Array, start: number): LeastQ {
  const { ratio, outcomeVariance, exposureVariance } = ratios;
  let slope = start;
  let last = Infinity;
  let step = 0;
  for (let iteration = 0; iteration < 100; iteration++) {
    let q = 0;
    let sumOfWeights = 0;
    let gradient = 0;
    let curvature = 0;
    for (let r = 0; r < rows.length; r++) {
      const i = rows[r];
      const off = ratio[i] - slope;
      const sx = exposureVariance[i];
      const w = 1 / (phi * outcomeVariance[i] + slope * slope * sx);
      const pull = off * w;
      q += off * pull;
      sumOfWeights += w;
      const bend = pull * slope * sx;
      gradient -= 2 * pull * (1 + bend);
      curvature += 2 * w * (1 + 4 * bend) - 2 * pull * pull * sx * (1 - 4 * slope * slope * sx * w);
    }
    if (q > last * (1 + 1e-15) && Math.abs(step) > 1e-14 * Math.abs(slope)) {
      step /= 2;
      slope -= step;
      continue;
    }
    const next = -gradient / (curvature > 0 ? curvature : 2 * sumOfWeights);
    if (Math.abs(next) <= 1e-13 * Math.abs(slope) || iteration === 99) {
      return { slope, q, sumOfWeights };
    }
    last = q;
    step = next;
    slope += step;
  }
  return { slope: NaN, q: Infinity, sumOfWeights: NaN };
}
