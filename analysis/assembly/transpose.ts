import { rowWord } from "./rows";

/** 32 codes of a missing call. */
const MISSING: u64 = 0x5555555555555555;
/** Sixteen bytes of each of 32 rows. */
const TILE_BYTES: usize = 512;

/**
 * Lays a block out by sample: words[chunk × stride + i] = the codes of sample firstSample + i in 32 rows, the first in the
 * lowest bits. Rows past the last are missing. `firstSample` is a multiple of 32; writes ⌈sampleCount / 64⌉ × 64 words a
 * chunk. `room` is for 1024 bytes.
 */
export function transposeRows(
  rows: usize,
  bytesPerRow: i32,
  rowCount: i32,
  firstSample: i32,
  sampleCount: i32,
  chunks: i32,
  words: usize,
  stride: i32,
  room: usize,
): void {
  const firstWord = firstSample >>> 5;
  const copy = room + TILE_BYTES;
  for (let chunk = 0; chunk < chunks; chunk++) {
    const present = min(32, rowCount - (chunk << 5));
    const first = rows + <usize>(chunk << 5) * bytesPerRow;
    for (let sample = 0; sample < sampleCount; sample += 64) {
      const word = firstWord + (sample >>> 5);
      if (present == 32 && (word + 2) << 3 <= bytesPerRow) {
        gatherFours(first + (<usize>word << 3), bytesPerRow, room);
      } else {
        copyRows(first, bytesPerRow, present, word, copy);
        gatherFours(copy, 16, room);
      }
      spreadSamples(room, words + ((<usize>chunk * stride + sample) << 3));
    }
  }
}

/** Copies two words of up to 32 rows; rows that are not there are missing, samples past the last have all bits set. */
function copyRows(row: usize, bytesPerRow: i32, present: i32, word: i32, to: usize): void {
  const isPast = (word + 1) << 3 >= bytesPerRow;
  for (let k = 0; k < 32; k++) {
    if (k < present) {
      store<u64>(to, rowWord(row, bytesPerRow, word));
      store<u64>(to, isPast ? -1 : rowWord(row, bytesPerRow, word + 1), 8);
    } else v128.store(to, i64x2.splat(MISSING));
    row += bytesPerRow;
    to += 16;
  }
}

/**
 * Transposes the codes of four rows within each byte: byte b of vector j of the k-th 128 bytes has those of sample 4b + k in
 * rows 4j … 4j + 3.
 */
function gatherFours(row: usize, bytesPerRow: i32, to: usize): void {
  const nibbles = i8x16.splat(0x0f);
  const pairs = i8x16.splat(0x33);
  for (const end = to + 128; to < end; to += 16) {
    let a = v128.load(row);
    let b = v128.load((row += bytesPerRow));
    let c = v128.load((row += bytesPerRow));
    let d = v128.load((row += bytesPerRow));
    row += bytesPerRow;
    let t = v128.and(v128.xor(i64x2.shr_u(a, 4), c), nibbles);
    a = v128.xor(a, i64x2.shl(t, 4));
    c = v128.xor(c, t);
    t = v128.and(v128.xor(i64x2.shr_u(b, 4), d), nibbles);
    b = v128.xor(b, i64x2.shl(t, 4));
    d = v128.xor(d, t);
    t = v128.and(v128.xor(i64x2.shr_u(a, 2), b), pairs);
    v128.store(to, v128.xor(a, i64x2.shl(t, 2)));
    v128.store(to, v128.xor(b, t), 128);
    t = v128.and(v128.xor(i64x2.shr_u(c, 2), d), pairs);
    v128.store(to, v128.xor(c, i64x2.shl(t, 2)), 256);
    v128.store(to, v128.xor(d, t), 384);
  }
}

/** Brings the eight bytes of each sample together: by bytes, by twos, and by fours. */
function spreadSamples(from: usize, words: usize): void {
  for (const end = from + TILE_BYTES; from < end; from += 128) {
    const a = lowBytes(v128.load(from), v128.load(from, 16));
    const b = lowBytes(v128.load(from, 32), v128.load(from, 48));
    const c = lowBytes(v128.load(from, 64), v128.load(from, 80));
    const d = lowBytes(v128.load(from, 96), v128.load(from, 112));
    storeEight(a, b, c, d, words);
    const e = highBytes(v128.load(from), v128.load(from, 16));
    const f = highBytes(v128.load(from, 32), v128.load(from, 48));
    const g = highBytes(v128.load(from, 64), v128.load(from, 80));
    const h = highBytes(v128.load(from, 96), v128.load(from, 112));
    storeEight(e, f, g, h, words + 256);
    words += 8;
  }
}

/** Of eight samples, four apart: pairs of bytes of each in four vectors. */
// @ts-ignore: decorator
@inline
function storeEight(a: v128, b: v128, c: v128, d: v128, to: usize): void {
  const e = i16x8.shuffle(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
  const f = i16x8.shuffle(c, d, 0, 8, 1, 9, 2, 10, 3, 11);
  const g = i16x8.shuffle(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
  const h = i16x8.shuffle(c, d, 4, 12, 5, 13, 6, 14, 7, 15);
  storeTwo(i32x4.shuffle(e, f, 0, 4, 1, 5), to);
  storeTwo(i32x4.shuffle(e, f, 2, 6, 3, 7), to + 64);
  storeTwo(i32x4.shuffle(g, h, 0, 4, 1, 5), to + 128);
  storeTwo(i32x4.shuffle(g, h, 2, 6, 3, 7), to + 192);
}

// @ts-ignore: decorator
@inline
function storeTwo(words: v128, to: usize): void {
  v128.store64_lane(to, words, 0);
  v128.store64_lane(to, words, 1, 32);
}

// @ts-ignore: decorator
@inline
function lowBytes(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}

// @ts-ignore: decorator
@inline
function highBytes(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}
