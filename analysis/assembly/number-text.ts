const LOG10_E: f64 = 0.4342944819032518;
const LN_10: f64 = 2.302585092994046;
/** Below this ln P, P itself is no longer a number of full precision. */
const LEAST_LN_P: f64 = -690.0;
/** How near to half a unit of the sixth digit counts as half: to 14 digits, as PLINK takes it. */
const TIE: f64 = 5e-9;
const DOT: u8 = 46;
const ZERO: u8 = 48;
const ZEROS: u64 = 0x3030303030303030;

// Text is written at `to` and may use 32 bytes beyond its end; the end is returned.

/** The largest power of ten that a number holds exactly. */
const EXACT_POWER: i32 = 22;

const POWERS: usize = memory.data<f64>([
  1e-22, 1e-21, 1e-20, 1e-19, 1e-18, 1e-17, 1e-16, 1e-15, 1e-14, 1e-13, 1e-12,
  1e-11, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1,
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11,
  1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
]);

// @ts-ignore: decorator
@inline
function powerOfTen(k: i32): f64 {
  return load<f64>(POWERS + (<usize>(EXACT_POWER + k) << 3));
}

/** Six digits, 100000 … 999999, as a byte each, the first one lowest. */
// @ts-ignore: decorator
@inline
function bytesOfDigits(digits: i32): u64 {
  const upper = digits / 1000;
  // Three digits in each half: hundreds, tens and ones by multiplication.
  const halves = <u64>upper | (<u64>(digits - 1000 * upper) << 32);
  const hundreds = ((halves * 41) >> 12) & 0x0000000f0000000f;
  const below = halves - 100 * hundreds;
  const tens = ((below * 103) >> 10) & 0x0000000f0000000f;
  const bytes = hundreds | (tens << 8) | ((below - 10 * tens) << 16);
  return (bytes & 0xffffff) | ((bytes >> 32) << 24);
}

/** x × 10^power, rounded once for every 22 powers. */
// @ts-ignore: decorator
@inline
function scaled(x: f64, power: i32): f64 {
  while (power > EXACT_POWER) {
    x *= 1e22;
    power -= EXACT_POWER;
  }
  while (power < -EXACT_POWER) {
    x /= 1e22;
    power += EXACT_POWER;
  }
  return power >= 0 ? x * powerOfTen(power) : x / powerOfTen(-power);
}

/** To a whole number, half to even. */
// @ts-ignore: decorator
@inline
function rounded(y: f64): i32 {
  const whole = Math.floor(y);
  const rest = y - whole;
  const isUp = Math.abs(rest - 0.5) <= TIE ? (<i32>whole & 1) == 1 : rest > 0.5;
  return <i32>whole + i32(isUp);
}

export function putInteger(to: usize, value: i32): usize {
  if (value < 0) {
    store<u8>(to, 45);
    to++;
  }
  let rest: u32 = value < 0 ? <u32>-value : <u32>value;
  let digits = 1;
  for (let x = rest; x >= 10; x /= 10) digits++;
  for (let i = digits - 1; i >= 0; i--) {
    store<u8>(to + i, ZERO + <u8>(rest % 10));
    rest /= 10;
  }
  return to + digits;
}

/** Six digits, 100000 … 999999, and the power of ten of the first, as C's %g prints them. */
function putDigits(to: usize, digits: i32, power: i32): usize {
  const bytes = bytesOfDigits(digits);
  const count = 8 - <i32>(clz(bytes) >> 3);
  const text = bytes | ZEROS;
  if (power < -4 || power >= 6) {
    store<u8>(to, <u8>text);
    store<u8>(to, DOT, 1);
    store<u64>(to, text >> 8, 2);
    to += count > 1 ? count + 1 : 1;
    store<u8>(to, 101);
    store<u8>(to, power < 0 ? 45 : 43, 1);
    to += 2;
    const size = power < 0 ? -power : power;
    if (size < 10) {
      store<u8>(to, ZERO);
      to++;
    }
    return putInteger(to, size);
  }
  if (power < 0) {
    store<u64>(to, ZEROS);
    store<u8>(to, DOT, 1);
    to += 1 - power;
    store<u64>(to, text);
    return to + count;
  }
  const whole = power + 1;
  store<u64>(to, text);
  if (count <= whole) return to + whole;
  store<u8>(to + whole, DOT);
  store<u64>(to + whole, text >> (<u64>whole << 3), 1);
  return to + count + 1;
}

// @ts-ignore: decorator
@inline
function putNA(to: usize): usize {
  store<u16>(to, 0x414e);
  return to + 2;
}

/** Six significant digits; NaN is NA. */
export function putNumber(to: usize, x: f64): usize {
  if (x != x) return putNA(to);
  if (x == 0) {
    store<u8>(to, ZERO);
    return to + 1;
  }
  // No branch: signs are as good as random.
  store<u8>(to, 45);
  to += usize(x < 0);
  x = Math.abs(x);
  if (x == Infinity) {
    store<u16>(to, 0x6e69);
    store<u8>(to, 102, 2);
    return to + 3;
  }
  // Powers of ten that would overflow are split: the smallest numbers are brought up first.
  let power = 0;
  if (x < 1e-280) {
    x *= 1e40;
    power = -40;
  }
  let own = <i32>((<i64>(reinterpret<u64>(x) >> 52) - 1023) * 1233 >> 12);
  // The logarithm of the power of two below it: too low by one where x has reached the next power of ten.
  if (own >= -EXACT_POWER && own < EXACT_POWER) own += i32(x >= powerOfTen(own + 1));
  let y = scaled(x, 5 - own);
  if (y >= 999999.5) {
    own++;
    y = scaled(x, 5 - own);
  }
  while (y < 99999.95) {
    own--;
    y = scaled(x, 5 - own);
  }
  let digits = rounded(y);
  if (digits >= 1000000) {
    digits = 100000;
    own++;
  }
  return putDigits(to, digits, own + power);
}

/** P of its natural logarithm, however small. */
export function putPOfLn(to: usize, lnP: f64): usize {
  if (lnP != lnP) return putNA(to);
  if (lnP > LEAST_LN_P) return putNumber(to, Math.exp(lnP));
  if (lnP == -Infinity) {
    store<u8>(to, ZERO);
    return to + 1;
  }
  const log10 = lnP * LOG10_E;
  let power = <i32>Math.floor(log10);
  let digits = rounded(Math.exp((log10 - <f64>power) * LN_10) * 100000);
  if (digits >= 1000000) {
    digits = 100000;
    power++;
  } else if (digits < 100000) {
    digits = 100000;
  }
  return putDigits(to, digits, power);
}
