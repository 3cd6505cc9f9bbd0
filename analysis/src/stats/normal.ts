const LN_SQRT_2_OVER_PI = -0.22579135264472744;
const ONE_OVER_SQRT_2_PI = 0.3989422804014327;
// The series for the centre is exact up to here and the tail's continued fraction converges fast beyond it.
const SERIES_BELOW_Z = 3;

/**
 * ln P(|Z| ≥ |z|) of the standard normal distribution; finite far beyond where P itself underflows.
 *
 * @returns the natural logarithm of the two-sided tail; relative error below 1e-12 (conformance/mpmath)
 * @example
 * const negLog10P = -normalLnP(40) / Math.LN10; // 349.4
 */
export function normalLnP(z: number): number {
  const x = Math.abs(z);
  if (x === 0) return 0;
  if (x < SERIES_BELOW_Z) return Math.log1p(-centralProbability(x));
  if (x === Infinity) return -Infinity;
  return LN_SQRT_2_OVER_PI - (x * x) / 2 + Math.log(millsRatio(x));
}

/** ln P(X ≥ x) of chi-square with one degree of freedom. */
export function chiSquare1LnP(x: number): number {
  return normalLnP(Math.sqrt(x));
}

/**
 * The |z| whose two-sided tail has this logarithm; the inverse of `normalLnP`.
 *
 * @param lnP - ≤ 0
 */
export function normalQuantileOfLnP(lnP: number): number {
  if (Number.isNaN(lnP) || lnP > 0) return NaN;
  if (lnP === 0) return 0;
  if (lnP === -Infinity) return Infinity;
  let low = 0;
  let high = Math.sqrt(-2 * lnP) + 1;
  // P(|Z| < z) ≈ z·√(2/π) for the smallest z, −2 ln P ≈ z² for the largest.
  let z = lnP > -0.05 ? -Math.expm1(lnP) / Math.exp(LN_SQRT_2_OVER_PI) : Math.sqrt(-2 * lnP) * 0.8;
  for (let i = 0; i < 100; i++) {
    const value = normalLnP(z);
    if (value < lnP) high = z;
    else low = z;
    const slope = -Math.exp(LN_SQRT_2_OVER_PI - (z * z) / 2 - value);
    let next = z - (value - lnP) / slope;
    if (!(next > low && next < high)) next = (low + high) / 2;
    if (Math.abs(next - z) <= 1e-15 * z) return next;
    z = next;
  }
  return z;
}

/** The chi-square (one degree of freedom) value whose upper tail has this logarithm. */
export function chiSquare1QuantileOfLnP(lnP: number): number {
  const z = normalQuantileOfLnP(lnP);
  return z * z;
}

/** P(Z ≤ z) of the standard normal distribution; relative error below 1e-12 in the lower tail. */
export function normalCumulative(z: number): number {
  const upper = Math.exp(normalLnP(z)) / 2;
  if (Math.abs(z) < SERIES_BELOW_Z) return (1 + Math.sign(z) * centralProbability(Math.abs(z))) / 2;
  return z < 0 ? upper : 1 - upper;
}

/** The z with P(Z ≤ z) = p: ±Infinity for 1 and 0, NaN outside of [0, 1]. */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return NaN;
  return p < 0.5
    ? -normalQuantileOfLnP(Math.log(2 * p))
    : normalQuantileOfLnP(Math.log(2 * (1 - p)));
}

/** Density of the standard normal distribution. */
export function normalDensity(z: number): number {
  return Math.exp(-(z * z) / 2) * ONE_OVER_SQRT_2_PI;
}

/** Median of chi-square with one degree of freedom, the yardstick of λGC. */
export const CHI_SQUARE_1_MEDIAN = 0.45493642311957283;

function centralProbability(x: number): number {
  let term = x;
  let sum = x;
  for (let k = 1; term > 1e-17 * sum; k++) {
    term *= (x * x) / (2 * k + 1);
    sum += term;
  }
  return Math.exp(LN_SQRT_2_OVER_PI - (x * x) / 2) * sum;
}

/** (1 − Φ(x)) / φ(x) = 1/(x + 1/(x + 2/(x + 3/(x + …)))), by the modified Lentz method. */
function millsRatio(x: number): number {
  let c = x;
  let d = 0;
  let fraction = x;
  for (let k = 1; k < 1000; k++) {
    d = 1 / (x + k * d);
    c = x + k / c;
    const change = c * d;
    fraction *= change;
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return 1 / fraction;
}
