import { CARRIAGE_RETURN, LINE_FEED, SPACE, TAB } from "./field-bounds.ts";

const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const TENS = Float64Array.from({ length: 10 }, (_, i) => 10 ** i);

/**
 * Puts the fields of a line into `bounds`, where each begins and ends and their number last, and those that are short
 * decimals into `values`, others as NaN. Returns where the line ends.
 *
 * One look at each byte: a decimal of up to nine digits is read in whole numbers of 32 bits and one exact division.
 *
 * @param separator - a space stands for spaces and tabs, however many
 */
export function numberFields(
  bytes: Uint8Array,
  from: number,
  to: number,
  separator: number,
  bounds: Int32Array,
  values: Float64Array,
): number {
  const width = values.length;
  const isBlanks = separator === SPACE;
  const twin = isBlanks ? TAB : separator;
  let field = 0;
  let start = from;
  let digits = 0;
  let point = -1;
  let signs = 0;
  let isPlain = true;
  for (let at = from; ; at++) {
    const byte = at < to ? bytes[at] : LINE_FEED;
    const digit = byte - ZERO;
    if (digit >= 0 && digit <= 9) {
      digits = (Math.imul(digits, 10) + digit) | 0;
      continue;
    }
    if (byte !== separator && byte !== twin && byte !== LINE_FEED) {
      if (byte === POINT && point < 0) point = at;
      else if (byte === MINUS && at === start) signs = 1;
      else if (byte !== CARRIAGE_RETURN || (at + 1 < to && bytes[at + 1] !== LINE_FEED))
        isPlain = false;
      continue;
    }
    const isEnd = byte === LINE_FEED;
    const end = isEnd && at > start && bytes[at - 1] === CARRIAGE_RETURN ? at - 1 : at;
    if (!isBlanks || end > start) {
      if (field < width) {
        bounds[2 * field] = start;
        bounds[2 * field + 1] = end;
        const count = end - start - signs - (point < 0 ? 0 : 1);
        if (isPlain && count > 0 && count <= 9) {
          const value = point < 0 ? digits : digits / TENS[end - 1 - point];
          values[field] = signs > 0 ? -value : value;
        } else values[field] = NaN;
      }
      field++;
    }
    if (isEnd) {
      bounds[2 * width] = field;
      return at;
    }
    start = at + 1;
    digits = 0;
    point = -1;
    signs = 0;
    isPlain = true;
  }
}
