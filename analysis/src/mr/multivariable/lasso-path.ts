/** A penalty and what it leaves. */
export interface LassoFit {
  readonly lambda: number;
  /** Length k, exactly 0 where the penalty wins. */
  readonly coefficients: Float64Array;
}

const PENALTIES = 100;
const WEAKEST_PENALTY = 1e-4;
/** The path ends where this share of the squares is explained, or where a step explains nearly nothing more. */
const EXPLAINED = 0.999;
const LEAST_GAIN = 1e-5;
const FEWEST_PENALTIES = 5;

/**
 * Minimises ½ aᵀGa − cᵀa + λ Σ s|a| for 100 penalties from the weakest that leaves nothing down to 1e-4 of it, or for one.
 *
 * @param problem.gram - G, k × k
 * @param problem.cross - c, length k
 * @param problem.scales - s, length k
 * @param problem.squares - what −2 × the minimum reaches without a penalty
 * @see Friedman, Hastie & Tibshirani 2010, doi:10.18637/jss.v033.i01 (covariance updates, length of the path)
 */
export function lassoPath(
  problem: {
    readonly gram: Float64Array;
    readonly cross: Float64Array;
    readonly scales: Float64Array;
    readonly squares: number;
  },
  options: { readonly lambda?: number | undefined; readonly penalty: "scaled" | "equal" },
): LassoFit[] {
  const { gram, cross, squares } = problem;
  const k = cross.length;
  const scales = options.penalty === "scaled" ? problem.scales : new Float64Array(k).fill(1);
  const coefficients = new Float64Array(k);
  // c − Ga
  const gradient = cross.slice();
  const strongest = cross.reduce((most, c, j) => Math.max(most, Math.abs(c) / scales[j]), 0);
  const path: LassoFit[] = [];
  const count = options.lambda === undefined ? PENALTIES : 1;
  let before = 0;
  for (let i = 0; i < count; i++) {
    const lambda = options.lambda ?? strongest * WEAKEST_PENALTY ** (i / (PENALTIES - 1));
    descend(gram, scales, lambda, coefficients, gradient, 1e-16 * squares);
    path.push({ lambda, coefficients: coefficients.slice() });
    let explained = 0;
    for (let j = 0; j < k; j++) explained += coefficients[j] * (cross[j] + gradient[j]);
    explained /= squares;
    if (explained > EXPLAINED) break;
    if (i + 1 >= FEWEST_PENALTIES && explained - before < LEAST_GAIN * explained) break;
    before = explained;
  }
  return path;
}

function descend(
  gram: Float64Array,
  scales: Float64Array,
  lambda: number,
  coefficients: Float64Array,
  gradient: Float64Array,
  leastGain: number,
): void {
  const k = coefficients.length;
  for (let sweep = 0; sweep < 100_000; sweep++) {
    let most = 0;
    for (let j = 0; j < k; j++) {
      const own = gram[j * k + j];
      if (!(own > 0)) continue;
      const before = coefficients[j];
      const pull = gradient[j] + own * before;
      const size = Math.abs(pull) - lambda * scales[j];
      const after = size > 0 ? (Math.sign(pull) * size) / own : 0;
      const change = after - before;
      if (change === 0) continue;
      coefficients[j] = after;
      for (let i = 0; i < k; i++) gradient[i] -= change * gram[j * k + i];
      most = Math.max(most, own * change * change);
    }
    if (most < leastGain) return;
  }
}
