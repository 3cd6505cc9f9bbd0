import { LOW, rowWord } from "./rows";

// Counters of one sample widen as they fill: 2 bits hold 3 rows, 4 bits 15, 8 bits 255. All samples of a word count at once.
const ROWS_OF_TWO_BITS: i32 = 3;
const ROWS_OF_FOUR_BITS: i32 = 15;
const ROWS_OF_EIGHT_BITS: i32 = 255;

const PAIRS: u64 = 0x3333333333333333;
const NIBBLES: u64 = 0x0f0f0f0f0f0f0f0f;

/**
 * missing[i], ones[i] += rows in which sample i has that code, 32-bit integers, with room for whole pairs of words of 32
 * samples. `room`: 192 bytes for every pair.
 */
export function countSamples(rows: usize, bytesPerRow: i32, rowCount: i32, missing: usize, ones: usize, room: usize): void {
  const words = ((bytesPerRow + 15) >>> 4) << 1;
  const wide = room + (<usize>words << 5);
  for (let from = 0; from < rowCount; from += ROWS_OF_EIGHT_BITS) {
    const to = min(from + ROWS_OF_EIGHT_BITS, rowCount);
    memory.fill(wide, 0, <usize>words << 6);
    for (let first = from; first < to; first += ROWS_OF_FOUR_BITS) {
      const end = min(first + ROWS_OF_FOUR_BITS, to);
      memory.fill(room, 0, <usize>words << 5);
      for (let v = first; v < end; v += ROWS_OF_TWO_BITS) addRows(rows, bytesPerRow, v, min(v + ROWS_OF_TWO_BITS, end), words, room);
      widen(room, words, wide);
    }
    addCounts(wide, words, 0, missing);
    addCounts(wide, words, 4, ones);
  }
}

/** Four words of 4-bit counters for every word of samples: missing of even and of odd samples, ones of even and of odd. */
// @ts-ignore: decorator
@inline
function addRows(rows: usize, bytesPerRow: i32, from: i32, to: i32, words: i32, room: usize): void {
  const a = rows + <usize>from * bytesPerRow;
  const has2 = to > from + 1;
  const has3 = to > from + 2;
  const b = has2 ? a + bytesPerRow : a;
  const c = has3 ? b + bytesPerRow : a;
  const use2 = i64x2.splat(has2 ? LOW : 0);
  const use3 = i64x2.splat(has3 ? LOW : 0);
  const low = i64x2.splat(LOW);
  const pairs = i64x2.splat(PAIRS);
  const full = (bytesPerRow >>> 3) & ~1;
  for (let w = 0; w < words; w += 2) {
    let x: v128;
    let y: v128;
    let z: v128;
    if (w < full) {
      const at = <usize>w << 3;
      x = v128.load(a + at);
      y = v128.load(b + at);
      z = v128.load(c + at);
    } else {
      x = lastWords(a, bytesPerRow, w);
      y = lastWords(b, bytesPerRow, w);
      z = lastWords(c, bytesPerRow, w);
    }
    const xh = i64x2.shr_u(x, 1);
    const yh = i64x2.shr_u(y, 1);
    const zh = i64x2.shr_u(z, 1);
    let gone = v128.and(v128.andnot(x, xh), low);
    gone = i64x2.add(gone, v128.and(v128.andnot(y, yh), use2));
    gone = i64x2.add(gone, v128.and(v128.andnot(z, zh), use3));
    let one = v128.and(v128.andnot(xh, x), low);
    one = i64x2.add(one, v128.and(v128.andnot(yh, y), use2));
    one = i64x2.add(one, v128.and(v128.andnot(zh, z), use3));
    const to = room + (<usize>w << 5);
    v128.store(to, i64x2.add(v128.load(to), v128.and(gone, pairs)));
    v128.store(to, i64x2.add(v128.load(to, 16), v128.and(i64x2.shr_u(gone, 2), pairs)), 16);
    v128.store(to, i64x2.add(v128.load(to, 32), v128.and(one, pairs)), 32);
    v128.store(to, i64x2.add(v128.load(to, 48), v128.and(i64x2.shr_u(one, 2), pairs)), 48);
  }
}

/** Two words, of which the second may lie past the row's end. */
// @ts-ignore: decorator
@inline
function lastWords(row: usize, bytesPerRow: i32, w: i32): v128 {
  const first = rowWord(row, bytesPerRow, w);
  const second = (w + 1) << 3 < bytesPerRow ? rowWord(row, bytesPerRow, w + 1) : <u64>-1;
  return i64x2.replace_lane(i64x2.splat(first), 1, second);
}

/**
 * 4-bit counters into bytes: for every two words of samples eight vectors of 16, missing and ones of the samples at
 * places 0, 1, 2, 3 of their byte.
 */
// @ts-ignore: decorator
@inline
function widen(room: usize, words: i32, wide: usize): void {
  const nibbles = i64x2.splat(NIBBLES);
  for (let w = 0; w < words; w += 2) {
    const from = room + (<usize>w << 5);
    const to = wide + (<usize>w << 6);
    for (let kind = 0; kind < 2; kind++) {
      const even = v128.load(from + (<usize>kind << 5));
      const odd = v128.load(from + (<usize>kind << 5), 16);
      const at = to + (<usize>kind << 6);
      v128.store(at, i8x16.add(v128.load(at), v128.and(even, nibbles)));
      v128.store(at, i8x16.add(v128.load(at, 16), v128.and(odd, nibbles)), 16);
      v128.store(at, i8x16.add(v128.load(at, 32), v128.and(i64x2.shr_u(even, 4), nibbles)), 32);
      v128.store(at, i8x16.add(v128.load(at, 48), v128.and(i64x2.shr_u(odd, 4), nibbles)), 48);
    }
  }
}

// @ts-ignore: decorator
@inline
function addCounts(wide: usize, words: i32, kind: i32, counts: usize): void {
  for (let w = 0; w < words; w += 2) {
    const from = wide + (<usize>w << 6) + (<usize>kind << 4);
    const to = counts + (<usize>w << 7);
    for (let byte = 0; byte < 16; byte++) {
      for (let place = 0; place < 4; place++) {
        const at = to + (<usize>(4 * byte + place) << 2);
        store<i32>(at, load<i32>(at) + <i32>load<u8>(from + (<usize>place << 4) + byte));
      }
    }
  }
}

/** sums[i] += weight of each row that sample i has no call in, in the order of the rows. */
export function addMissingWeights(rows: usize, bytesPerRow: i32, rowCount: i32, weights: usize, sums: usize): void {
  const words = (bytesPerRow + 7) >>> 3;
  for (let v = 0; v < rowCount; v++) {
    const row = rows + <usize>v * bytesPerRow;
    const weight = load<f64>(weights + (<usize>v << 3));
    for (let w = 0; w < words; w++) {
      const word = rowWord(row, bytesPerRow, w);
      let missing = word & ~(word >> 1) & LOW;
      while (missing) {
        const at = sums + (<usize>((w << 5) + <i32>(ctz(missing) >> 1)) << 3);
        store<f64>(at, load<f64>(at) + weight);
        missing &= missing - 1;
      }
    }
  }
}
