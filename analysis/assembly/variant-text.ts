import { putInteger } from "./number-text";

const LINE_FEED: u32 = 10;
const CARRIAGE_RETURN: u32 = 13;
const TAB: u32 = 9;
const SPACE: u32 = 32;
const MINUS: u32 = 45;
const COMMA: u32 = 44;
const DOT: u32 = 46;
const ZERO: u32 = 48;

const HASH_FACTOR: u32 = 0x9e3779b1;

/** What `splitVariantLines` returns. */
const ALL_DONE: i32 = 0;
const OTHER_CONTIG: i32 = 1;
const NO_ROW: i32 = -1;

// 32-bit numbers of the state, as in compute/text/variant-operations.ts.
const AT: usize = 0;
const END: usize = 4;
const ROWS: usize = 8;
const LINES: usize = 12;
const TEXT_END: usize = 16;
const CONTIG: usize = 20;
const CONTIG_END: usize = 24;
const PREFIX: usize = 28;
const PREFIX_END: usize = 32;
const FURTHEST: usize = 36;
const TEXT: usize = 40;
const TEXT_START: usize = 44;
const STARTS: usize = 48;
const POSITIONS: usize = 52;
const HASHES: usize = 56;
const NEGATIVE_END: usize = 60;
const MULTIALLELIC_END: usize = 64;
const BOUNDS: usize = 68;
const IS_BIM: usize = 72;
const NEEDED: usize = 76;
const CONTIG_COLUMN: usize = 80;
const POSITION_COLUMN: usize = 84;
const ID_COLUMN: usize = 88;
const REFERENCE_COLUMN: usize = 92;
const ALTERNATE_COLUMN: usize = 96;

/** Fields of a .bim, and one more, which a row must not have. */
const BIM_FIELDS: usize = 6;

// @ts-ignore: decorator
@inline
function fieldOf(state: usize, column: usize): usize {
  return <usize>(load<u32>(state, BOUNDS) + (load<u32>(state + column) << 3));
}

// @ts-ignore: decorator
@inline
function isSameText(a: usize, aEnd: usize, b: usize, bEnd: usize): bool {
  if (aEnd - a != bEnd - b) return false;
  while (a < aEnd) {
    if (load<u8>(a) != load<u8>(b)) return false;
    a++;
    b++;
  }
  return true;
}

/** Copies a field, up to seven bytes more than it has; returns where the next goes. */
// @ts-ignore: decorator
@inline
function putField(from: usize, end: usize, to: usize): usize {
  const last = to + (end - from);
  for (; from < end; from += 8) {
    store<u64>(to, load<u64>(from));
    to += 8;
  }
  return last;
}

/** Where a field that starts here ends: at the next byte that is no letter; reads up to 15 bytes beyond it. */
// @ts-ignore: decorator
@inline
function fieldEndFrom(at: usize): usize {
  const blanks = i8x16.splat(<i8>SPACE);
  let found = i8x16.bitmask(i8x16.le_u(v128.load(at), blanks));
  while (found == 0) {
    at += 16;
    found = i8x16.bitmask(i8x16.le_u(v128.load(at), blanks));
  }
  return at + <usize>ctz(found);
}

// @ts-ignore: decorator
@inline
function mixed(value: u32): u32 {
  value *= HASH_FACTOR;
  return (value ^ (value >> 16)) * HASH_FACTOR;
}

/** Of an id, never 0, but 0 for "."; as io/id-hash.ts computes it. */
// @ts-ignore: decorator
@inline
function hashOfId(id: usize, end: usize): u32 {
  if (end - id == 1 && load<u8>(id) == DOT) return 0;
  let hash: u32 = 0;
  for (; id + 4 <= end; id += 4) hash = mixed(hash ^ load<u32>(id));
  const rest = <u32>(end - id);
  if (rest > 0) hash = mixed(hash ^ (load<u32>(id) & ((1 << (8 * rest)) - 1)));
  return hash ? hash : 1;
}

/** Where the next line feed is; reads up to 15 bytes beyond it. */
// @ts-ignore: decorator
@inline
function lineFeedFrom(at: usize): usize {
  const feeds = i8x16.splat(<i8>LINE_FEED);
  let found = i8x16.bitmask(i8x16.eq(v128.load(at), feeds));
  while (found == 0) {
    at += 16;
    found = i8x16.bitmask(i8x16.eq(v128.load(at), feeds));
  }
  return at + <usize>ctz(found);
}

/**
 * Turns whole lines of a variant table into rows CHROM, POS, ID, REF, ALT with tabs between; empty lines are left out.
 *
 * Of every row: where it starts, its position (0 when negative), a hash of its id (0 for "."). Rows with a negative
 * position, and with several alternate alleles, are listed. A .bim has five or six fields, its alleles last; of other
 * tables columns are told, and lines may have more of them.
 *
 * Stops before a row of another contig than the one that is told, and puts its field at the contig's place in the bounds;
 * the caller then tells the name as it is printed, with a tab, and goes on. Returns 0 when all lines are done, 1 at another
 * contig, −1 where a line is no row, or one that only JavaScript reads.
 */
export function splitVariantLines(state: usize): i32 {
  const end: usize = load<u32>(state, END);
  const contig: usize = load<u32>(state, CONTIG);
  const contigEnd: usize = load<u32>(state, CONTIG_END);
  const prefix: usize = load<u32>(state, PREFIX);
  const prefixEnd: usize = load<u32>(state, PREFIX_END);
  const bounds: usize = load<u32>(state, BOUNDS);
  const isBim = load<u32>(state, IS_BIM) != 0;
  const needed: usize = load<u32>(state, NEEDED);
  const boundsEnd = bounds + ((isBim ? BIM_FIELDS + 1 : needed) << 3);
  const contigField = fieldOf(state, CONTIG_COLUMN);
  const idField = fieldOf(state, ID_COLUMN);
  const starts: usize = load<u32>(state, STARTS);
  const positions: usize = load<u32>(state, POSITIONS);
  const hashes: usize = load<u32>(state, HASHES);
  const text: usize = load<u32>(state, TEXT);
  const textStart = load<u32>(state, TEXT_START);
  let to: usize = load<u32>(state, TEXT_END);
  let row = load<u32>(state, ROWS);
  let lines = load<u32>(state, LINES);
  let furthest = load<u32>(state, FURTHEST);
  let at: usize = load<u32>(state, AT);
  let outcome = ALL_DONE;
  while (at < end) {
    const line = at;
    let field = bounds;
    while (field < boundsEnd) {
      let byte: u32 = load<u8>(at);
      while (byte == TAB || byte == SPACE) byte = load<u8>(++at);
      if (byte <= SPACE) break;
      const start = at;
      at = fieldEndFrom(at + 1);
      store<u32>(field, start);
      store<u32>(field, at, 4);
      field += 8;
    }
    if (isBim) {
      if (load<u8>(at) == CARRIAGE_RETURN) at++;
      // A control character is a part of a field there.
      if (load<u8>(at) != LINE_FEED) return NO_ROW;
    } else {
      at = lineFeedFrom(at);
    }
    at++;
    lines++;
    if (field == bounds) continue;
    const count = (field - bounds) >> 3;
    if (isBim ? count != BIM_FIELDS && count != BIM_FIELDS - 1 : count < needed) return NO_ROW;

    if (!isSameText(load<u32>(contigField), load<u32>(contigField, 4), contig, contigEnd)) {
      outcome = OTHER_CONTIG;
      at = line;
      lines--;
      break;
    }
    // Without centimorgans what follows them is one field earlier.
    const earlier: usize = isBim && count < BIM_FIELDS ? 8 : 0;
    const positionField = fieldOf(state, POSITION_COLUMN) - earlier;
    const referenceField = fieldOf(state, REFERENCE_COLUMN) - earlier;
    const alternateField = fieldOf(state, ALTERNATE_COLUMN) - earlier;

    const digits: usize = load<u32>(positionField);
    const digitEnd: usize = load<u32>(positionField, 4);
    const hasMinus = load<u8>(digits) == MINUS;
    let digitAt = digits + <usize>hasMinus;
    if (digitAt == digitEnd || digitEnd - digitAt > 18) return NO_ROW;
    let value: u64 = 0;
    for (; digitAt < digitEnd; digitAt++) {
      const digit = <u32>load<u8>(digitAt) - 48;
      if (digit > 9) return NO_ROW;
      value = value * 10 + digit;
    }
    if (value > 0x7fffffff) return NO_ROW;
    if (hasMinus && (value > 0 || !isBim)) {
      const listed: usize = load<u32>(state, NEGATIVE_END);
      store<u32>(listed, row);
      store<u32>(state, listed + 4, NEGATIVE_END);
    }
    const position: u32 = hasMinus ? 0 : <u32>value;
    if (position > furthest) furthest = position;
    store<u32>(positions + (<usize>row << 2), position);

    store<u32>(starts + (<usize>row << 2), textStart + <u32>(to - text));
    to = putField(prefix, prefixEnd, to);
    if (hasMinus || load<u8>(digits) == ZERO) to = putInteger(to, position);
    else to = putField(digits, digitEnd, to);
    store<u8>(to, <u8>TAB);
    to++;

    const id: usize = load<u32>(idField);
    const idEnd: usize = load<u32>(idField, 4);
    store<u32>(hashes + (<usize>row << 2), hashOfId(id, idEnd));
    to = putField(id, idEnd, to);
    store<u8>(to, <u8>TAB);
    to++;

    to = putField(load<u32>(referenceField), load<u32>(referenceField, 4), to);
    store<u8>(to, <u8>TAB);
    to++;

    const alternate: usize = load<u32>(alternateField);
    const alternateEnd: usize = load<u32>(alternateField, 4);
    if (!isBim && alternateEnd - alternate > 1) {
      for (let i = alternate; i < alternateEnd; i++) {
        if (load<u8>(i) != COMMA) continue;
        const listed: usize = load<u32>(state, MULTIALLELIC_END);
        store<u32>(listed, row);
        store<u32>(state, listed + 4, MULTIALLELIC_END);
        break;
      }
    }
    to = putField(alternate, alternateEnd, to);
    row++;
  }
  store<u32>(state, at, AT);
  store<u32>(state, row, ROWS);
  store<u32>(state, lines, LINES);
  store<u32>(state, furthest, FURTHEST);
  store<u32>(state, to, TEXT_END);
  return outcome;
}

/**
 * Pairs hashes with the first equal one before them, in an open table of row numbers + 1, emptied at row 0, that has a power
 * of two of places, one less than that in `mask`. A hash of 0 pairs with none. `pairs` gets their number, then row and first
 * row of each; stops when `most` are found. Returns the row to go on from.
 */
export function pairHashes(
  hashes: usize,
  count: u32,
  from: u32,
  table: usize,
  mask: u32,
  pairs: usize,
  most: u32,
): u32 {
  if (from == 0) memory.fill(table, 0, (<usize>mask + 1) << 2);
  const shift: u32 = <u32>clz(mask);
  let found: u32 = 0;
  let row = from;
  for (; row < count && found < most; row++) {
    const hash = load<u32>(hashes + (<usize>row << 2));
    if (hash == 0) continue;
    let place = (hash * HASH_FACTOR) >> shift;
    for (;;) {
      const entry = load<u32>(table + (<usize>place << 2));
      if (entry == 0) {
        store<u32>(table + (<usize>place << 2), row + 1);
        break;
      }
      if (load<u32>(hashes + (<usize>(entry - 1) << 2)) == hash) {
        store<u32>(pairs + (<usize>found << 3), row, 4);
        store<u32>(pairs + (<usize>found << 3), entry - 1, 8);
        found++;
        break;
      }
      place = (place + 1) & mask;
    }
  }
  store<u32>(pairs, found);
  return row;
}
