import { decimalAt, tenTo } from "./decimal-text";

const TAB: u32 = 9;
const LINE_FEED: u32 = 10;
const CARRIAGE_RETURN: u32 = 13;
const SPACE: u32 = 32;
const QUOTE: u32 = 34;
const MINUS: u32 = 45;
const MISSING_NUMBER: f64 = -9;

const ZEROS: u64 = 0x3030303030303030;
const POINTS: u64 = 0x2e2e2e2e2e2e2e2e;
const ONES: u64 = 0x0101010101010101;
const HIGHS: u64 = 0x8080808080808080;
/** What makes a byte above nine a high one. */
const TO_HIGH: u64 = 0x7676767676767676;

const NUMBER: u32 = 1;
const TEXT: u32 = 2;
const CODE: u32 = 3;
const BOUNDS: u32 = 4;

const IS_EXACT: u32 = 1;
const MINUS_NINE_IS_MISSING: u32 = 2;

// @ts-ignore: decorator
@inline
function isBlank(byte: u32): bool {
  return byte == SPACE || byte - TAB <= CARRIAGE_RETURN - TAB;
}

/** NA, na, N/A, nan, NaN, NAN, #NA, a point and nothing at all. */
function isMissingWord(from: usize, length: usize): bool {
  if (length == 0) return true;
  const first: u32 = load<u8>(from);
  if (length == 1) return first == 46;
  const pair: u32 = load<u16>(from);
  if (length == 2) return pair == 0x414e || pair == 0x616e;
  if (length != 3) return false;
  const three = pair | (<u32>load<u8>(from, 2) << 16);
  return (
    three == 0x412f4e || three == 0x6e616e || three == 0x4e614e || three == 0x4e414e || three == 0x414e23
  );
}

/** Where the line ends that holds nothing but blanks, or 0. */
export function blankLineEnd(from: usize): usize {
  let at = from;
  let byte: u32 = load<u8>(at);
  while (byte != LINE_FEED) {
    if (!isBlank(byte)) return 0;
    byte = load<u8>(++at);
  }
  return at;
}

/** A bit for each of 64 bytes that ends a field. */
// @ts-ignore: decorator
@inline
export function endsAt(at: usize, separators: v128, twins: v128, lineFeeds: v128): u64 {
  return (
    sixteenEnds(at, separators, twins, lineFeeds) |
    (sixteenEnds(at + 16, separators, twins, lineFeeds) << 16) |
    (sixteenEnds(at + 32, separators, twins, lineFeeds) << 32) |
    (sixteenEnds(at + 48, separators, twins, lineFeeds) << 48)
  );
}

// @ts-ignore: decorator
@inline
function sixteenEnds(at: usize, separators: v128, twins: v128, lineFeeds: v128): u64 {
  const bytes = v128.load(at);
  return <u64>(<u32>i8x16.bitmask(
    v128.or(
      v128.or(i8x16.eq(bytes, separators), i8x16.eq(bytes, twins)),
      i8x16.eq(bytes, lineFeeds),
    ),
  ));
}

/** The first `count` bytes, 1 … 8, less the digit zero, moved to the high end. */
// @ts-ignore: decorator
@inline
function digitsOf(word: u64, count: usize): u64 {
  return (word ^ ZEROS) << ((8 - count) << 3);
}

// @ts-ignore: decorator
@inline
function areDigits(digits: u64): bool {
  return (((digits + TO_HIGH) | digits) & HIGHS) == 0;
}

/** The number that eight digits write, the first in the lowest byte. */
// @ts-ignore: decorator
@inline
function eightDigits(digits: u64): u64 {
  const pairs = digits * 10 + (digits >> 8);
  return (
    ((pairs & 0x000000ff000000ff) * 0x000f424000000064 +
      ((pairs >> 16) & 0x000000ff000000ff) * 0x0000271000000001) >>
    32
  );
}

/**
 * The number of a field with at most eight digits before its point and eight behind it, fifteen in all, or NaN for any
 * other field. 8 bytes beyond its end may be read.
 */
// @ts-ignore: decorator
@inline
export function shortDecimal(start: usize, to: usize): f64 {
  const isNegative = <u32>load<u8>(start) == MINUS;
  const from = start + usize(isNegative);
  const length = to - from;
  if (length - 1 > 15) return NaN;
  const word = load<u64>(from);
  const other = word ^ POINTS;
  const found = (other - ONES) & ~other & HIGHS;
  const whole: usize = found ? <usize>(ctz(found) >> 3) : 8;
  let value: f64;
  if (whole >= length) {
    const digits = digitsOf(word, length);
    if (length > 8 || !areDigits(digits)) return NaN;
    value = <f64>eightDigits(digits);
  } else {
    const behind = length - whole - 1;
    const count = whole + behind;
    if (!found || behind > 8 || count - 1 > 14) return NaN;
    const rest = load<u64>(from + whole + 1);
    let number: u64;
    if (count <= 8) {
      const shift = whole << 3;
      const joined = (word & ((<u64>1 << shift) - 1)) | (rest << shift);
      const digits = digitsOf(joined, count);
      if (!areDigits(digits)) return NaN;
      number = eightDigits(digits);
    } else {
      const first = digitsOf(word, whole);
      const last = digitsOf(rest, behind);
      if (!areDigits(first) || !areDigits(last)) return NaN;
      number = eightDigits(first) * <u64>tenTo(<i32>behind) + eightDigits(last);
    }
    value = <f64>number / tenTo(<i32>behind);
  }
  return isNegative ? -value : value;
}

/**
 * Splits whole lines, the last one ended, into the fields of rows. 80 bytes beyond `end` may be read, and 16 beyond the
 * end of each text written.
 *
 * `separator` 32 stands for spaces and tabs, however many. `options`: 1 rows have exactly `width` fields, lines of blanks
 * are left out, fields are trimmed and quotes refused; else rows have at least `width` fields. 2 −9 is a missing number.
 *
 * `fields` has eight 32-bit numbers for each field: what it is, where it goes to, and
 * - number: its values; here NaN where one is missing. [4] 1 when a field is neither number nor missing for sure,
 *   [5] how many are missing, [6] how many are −9.
 * - text: a line feed after each; [2] where each starts, counted from the address [3].
 * - code: a byte of the table [2], for the one byte that the field is, or for 0; and-ed with what is there.
 * - bounds: where each starts and ends in `text`, 32 bits each.
 *
 * Returns how many rows there are, and puts the number of lines at `result`; −1 where a line is no such row, or has text
 * that is not ASCII.
 */
export function splitDelimitedLines(
  text: usize,
  end: usize,
  separator: u32,
  fields: usize,
  width: i32,
  options: u32,
  result: usize,
): i32 {
  const isBlanks = separator == SPACE;
  const isExact = (options & IS_EXACT) != 0;
  const noMinusNine = (options & MINUS_NINE_IS_MISSING) != 0;
  const twin = isBlanks ? TAB : separator;
  const separators = i8x16.splat(<u8>separator);
  const twins = i8x16.splat(<u8>twin);
  const lineFeeds = i8x16.splat(<u8>LINE_FEED);
  const fieldsEnd = fields + (<usize>width << 5);
  let rows: usize = 0;
  let lines = 0;
  let base = text;
  let ends = endsAt(base, separators, twins, lineFeeds);
  let start = text;
  while (start < end) {
    lines++;
    if (isExact) {
      const first: u32 = load<u8>(start);
      if (first >= 128) return -1;
      if (first <= SPACE) {
        const stop = blankLineEnd(start);
        if (stop) {
          start = stop + 1;
          while (start - base >= 64) {
            base += 64;
            ends = endsAt(base, separators, twins, lineFeeds);
          }
          ends &= <u64>-1 << (start - base);
          continue;
        }
      }
    }
    let field = fields;
    for (;;) {
      while (!ends) {
        base += 64;
        ends = endsAt(base, separators, twins, lineFeeds);
      }
      const stop = base + <usize>ctz(ends);
      ends &= ends - 1;
      const isEnd = <u32>load<u8>(stop) == LINE_FEED;
      let from = start;
      let to = stop;
      start = stop + 1;
      if (isEnd && to > from && <u32>load<u8>(to - 1) == CARRIAGE_RETURN) to--;
      if (isBlanks && to == from) {
        if (isEnd) break;
        continue;
      }
      if (field == fieldsEnd) {
        if (isExact) return -1;
        if (isEnd) break;
        continue;
      }
      const kind = load<u32>(field);
      if (kind == NUMBER) {
        let value = shortDecimal(from, to);
        if (value != value) {
          if (isExact) {
            if (to > from && <u32>load<u8>(from) == QUOTE) return -1;
            while (from < to && isBlank(load<u8>(from))) from++;
            while (to > from && isBlank(load<u8>(to - 1))) to--;
          }
          if (isMissingWord(from, to - from)) store<u32>(field, load<u32>(field, 20) + 1, 20);
          else {
            value = decimalAt(from, to);
            if (value != value) store<u32>(field, 1, 16);
          }
        }
        if (value == MISSING_NUMBER && noMinusNine) {
          value = NaN;
          store<u32>(field, load<u32>(field, 24) + 1, 24);
        }
        store<f64>(<usize>load<u32>(field, 4) + (rows << 3), value);
      } else {
        if (isExact && to > from && <u32>load<u8>(from) == QUOTE) return -1;
        if (kind == TEXT) {
          if (isExact) {
            while (from < to && isBlank(load<u8>(from))) from++;
            while (to > from && isBlank(load<u8>(to - 1))) to--;
          }
          let cursor: usize = load<u32>(field, 4);
          store<u32>(<usize>load<u32>(field, 8) + (rows << 2), cursor - load<u32>(field, 12));
          for (;;) {
            const bytes = v128.load(from);
            v128.store(cursor, bytes);
            const step = min<usize>(16, to - from);
            if (i8x16.bitmask(bytes) & ((1 << <i32>step) - 1)) return -1;
            cursor += step;
            from += step;
            if (from == to) break;
          }
          store<u8>(cursor, <u8>LINE_FEED);
          store<u32>(field, cursor + 1, 4);
        } else if (kind == CODE) {
          const code: u32 = to - from == 1 ? load<u8>(from) : 0;
          const place = <usize>load<u32>(field, 4) + rows;
          store<u8>(place, load<u8>(place) & load<u8>(<usize>load<u32>(field, 8) + code));
        } else if (kind == BOUNDS) {
          const pair = <usize>load<u32>(field, 4) + (rows << 3);
          store<u32>(pair, from - text);
          store<u32>(pair, to - text, 4);
        }
      }
      field += 32;
      if (isEnd) break;
    }
    if (field == fields && isBlanks) continue;
    if (field < fieldsEnd) return -1;
    rows++;
  }
  store<i32>(result, lines);
  return <i32>rows;
}
