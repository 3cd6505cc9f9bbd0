import { lnGamma, stirlingCorrection } from "./beta.ts";

const LN_2_PI = 1.8378770664093454;
/** From this shape on the leading terms of the density are combined before they can cancel. */
const LARGE_SHAPE = 16;

/**
 * ln P(X ≥ x) of chi-square; finite far beyond where P itself underflows.
 *
 * @param degreesOfFreedom - > 0, need not be whole
 * @returns the natural logarithm; relative error below 1e-12 (conformance/mpmath)
 * @example
 * const negLog10P = -chiSquareLnP(99.53, 27) / Math.LN10;
 * @see DLMF 8.7.1 (series), 8.9.2 (continued fraction)
 */
export function chiSquareLnP(x: number, degreesOfFreedom: number): number {
  return tails(x, degreesOfFreedom).lnUpper;
}

/**
 * The x with P(X ≤ x) = p of chi-square, as R's `qchisq`.
 *
 * @returns 0 and Infinity for 0 and 1, NaN outside of [0, 1]
 */
export function chiSquareQuantile(p: number, degreesOfFreedom: number): number {
  if (!(p >= 0 && p <= 1) || !(degreesOfFreedom > 0)) return NaN;
  if (p === 0 || p === 1) return p === 0 ? 0 : Infinity;
  const isLower = p < 0.5;
  const target = isLower ? Math.log(p) : Math.log1p(-p);
  const sign = isLower ? 1 : -1;
  let low = -1500;
  let high = 710;
  let u = Math.log(degreesOfFreedom);
  for (let i = 0; i < 300; i++) {
    const x = Math.exp(u);
    const { lnLower, lnUpper, lnDensity } = tails(x, degreesOfFreedom);
    const value = isLower ? lnLower : lnUpper;
    if (sign * (value - target) > 0) high = u;
    else low = u;
    // lnDensity is of ln x, the variable of these Newton steps.
    const slope = sign * Math.exp(lnDensity - value);
    let next = u - (value - target) / slope;
    if (!(next > low && next < high)) next = (low + high) / 2;
    if (Math.abs(next - u) <= 4e-16 * Math.max(1, Math.abs(u))) return Math.exp(next);
    u = next;
  }
  return Math.exp(u);
}

interface Tails {
  readonly lnLower: number;
  readonly lnUpper: number;
  /** Of ln X: ln[x f(x)]. */
  readonly lnDensity: number;
}

function tails(chiSquare: number, degreesOfFreedom: number): Tails {
  const a = degreesOfFreedom / 2;
  const x = chiSquare / 2;
  if (Number.isNaN(x) || !(a > 0)) return { lnLower: NaN, lnUpper: NaN, lnDensity: NaN };
  if (x <= 0) return { lnLower: -Infinity, lnUpper: 0, lnDensity: -Infinity };
  if (x === Infinity) return { lnLower: 0, lnUpper: -Infinity, lnDensity: -Infinity };
  const lnDensity = lnPrefix(a, x);
  if (x < a + 1) {
    const lnLower = lnDensity + Math.log(lowerSeries(a, x));
    return { lnLower, lnUpper: Math.log1p(-Math.exp(lnLower)), lnDensity };
  }
  const lnUpper = lnDensity + Math.log(upperFraction(a, x));
  return { lnLower: Math.log1p(-Math.exp(lnUpper)), lnUpper, lnDensity };
}

/** ln[xᵃ e⁻ˣ / Γ(a)]. */
function lnPrefix(a: number, x: number): number {
  if (a < LARGE_SHAPE) return a * Math.log(x) - x - lnGamma(a);
  return a * log1pMinus((x - a) / a) + 0.5 * (Math.log(a) - LN_2_PI) - stirlingCorrection(a);
}

/** ln(1 + u) − u. */
function log1pMinus(u: number): number {
  if (Math.abs(u) > 0.3) return Math.log1p(u) - u;
  // With r = u / (2 + u): ln(1 + u) = 2 (r + r³/3 + r⁵/5 + …) and u = 2r + r u.
  const r = u / (2 + u);
  const r2 = r * r;
  let power = r * r2;
  let sum = 0;
  for (let k = 3; Math.abs(power) > 1e-19 * Math.abs(sum); k += 2) {
    sum += power / k;
    power *= r2;
    if (power === 0) break;
  }
  return 2 * sum - r * u;
}

/** P(a, x) over its prefix: Σ xⁿ / (a (a + 1) … (a + n)). */
function lowerSeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; term > 1e-17 * sum; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/** Q(a, x) over its prefix, by the modified Lentz method. */
function upperFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let fraction = d;
  for (let n = 1; n < 1_000_000; n++) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    const change = c * d;
    fraction *= change;
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return fraction;
}
