const MOST_STEPS = 60;

/**
 * Eigenvalues of diag(d) + uuᵀ, each between two neighbours of d, as roots of 1 + Σ u² / (d − λ).
 *
 * Each step solves the equation of the two poles beside the root that has the sums' values and slopes, in O(n); a step
 * that leaves the bracket halves it.
 *
 * @param diagonal - n values
 * @param squares - n values of u², none negative
 * @returns n values in ascending order
 * @see Li 1994, LAPACK working note 89; Golub & Van Loan 2013, Matrix Computations, section 8.4
 */
export function rankOneEigenvalues(
  diagonal: Float64Array,
  squares: Float64Array,
): Float64Array<ArrayBuffer> {
  const n = diagonal.length;
  const order = Array.from(diagonal.keys()).sort((a, b) => diagonal[a] - diagonal[b]);
  const d = Float64Array.from(order, (i) => diagonal[i]);
  const weight = Float64Array.from(order, (i) => squares[i]);
  const beyond = d[n - 1] + weight.reduce((sum, w) => sum + w, 0);
  return Float64Array.from(d, (here, i) => rootBetween(d, weight, i, here, d[i + 1] ?? beyond));
}

function rootBetween(
  d: Float64Array,
  weight: Float64Array,
  index: number,
  from: number,
  to: number,
): number {
  let low = from;
  let high = to;
  let root = (low + high) / 2;
  const rounding = 4 * Number.EPSILON * Math.max(Math.abs(from), Math.abs(to));
  for (let step = 0; step < MOST_STEPS && high - low > rounding; step++) {
    let value = 1;
    let slopeBelow = 0;
    let slopeAbove = 0;
    for (let j = 0; j < d.length; j++) {
      const term = 1 / (d[j] - root);
      value += weight[j] * term;
      if (j <= index) slopeBelow += weight[j] * term * term;
      else slopeAbove += weight[j] * term * term;
    }
    if (value < 0) low = root;
    else high = root;
    const toFrom = from - root;
    const toEnd = to - root;
    const a = (toFrom + toEnd) * value - toFrom * toEnd * (slopeBelow + slopeAbove);
    const b = toFrom * toEnd * value;
    const c = value - toFrom * slopeBelow - toEnd * slopeAbove;
    const depth = Math.sqrt(Math.max(0, a * a - 4 * b * c));
    const change = a <= 0 ? (a - depth) / (2 * c) : (2 * b) / (a + depth);
    const next = root + change;
    if (Math.abs(change) <= rounding) return next > low && next < high ? next : root;
    root = next > low && next < high ? next : (low + high) / 2;
  }
  return root;
}
