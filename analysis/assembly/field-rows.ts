import { blankLineEnd, endsAt, shortDecimal } from "./delimited-text";

const TAB: u32 = 9;
const LINE_FEED: u32 = 10;
const CARRIAGE_RETURN: u32 = 13;
const SPACE: u32 = 32;
const QUOTE: u32 = 34;

/**
 * Splits whole lines, the last one ended, into rows of `width` fields; lines of blanks are left out, and so are quotes around
 * a field. 80 bytes beyond `end` may be read.
 *
 * `separator` 32 stands for spaces and tabs, however many. Of field f of row r: where it starts and ends in the text at
 * bounds[2(r · width + f)], and, where kinds[f] is 1, at values[r · width + f] the number of a short decimal, else NaN. Of row
 * r its line, from 0, at lines[r]; how many lines there are follows.
 *
 * Returns how many rows there are; −1 where a line has another number of fields, or begins with what is not ASCII.
 */
export function splitFieldRows(
  text: usize,
  end: usize,
  separator: u32,
  width: i32,
  kinds: usize,
  bounds: usize,
  values: usize,
  lines: usize,
): i32 {
  const isBlanks = separator == SPACE;
  const separators = i8x16.splat(<u8>separator);
  const twins = i8x16.splat(<u8>(isBlanks ? TAB : separator));
  const lineFeeds = i8x16.splat(<u8>LINE_FEED);
  let rows = 0;
  let line = 0;
  let base = text;
  let ends = endsAt(base, separators, twins, lineFeeds);
  let start = text;
  let pair = bounds;
  let value = values;
  while (start < end) {
    const first: u32 = load<u8>(start);
    if (first >= 128) return -1;
    if (first <= SPACE) {
      const stop = blankLineEnd(start);
      if (stop) {
        line++;
        start = stop + 1;
        while (start - base >= 64) {
          base += 64;
          ends = endsAt(base, separators, twins, lineFeeds);
        }
        ends &= <u64>-1 << (start - base);
        continue;
      }
    }
    let field = 0;
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
      if (!isBlanks || to > from) {
        if (field == width) return -1;
        const isQuoted = to > from && <u32>load<u8>(from) == QUOTE;
        if (load<u8>(kinds + <usize>field)) store<f64>(value, isQuoted ? NaN : shortDecimal(from, to));
        if (isQuoted) {
          from++;
          if (to > from && <u32>load<u8>(to - 1) == QUOTE) to--;
        }
        store<u32>(pair, from - text);
        store<u32>(pair, to - text, 4);
        pair += 8;
        value += 8;
        field++;
      }
      if (isEnd) break;
    }
    if (field != width) return -1;
    store<i32>(lines + (<usize>rows << 2), line);
    line++;
    rows++;
  }
  store<i32>(lines + (<usize>rows << 2), line);
  return rows;
}
