import { putInteger, putNumber, putPOfLn } from "./number-text";

// Kinds of columns, as in sumstats/row-text; each is four 32-bit numbers: kind, values, offsets, bytes.
const INTEGER: i32 = 0;
const NUMBER: i32 = 1;
const P_OF_LN: i32 = 2;
const CODE: i32 = 3;
const ALLELE: i32 = 5;
const COLUMN_BYTES: usize = 16;

const TAB: u8 = 9;
const NEWLINE: u8 = 10;

/** Copies `at` … `end` − 1; returns the end of the copy. */
// @ts-ignore: decorator
@inline
function putBytes(to: usize, at: usize, end: usize): usize {
  // Short texts: copying in bulk would be a call out of the module.
  for (; at + 8 <= end; at += 8) {
    store<u64>(to, load<u64>(at));
    to += 8;
  }
  for (; at < end; at++) {
    store<u8>(to, load<u8>(at));
    to++;
  }
  return to;
}

/** The i-th of texts that lie one after the other: bytes offsets[i] … offsets[i + 1] − 1. */
// @ts-ignore: decorator
@inline
function putText(to: usize, offsets: usize, bytes: usize, i: i32): usize {
  const place = offsets + (<usize>i << 2);
  return putBytes(to, bytes + load<u32>(place), bytes + load<u32>(place, 4));
}

/** Of the i-th text the last field, or with `before` the one before it. */
// @ts-ignore: decorator
@inline
function putLastField(to: usize, offsets: usize, bytes: usize, i: i32, before: bool): usize {
  let end = bytes + load<u32>(offsets + (<usize>i << 2), 4);
  let from = end;
  while (load<u8>(from - 1) != TAB) from--;
  if (before) {
    end = from - 1;
    from = end;
    while (load<u8>(from - 1) != TAB) from--;
  }
  return putBytes(to, from, end);
}

/** Writes rows 0 … count − 1, columns parted by tabs, and up to 32 bytes beyond; returns the end. */
export function putRows(count: i32, columns: usize, columnCount: i32, to: usize): usize {
  const end = columns + <usize>columnCount * COLUMN_BYTES;
  for (let v = 0; v < count; v++) {
    for (let column = columns; column < end; column += COLUMN_BYTES) {
      const kind = load<i32>(column);
      const values: usize = load<u32>(column, 4);
      if (kind == NUMBER) to = putNumber(to, load<f64>(values + (<usize>v << 3)));
      else if (kind == P_OF_LN) to = putPOfLn(to, load<f64>(values + (<usize>v << 3)));
      else if (kind == INTEGER) to = putInteger(to, load<i32>(values + (<usize>v << 2)));
      else {
        const offsets: usize = load<u32>(column, 8);
        const bytes: usize = load<u32>(column, 12);
        if (kind == ALLELE) {
          to = putLastField(to, offsets, bytes, v, load<u8>(values + v) != 0);
        } else {
          to = putText(to, offsets, bytes, kind == CODE ? <i32>load<u8>(values + v) : v);
        }
      }
      store<u8>(to, TAB);
      to++;
    }
    store<u8>(to - 1, NEWLINE);
  }
  return to;
}
