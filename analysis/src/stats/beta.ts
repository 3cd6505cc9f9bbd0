const LN_SQRT_2_PI = 0.9189385332046728;

/** ln Γ(x) for x > 0. */
export function lnGamma(x: number): number {
  let product = 1;
  let y = x;
  while (y < 16) {
    product *= y;
    y += 1;
  }
  return (y - 0.5) * Math.log(y) - y + LN_SQRT_2_PI + stirlingCorrection(y) - Math.log(product);
}

/**
 * Regularised incomplete beta function I_x(a, b), the distribution function of Beta(a, b).
 *
 * @see DLMF 8.17.22
 */
export function betaCumulative(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  return x < (a + 1) / (a + b + 2) ? lowerTail(x, a, b) : 1 - lowerTail(1 - x, b, a);
}

/**
 * ln I_x(a, b); finite far beyond where the function itself underflows.
 *
 * @param rest - 1 − x, where it is known more exactly than x
 */
export function lnBetaCumulative(x: number, a: number, b: number, rest: number = 1 - x): number {
  if (x <= 0) return -Infinity;
  if (rest <= 0) return 0;
  if (x >= (a + 1) / (a + b + 2)) return Math.log1p(-lowerTail(rest, b, a));
  const lnX = x > 0.5 ? Math.log1p(-rest) : Math.log(x);
  const lnRest = rest > 0.5 ? Math.log1p(-x) : Math.log(rest);
  return a * lnX + b * lnRest - lnBeta(a, b) + Math.log(tailFraction(x, a, b) / a);
}

/**
 * Quantile of Beta(a, b); order statistics of p-values are Beta(i, m + 1 − i), hence the band of a QQ plot.
 *
 * @param probability - in [0, 1]
 * @example
 * const upper = betaQuantile(0.975, 1, 1_000_000); // smallest of a million null p-values
 */
export function betaQuantile(probability: number, a: number, b: number): number {
  if (probability <= 0) return 0;
  if (probability >= 1) return 1;
  let low = 0;
  let high = 1;
  let x = a / (a + b);
  const lnNormaliser = lnBeta(a, b);
  for (let i = 0; i < 200; i++) {
    const error = betaCumulative(x, a, b) - probability;
    if (error > 0) high = x;
    else low = x;
    const density = Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - lnNormaliser);
    let next = x - error / density;
    // Far quantiles of skewed shapes sit many powers of ten below the mean: halve the logarithm, not the value.
    if (!(next > low && next < high)) next = low > 0 ? Math.sqrt(low * high) : high / 16;
    if (Math.abs(next - x) <= 4e-16 * x) return next;
    x = next;
  }
  return x;
}

function lowerTail(x: number, a: number, b: number): number {
  const prefix = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - lnBeta(a, b));
  return (prefix * tailFraction(x, a, b)) / a;
}

/** The continued fraction of I_x(a, b) beside its prefix. */
function tailFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1));
  let h = d;
  for (let m = 1; m < 100_000; m++) {
    const even = (m * (b - m) * x) / ((a - 1 + 2 * m) * (a + 2 * m));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 1 + 2 * m));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    const change = d * c;
    h *= change;
    if (Math.abs(change - 1) < 1e-15) break;
  }
  return h;
}

/** ln B(a, b); for a large argument the leading terms are combined before they can cancel. */
function lnBeta(a: number, b: number): number {
  const small = Math.min(a, b);
  const large = Math.max(a, b);
  if (large < 16) return lnGamma(a) + lnGamma(b) - lnGamma(a + b);
  const sum = small + large;
  const largeMinusSum =
    -small * Math.log(sum) -
    (large - 0.5) * Math.log1p(small / large) +
    small +
    stirlingCorrection(large) -
    stirlingCorrection(sum);
  return lnGamma(small) + largeMinusSum;
}

/** ln Γ(x) − [(x − ½) ln x − x + ½ ln 2π], x ≥ 16. */
export function stirlingCorrection(x: number): number {
  const i = 1 / x;
  const i2 = i * i;
  return i * (1 / 12 - i2 * (1 / 360 - i2 * (1 / 1260 - i2 * (1 / 1680 - (i2 * 5) / 5940))));
}
