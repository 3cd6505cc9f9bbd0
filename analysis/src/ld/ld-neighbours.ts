import { choleskyLower } from "../stats/cholesky.ts";
import { minimiseOnInterval } from "../stats/minimise.ts";

/** z-scores of variants and their correlations in the panel. */
export interface LdSegment {
  readonly z: Float64Array;
  /** m × m row-major. */
  readonly correlation: Float64Array;
}

/** What a variant's z would be by those of its neighbours. */
export interface Expected {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

/** The more of the identity is in a matrix, the less its neighbours tell of a variant. */
const LEAST_SHARE = 1e-4;

/**
 * How much of the identity a panel's matrix needs for the z-scores to be likely draws of it: s of z ~ N(0, (1 − s) R + s I).
 *
 * Near 0 when panel and study are of the same people; rises with other ancestry, wrong alleles and too small a panel.
 *
 * @see Zou, Carbonetto, Wang & Stephens 2022, doi:10.1371/journal.pgen.1010299
 */
export function inconsistency(segments: readonly LdSegment[]): number {
  const negativeLogLikelihood = (s: number): number =>
    segments.reduce((sum, segment) => sum + unlikeliness(segment, s), 0);
  const { x, value } = minimiseOnInterval(negativeLogLikelihood, LEAST_SHARE, 1, 1e-4);
  // Brent's method tries no ends.
  return negativeLogLikelihood(LEAST_SHARE) < value ? LEAST_SHARE : x;
}

/** −ln of the density of z, up to a constant; 1e300 where the matrix is not positive definite. */
function unlikeliness({ z, correlation }: LdSegment, s: number): number {
  const m = z.length;
  const lower = choleskyLower(mixed(correlation, m, s), m);
  if (!lower) return 1e300;
  let sum = 0;
  const x = new Float64Array(m);
  for (let i = 0; i < m; i++) {
    let rest = z[i];
    for (let c = 0; c < i; c++) rest -= lower[i * m + c] * x[c];
    x[i] = rest / lower[i * m + i];
    sum += Math.log(lower[i * m + i]) + x[i] ** 2 / 2;
  }
  return sum;
}

/** Mean and variance of each z given all others of the segment; undefined when (1 − s) R + s I is not positive definite. */
export function expectedByNeighbours(
  { z, correlation }: LdSegment,
  s: number,
): Expected | undefined {
  const m = z.length;
  const lower = choleskyLower(mixed(correlation, m, s), m);
  if (!lower) return undefined;
  const diagonal = new Float64Array(m);
  const product = new Float64Array(m);
  const column = new Float64Array(m);
  // Column j of L⁻¹ tells row j of (LLᵀ)⁻¹ = L⁻ᵀ L⁻¹.
  const half = new Float64Array(m);
  for (let i = 0; i < m; i++) {
    let rest = z[i];
    for (let c = 0; c < i; c++) rest -= lower[i * m + c] * half[c];
    half[i] = rest / lower[i * m + i];
  }
  for (let j = 0; j < m; j++) {
    for (let i = j; i < m; i++) {
      let rest = i === j ? 1 : 0;
      const row = i * m;
      for (let c = j; c < i; c++) rest -= lower[row + c] * column[c];
      column[i] = rest / lower[row + i];
      diagonal[j] += column[i] ** 2;
      product[j] += column[i] * half[i];
    }
  }
  return {
    mean: z.map((value, j) => value - product[j] / diagonal[j]),
    variance: diagonal.map((value) => 1 / value),
  };
}

/** (1 − s) R + s I. */
function mixed(correlation: Float64Array, m: number, s: number): Float64Array {
  const matrix = correlation.map((r) => (1 - s) * r);
  for (let i = 0; i < m; i++) matrix[i * m + i] = 1;
  return matrix;
}

/** Standard deviations of z around its mean, in units of the conditional one, and how often each occurs. */
export interface SpreadMixture {
  readonly spread: Float64Array;
  readonly weight: Float64Array;
}

const LEAST_SPREAD = 0.8;
const SPREAD_STEP = 1.1;
const MOST_DRAWS = 20_000;
const ROUNDS = 200;

/** Estimates a scale mixture of normals with mean 0 from standardised differences, by expectation and maximisation. */
export function spreadMixture(differences: Float64Array): SpreadMixture {
  const stride = Math.max(1, Math.ceil(differences.length / MOST_DRAWS));
  const drawn = differences.filter((_, i) => i % stride === 0);
  const largest = differences.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
  const count = 1 + Math.ceil(Math.log((2 * largest) / LEAST_SPREAD) / Math.log(SPREAD_STEP));
  const spread = Float64Array.from({ length: count }, (_, k) => LEAST_SPREAD * SPREAD_STEP ** k);
  const density = new Float64Array(drawn.length * count);
  drawn.forEach((value, i) => {
    for (let k = 0; k < count; k++)
      density[i * count + k] = Math.exp(-0.5 * (value / spread[k]) ** 2) / spread[k];
  });
  let weight = new Float64Array(count).fill(1 / count);
  for (let round = 0; round < ROUNDS; round++) {
    const next = new Float64Array(count);
    for (let i = 0; i < drawn.length; i++) {
      let sum = 0;
      for (let k = 0; k < count; k++) sum += weight[k] * density[i * count + k];
      for (let k = 0; k < count; k++)
        next[k] += (weight[k] * density[i * count + k]) / (sum * drawn.length);
    }
    weight = next;
  }
  return { spread, weight };
}

/** ln of how much likelier −z is than z, given what the neighbours tell. */
export function flipLogRatio(
  z: number,
  mean: number,
  variance: number,
  mixture: SpreadMixture,
): number {
  const deviation = Math.sqrt(variance);
  return lnDensity((z + mean) / deviation, mixture) - lnDensity((z - mean) / deviation, mixture);
}

function lnDensity(difference: number, { spread, weight }: SpreadMixture): number {
  let largest = -Infinity;
  const terms = new Float64Array(spread.length);
  for (let k = 0; k < spread.length; k++) {
    terms[k] = Math.log(weight[k] / spread[k]) - 0.5 * (difference / spread[k]) ** 2;
    largest = Math.max(largest, terms[k]);
  }
  return largest + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - largest), 0));
}
