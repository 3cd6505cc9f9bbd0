/** Two-sided tail of Student's t with fixed degrees of freedom, as a natural logarithm. */
export type StudentTTail = (t: number) => number;

const LN_SQRT_PI = 0.5723649429247001;
// Below this t² the tail is close to 1 and the series for its complement is exact; above it the continued fraction is.
const SERIES_BELOW_T2 = 3;

/**
 * Prepares ln P(|T| ≥ |t|) for one number of degrees of freedom; finite far beyond where P itself underflows.
 *
 * @param degreesOfFreedom - > 0, need not be whole
 * @returns a function of t; relative error of the logarithm below 1e-12 (conformance/mpmath)
 * @example
 * const lnP = studentTTail(497)(41.2);
 * @see DiDonato & Morris 1992, doi:10.1145/131766.131776 (continued fraction)
 */
export function studentTTail(degreesOfFreedom: number): StudentTTail {
  const df = degreesOfFreedom;
  const a = df / 2;
  const lnNormaliser = lnGammaRatio(a) - LN_SQRT_PI;
  return (t) => {
    const t2 = t * t;
    if (Number.isNaN(t2)) return NaN;
    if (t2 === 0) return 0;
    if (t2 === Infinity) return -Infinity;
    const lnPrefix = -a * Math.log1p(t2 / df) - 0.5 * Math.log1p(df / t2) + lnNormaliser;
    return t2 < SERIES_BELOW_T2
      ? Math.log1p(-2 * Math.exp(lnPrefix) * complementSeries(a, t2 / (df + t2)))
      : lnPrefix - Math.log(tailFraction(a, df / (df + t2), t2 / (df + t2)));
  };
}

/** ln P(|T| ≥ |t|) of Student's t; prepare `studentTTail` instead where df repeats. */
export function studentTLnP(t: number, degreesOfFreedom: number): number {
  return studentTTail(degreesOfFreedom)(t);
}

/**
 * The t with P(T ≤ t) = p, as R's `qt`.
 *
 * @returns ±Infinity for 1 and 0, NaN outside of [0, 1]
 */
export function studentTQuantile(p: number, degreesOfFreedom: number): number {
  if (!(p >= 0 && p <= 1) || !(degreesOfFreedom > 0)) return NaN;
  if (p === 0.5) return 0;
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity;
  return p < 0.5
    ? -quantileOfLnP(Math.log(2 * p), degreesOfFreedom)
    : quantileOfLnP(Math.log(2 * (1 - p)), degreesOfFreedom);
}

/** Newton steps on ln t, along which ln P is nearly straight far out; halved where they would leave the bracket. */
function quantileOfLnP(lnP: number, df: number): number {
  const tail = studentTTail(df);
  const lnDensity0 = lnGammaRatio(df / 2) - LN_SQRT_PI - 0.5 * Math.log(df) + Math.LN2;
  let low = -750;
  let high = 750;
  let u = 0;
  for (let i = 0; i < 300; i++) {
    const t = Math.exp(u);
    const value = tail(t);
    if (value < lnP) high = u;
    else low = u;
    const slope = -Math.exp(lnDensity0 - ((df + 1) / 2) * Math.log1p((t * t) / df) - value + u);
    let next = u - (value - lnP) / slope;
    if (!(next > low && next < high)) next = (low + high) / 2;
    if (Math.abs(next - u) <= 4e-16 * Math.max(1, Math.abs(u))) return Math.exp(next);
    u = next;
  }
  return Math.exp(u);
}

/** ln[Γ(a + ½) / Γ(a)], without the cancellation of two log-gammas. */
export function lnGammaRatio(a: number): number {
  let scale = 1;
  let x = a;
  while (x < 64) {
    scale *= x / (x + 0.5);
    x += 1;
  }
  const i = 1 / x;
  const series =
    1 +
    i *
      (-1 / 8 +
        i *
          (1 / 128 +
            i * (5 / 1024 + i * (-21 / 32768 + i * (-399 / 262144 + (i * 869) / 4194304)))));
  return Math.log(scale * series) + 0.5 * Math.log(x);
}

function complementSeries(a: number, y: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 0; term > 1e-17 * sum; k++) {
    term *= (y * (a + 0.5 + k)) / (1.5 + k);
    sum += term;
  }
  return sum;
}

/**
 * Continued fraction of I_x(a, ½) in DiDonato and Morris' form, by the modified Lentz method: with y given beside
 * x = 1 − y nothing cancels for large a, which costs the usual form four digits at a = 250 000.
 */
function tailFraction(a: number, x: number, y: number): number {
  const b = 0.5;
  let fraction = (a * (a * y - b * x + 1)) / (a + 1);
  let c = fraction;
  let d = 0;
  for (let m = 1; m < 100_000; m++) {
    const k = a + 2 * m - 1;
    const numerator = ((((a + m - 1) * (a + b + m - 1)) / k) * m * (b - m) * x * x) / k;
    const denominator =
      m + (m * (b - m) * x) / k + ((a + m) * (a * y - b * x + 1 + m * (2 - x))) / (k + 2);
    d = 1 / (denominator + numerator * d);
    c = denominator + numerator / c;
    const change = c * d;
    fraction *= change;
    if (Math.abs(change - 1) < 1e-15) break;
  }
  return fraction;
}
