/**
 * r² of the haplotypes of two variants, their frequencies estimated by maximum likelihood from unphased genotypes.
 *
 * The phase of double heterozygotes is the only unknown: with p the frequency of the haplotype of both effect alleles,
 * the likelihood equation is a cubic, and the root of the highest likelihood is taken.
 *
 * @param table - 9 counts of samples: 3 × copies of the first effect allele + copies of the second
 * @returns NaN where one of the two does not vary
 * @see Hill 1974, doi:10.1038/hdy.1974.89; Gaunt et al. 2007, doi:10.1186/1471-2105-8-428
 */
export function haplotypeR2(table: ArrayLike<number>): number {
  const unknown = table[4];
  let samples = 0;
  for (let cell = 0; cell < 9; cell++) samples += table[cell];
  const chromosomes = 2 * samples;
  // Haplotypes whose phase is known: both effect alleles, the first only, the second only, neither.
  const both = (2 * table[8] + table[7] + table[5]) / chromosomes;
  const first = (2 * table[6] + table[7] + table[3]) / chromosomes;
  const second = (2 * table[2] + table[1] + table[5]) / chromosomes;
  const neither = (2 * table[0] + table[1] + table[3]) / chromosomes;
  const half = unknown / chromosomes;
  const a = both + first + half;
  const b = both + second + half;
  const variance = a * (1 - a) * b * (1 - b);
  if (!(variance > 0)) return NaN;
  const r2Of = (p: number): number => (p - a * b) ** 2 / variance;
  if (unknown === 0) return r2Of(both);
  const logLikelihood = (p: number): number =>
    term(both, p) +
    term(first, a - p) +
    term(second, b - p) +
    term(neither, 1 - a - b + p) +
    term(half, p * (1 - a - b + p) + (a - p) * (b - p));
  let best = both;
  let highest = -Infinity;
  for (const share of stationaryShares(both, first, second, neither, half)) {
    const p = both + share * half;
    const value = logLikelihood(p);
    // Equal likelihoods, as of a pair of double heterozygotes only: the weaker correlation.
    if (value > highest + 1e-14 || (value > highest - 1e-14 && r2Of(p) < r2Of(best))) {
      best = p;
      highest = Math.max(value, highest);
    }
  }
  return r2Of(best);
}

function term(count: number, frequency: number): number {
  return count === 0 ? 0 : count * Math.log(Math.max(frequency, 0));
}

/**
 * Shares s of double heterozygotes in coupling at which the likelihood is stationary, and both ends.
 *
 * With P = both + s·half, Q = neither + s·half, R = first + (1−s)·half, S = second + (1−s)·half: s (PQ + RS) = PQ.
 */
function stationaryShares(
  both: number,
  first: number,
  second: number,
  neither: number,
  half: number,
): number[] {
  const apart = (s: number): number => {
    const together = (both + s * half) * (neither + s * half);
    const opposed = (first + (1 - s) * half) * (second + (1 - s) * half);
    return (1 - s) * together - s * opposed;
  };
  const shares = [0, 1];
  // A cubic has at most three roots; they are separated by its turning points.
  const turns = turningPoints(both, first, second, neither, half);
  const ends = [0, ...turns, 1];
  for (let i = 1; i < ends.length; i++) {
    const root = bisect(apart, ends[i - 1], ends[i]);
    if (root !== undefined) shares.push(root);
  }
  return shares;
}

/** Where the cubic (1 − s)(both + s·h)(neither + s·h) − s (first + (1 − s)h)(second + (1 − s)h) turns, within 0 … 1. */
function turningPoints(
  both: number,
  first: number,
  second: number,
  neither: number,
  h: number,
): number[] {
  const x = both + neither;
  const y = first + second + 2 * h;
  const cubic = -2 * h * h;
  const square = h * h - x * h + y * h;
  const linear = x * h - both * neither - (first + h) * (second + h);
  const discriminant = 4 * square * square - 12 * cubic * linear;
  if (discriminant <= 0) return [];
  const root = Math.sqrt(discriminant);
  return [(-2 * square + root) / (6 * cubic), (-2 * square - root) / (6 * cubic)]
    .filter((s) => s > 0 && s < 1)
    .sort((s, t) => s - t);
}

function bisect(f: (x: number) => number, from: number, to: number): number | undefined {
  let [low, high] = [from, to];
  const sign = Math.sign(f(low));
  if (sign === 0) return low;
  if (sign === Math.sign(f(high))) return undefined;
  for (let i = 0; i < 60 && high - low > 1e-15; i++) {
    const middle = (low + high) / 2;
    if (Math.sign(f(middle)) === sign) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
