/** Powers of ten that a double holds exactly. */
const POWERS: usize = memory.data<f64>([
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
]);
const SPLITTER: f64 = 134217729;
const DOUBT: f64 = 3.552713678800501e-15; // 2^-48
const FIRST_DIGITS: i32 = 15;
const ALL_DIGITS: i32 = 19;
const MINUS: u32 = 45;
const PLUS: u32 = 43;
const POINT: u32 = 46;
const ZERO: u32 = 48;

// @ts-ignore: decorator
@inline
export function tenTo(k: i32): f64 {
  return load<f64>(POWERS + (<usize>k << 3));
}

/** a · b − product, exactly, where `product` is a · b rounded. */
function productError(a: f64, b: f64, product: f64): f64 {
  const aWide = SPLITTER * a;
  const aHigh = aWide - (aWide - a);
  const aLow = a - aHigh;
  const bWide = SPLITTER * b;
  const bHigh = bWide - (bWide - b);
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

/** (first · 10^more + second) · 10^exponent, rounded once; NaN where a pair of doubles leaves the last bit open. */
function rounded(first: f64, second: f64, more: i32, exponent: i32): f64 {
  if (more < 0 || more > ALL_DIGITS - FIRST_DIGITS || exponent < -22 || exponent > 22) return NaN;
  const shifted = first * tenTo(more);
  const high = shifted + second;
  const low = productError(first, tenTo(more), shifted) + (second - (high - shifted));
  const power = tenTo(exponent < 0 ? -exponent : exponent);
  let value: f64;
  let rest: f64;
  if (exponent < 0) {
    value = high / power;
    const back = value * power;
    rest = (high - back - productError(value, power, back) + low) / power;
  } else {
    value = high * power;
    rest = productError(high, power, value) + low * power;
  }
  const doubt = Math.abs(rest) * DOUBT;
  const result = value + (rest - doubt);
  return result == value + (rest + doubt) ? result : NaN;
}

/**
 * The number that these bytes write in decimal, rounded once; NaN for any other text and where two doubles do not tell
 * the last bit. What io/decimal.ts does, but for its last resort.
 */
export function decimalAt(from: usize, to: usize): f64 {
  let at = from;
  if (at == to) return NaN;
  const isNegative = <u32>load<u8>(at) == MINUS;
  if (isNegative || <u32>load<u8>(at) == PLUS) at++;
  let first: f64 = 0;
  let second: f64 = 0;
  let significant = 0;
  let digits = 0;
  let exponent = 0;
  let point: usize = 0;
  for (; at < to; at++) {
    const byte: u32 = load<u8>(at);
    const digit = byte - ZERO;
    if (digit > 9) {
      if (byte != POINT || point) break;
      point = at + 1;
      continue;
    }
    digits++;
    if (significant < FIRST_DIGITS) first = 10 * first + <f64>digit;
    else second = 10 * second + <f64>digit;
    if (significant > 0 || digit) significant++;
  }
  if (digits == 0) return NaN;
  if (point) exponent = -<i32>(at - point);
  if (at < to) {
    if ((<u32>load<u8>(at) | 32) != 101) return NaN;
    at++;
    if (at == to) return NaN;
    const isDown = <u32>load<u8>(at) == MINUS;
    if (isDown || <u32>load<u8>(at) == PLUS) at++;
    if (at == to) return NaN;
    let written = 0;
    for (; at < to; at++) {
      const digit = <u32>load<u8>(at) - ZERO;
      if (digit > 9) return NaN;
      written = min(10 * written + <i32>digit, 1000000);
    }
    exponent += isDown ? -written : written;
  }
  let value: f64;
  if (significant <= FIRST_DIGITS && exponent >= -22 && exponent <= 22) {
    value = exponent < 0 ? first / tenTo(-exponent) : first * tenTo(exponent);
  } else value = rounded(first, second, significant - FIRST_DIGITS, exponent);
  return isNegative ? -value : value;
}
