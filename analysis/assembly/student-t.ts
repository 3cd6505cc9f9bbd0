const LN_SQRT_PI: f64 = 0.5723649429247001;
/** Below this t² the tail is close to 1 and the series for its complement is exact; above it the continued fraction is. */
const SERIES_BELOW_T2: f64 = 3.0;

/** ln[Γ(a + ½) / (Γ(a) √π)] for a = df / 2, without the cancellation of two log-gammas. */
export function studentTNormaliser(df: f64): f64 {
  let scale = 1.0;
  let x = df * 0.5;
  while (x < 64) {
    scale *= x / (x + 0.5);
    x += 1;
  }
  const i = 1 / x;
  const tail = 1.0 / 128 + i * (5.0 / 1024 + i * (-21.0 / 32768 + i * (-399.0 / 262144 + i * (869.0 / 4194304))));
  const series = 1 + i * (-1.0 / 8 + i * tail);
  return Math.log(scale * series) + 0.5 * Math.log(x) - LN_SQRT_PI;
}

/** ln P(|T| ≥ |t|); `normaliser` is that of the degrees of freedom. */
export function studentTLnP(t: f64, df: f64, normaliser: f64): f64 {
  const t2 = t * t;
  if (t2 != t2) return NaN;
  if (t2 == 0) return 0;
  if (t2 == Infinity) return -Infinity;
  const a = df * 0.5;
  const x = df / (df + t2);
  const y = t2 / (df + t2);
  const root = Math.sqrt(y);
  // ln[x^a Γ(a + ½) / (Γ(a) √π)]: what is left of x^a y^½ / B(a, ½) without the root.
  const lnPrefix = normaliser - a * Math.log1p(t2 / df);
  return t2 < SERIES_BELOW_T2
    ? Math.log1p(-2 * root * Math.exp(lnPrefix) * complementSeries(a, y))
    : lnPrefix + Math.log(root / tailFraction(a, x, y));
}

/** Two terms a turn: one division serves both. */
// @ts-ignore: decorator
@inline
function complementSeries(a: f64, y: f64): f64 {
  let term = 1.0;
  let sum = 1.0;
  for (let k = 0.0; term > 1e-17 * sum; k += 2) {
    const r = 1 / ((1.5 + k) * (2.5 + k));
    const next = term * y * (a + 0.5 + k) * (2.5 + k) * r;
    term = term * y * (a + 0.5 + k) * (y * (a + 1.5 + k)) * r;
    sum += next + term;
  }
  return sum;
}

/**
 * Continued fraction of I_x(a, ½) in DiDonato and Morris' form, by the modified Lentz method: with y given beside
 * x = 1 − y nothing cancels for large a, which costs the usual form four digits at a = 250 000. doi:10.1145/131766.131776
 */
// @ts-ignore: decorator
@inline
function tailFraction(a: f64, x: f64, y: f64): f64 {
  const start = a * y - 0.5 * x + 1;
  let fraction = (a * start) / (a + 1);
  let c = fraction;
  let d = 0.0;
  for (let m = 1.0; m < 100000; m += 1) {
    const k = a + 2 * m - 1;
    const r = 1 / (k * (k + 2));
    const perK = r * (k + 2);
    const factor = m * (0.5 - m) * x * perK;
    const numerator = (a + m - 1) * (a + m - 0.5) * x * perK * factor;
    const denominator = m + factor + (a + m) * (start + m * (2 - x)) * (r * k);
    d = 1 / (denominator + numerator * d);
    c = denominator + numerator / c;
    const change = c * d;
    fraction *= change;
    if (Math.abs(change - 1) < 1e-15) break;
  }
  return fraction;
}

// ln P(|T| ≥ t) / t as polynomials of degree 7, one for each eighth of 0 … 8. Nothing of it that is singular lies nearer than 3.4,
// for 64 degrees of freedom or more, so that they are exact to 1e-14.

const TABLE_END: f64 = 8;
const INTERVALS: i32 = 64;
const TERMS: i32 = 8;

// @ts-ignore: decorator
@inline
function node(k: i32): f64 {
  const pair = k >> 1;
  const size =
    pair == 0 ? 0.9807852804032304 : pair == 1 ? 0.19509032201612828 : pair == 2 ? 0.8314696123025452 : 0.5555702330196022;
  return k & 1 ? -size : size;
}

/** Fills 512 numbers for `studentTLnPOfTable`; degrees of freedom ≥ 64. */
export function fillStudentTTable(df: f64, normaliser: f64, table: usize): void {
  for (let i = 0; i < INTERVALS; i++) {
    const to = table + (<usize>(i * TERMS) << 3);
    for (let k = 0; k < TERMS; k++) {
      const t = (<f64>i + 0.5 + 0.5 * node(k)) * (TABLE_END / <f64>INTERVALS);
      store<f64>(to + (<usize>k << 3), studentTLnP(t, df, normaliser) / t);
    }
    // Newton's divided differences, then powers of the place in the interval, −1 … 1.
    for (let order = 1; order < TERMS; order++) {
      for (let k = TERMS - 1; k >= order; k--) {
        const at = to + (<usize>k << 3);
        store<f64>(at, (load<f64>(at) - load<f64>(at - 8)) / (node(k) - node(k - order)));
      }
    }
    for (let from = TERMS - 2; from >= 0; from--) {
      for (let k = from; k < TERMS - 1; k++) {
        const at = to + (<usize>k << 3);
        store<f64>(at, load<f64>(at) - node(from) * load<f64>(at, 8));
      }
    }
  }
}

/** ln P(|T| ≥ |t|), of the table where it reaches. */
// @ts-ignore: decorator
@inline
export function studentTLnPOfTable(t: f64, df: f64, normaliser: f64, table: usize): f64 {
  const size = Math.abs(t);
  if (!(size > 0 && size < TABLE_END)) return studentTLnP(t, df, normaliser);
  const place = size * (<f64>INTERVALS / TABLE_END);
  const interval = <i32>place;
  const s = 2 * (place - <f64>interval) - 1;
  const c = table + (<usize>(interval * TERMS) << 3);
  const s2 = s * s;
  const low = load<f64>(c) + s * load<f64>(c, 8) + s2 * (load<f64>(c, 16) + s * load<f64>(c, 24));
  const high = load<f64>(c, 32) + s * load<f64>(c, 40) + s2 * (load<f64>(c, 48) + s * load<f64>(c, 56));
  return size * (low + s2 * s2 * high);
}
