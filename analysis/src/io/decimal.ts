// 10⁰ … 10²², the powers of ten that a double holds exactly.
const TENS = Float64Array.from({ length: 23 }, (_, i) => Number(`1e${i}`));

const SPLITTER = 134217729;

/** Digits that fit one double exactly, and how many more a pair of doubles takes. */
const FIRST_DIGITS = 15;
const ALL_DIGITS = 19;

/**
 * The number that these bytes write in decimal, to the last bit what `Number` makes of the text; NaN for any other text.
 * Infinity, hexadecimal and numbers beyond the range of a double are other text.
 */
export function parseDecimal(bytes: Uint8Array, from: number, to: number): number {
  // Most numbers of most files: at most nine digits and no exponent, in whole numbers of 32 bits until the last step.
  let at = from;
  const negative = at < to && bytes[at] === 45;
  if (negative) at++;
  const stop = to - at <= 10 ? to : at;
  let digits = 0;
  let point = -1;
  const start = at;
  for (; at < stop; at++) {
    const digit = (bytes[at] - 48) | 0;
    if (digit >= 0 && digit <= 9) digits = (Math.imul(digits, 10) + digit) | 0;
    else if (digit === -2 && point < 0) point = at;
    else break;
  }
  if (at < to || at - start > (point < 0 ? 9 : 10) || at - start === Number(point >= 0)) {
    return parseLong(bytes, from, to);
  }
  const value = point < 0 ? digits : digits / TENS[at - 1 - point];
  return negative ? -value : value;
}

function parseLong(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  let byte = bytes[at];
  const negative = byte === 45;
  if (negative || byte === 43) byte = bytes[++at];
  let first = 0;
  let second = 0;
  let significant = 0;
  let digits = 0;
  let exponent = 0;
  for (; at < to && byte >= 48 && byte <= 57; byte = bytes[++at]) {
    digits++;
    if (significant < FIRST_DIGITS) first = 10 * first + (byte - 48);
    else second = 10 * second + (byte - 48);
    if (significant > 0 || byte !== 48) significant++;
  }
  if (at < to && byte === 46) {
    byte = bytes[++at];
    const point = at;
    for (; at < to && byte >= 48 && byte <= 57; byte = bytes[++at]) {
      if (significant < FIRST_DIGITS) first = 10 * first + (byte - 48);
      else second = 10 * second + (byte - 48);
      if (significant > 0 || byte !== 48) significant++;
    }
    digits += at - point;
    exponent = point - at;
  }
  if (digits === 0) return NaN;
  if (at < to) {
    const written = exponentOf(bytes, at, to);
    if (Number.isNaN(written)) return NaN;
    exponent += written;
  }
  let value: number;
  if (significant <= FIRST_DIGITS && exponent >= -22 && exponent <= 22) {
    value = exponent < 0 ? first / TENS[-exponent] : first * TENS[exponent];
  } else {
    value = scaled(first, second, significant - FIRST_DIGITS, exponent);
    if (Number.isNaN(value)) return parseText(bytes, from, to);
  }
  return negative ? -value : value;
}

function exponentOf(bytes: Uint8Array, from: number, to: number): number {
  if ((bytes[from] | 32) !== 101) return NaN;
  let at = from + 1;
  const negative = bytes[at] === 45;
  if (negative || bytes[at] === 43) at++;
  if (at >= to) return NaN;
  let value = 0;
  for (; at < to; at++) {
    const digit = bytes[at] - 48;
    if (!(digit >= 0 && digit <= 9)) return NaN;
    value = Math.min(10 * value + digit, 1e6);
  }
  return negative ? -value : value;
}

/**
 * (first · 10^`more` + second) · 10^exponent in a pair of doubles, rounded once; NaN where that leaves the last bit open.
 *
 * @see Dekker 1971, doi:10.1007/BF01397083 (exact products and sums of doubles)
 */
function scaled(first: number, second: number, more: number, exponent: number): number {
  if (more < 0 || more > ALL_DIGITS - FIRST_DIGITS || exponent < -22 || exponent > 22) return NaN;
  const shifted = first * TENS[more];
  const high = shifted + second;
  const low = productError(first, TENS[more], shifted) + (second - (high - shifted));
  const power = TENS[Math.abs(exponent)];
  let value: number;
  let rest: number;
  if (exponent < 0) {
    value = high / power;
    const back = value * power;
    rest = (high - back - productError(value, power, back) + low) / power;
  } else {
    value = high * power;
    rest = productError(high, power, value) + low * power;
  }
  const doubt = Math.abs(rest) * 2 ** -48;
  const rounded = value + (rest - doubt);
  return rounded === value + (rest + doubt) ? rounded : NaN;
}

/** a · b − product, exactly, where `product` is a · b rounded. */
function productError(a: number, b: number, product: number): number {
  const aWide = SPLITTER * a;
  const aHigh = aWide - (aWide - a);
  const aLow = a - aHigh;
  const bWide = SPLITTER * b;
  const bHigh = bWide - (bWide - b);
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

const decoder = new TextDecoder();

function parseText(bytes: Uint8Array, from: number, to: number): number {
  const value = Number(decoder.decode(bytes.slice(from, to)));
  return Number.isFinite(value) ? value : NaN;
}
