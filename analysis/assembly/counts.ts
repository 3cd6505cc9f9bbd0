import { addBytes, sumLanes } from "./byte-sums";
import { LOW, rowWord } from "./rows";

/** Pieces of 96 bytes whose counts a byte holds: each adds 24 at most. */
const PIECES_A_BYTE: i32 = 10;

/** Pairs of bits as sums of pairs of pairs. */
// @ts-ignore: decorator
@inline
function pairsToNibbles(pairs: v128): v128 {
  const mask = i8x16.splat(0x33);
  return i8x16.add(v128.and(pairs, mask), v128.and(i16x8.shr_u(pairs, 2), mask));
}

// @ts-ignore: decorator
@inline
function nibblesToBytes(nibbles: v128): v128 {
  const mask = i8x16.splat(0x0f);
  return i8x16.add(v128.and(nibbles, mask), v128.and(i16x8.shr_u(nibbles, 4), mask));
}

/** The upper bit of each code at the place of its lower one. */
// @ts-ignore: decorator
@inline
function upperBits(codes: v128): v128 {
  return v128.and(i16x8.shr_u(codes, 1), i8x16.splat(0x55));
}

/**
 * Codes 2, 1 and missing of a row. V8 replaces a function by its optimised code at calls only: one that holds the hot loop
 * of a block and is exported, or else it would be inlined, is fast within milliseconds and not from the next block on.
 */
export function countRow(row: usize, bytesPerRow: i32, twos: usize, ones: usize, missing: usize): void {
  const words = (bytesPerRow + 7) >>> 3;
  const pieces = bytesPerRow / 96;
  const lower = i8x16.splat(0x55);
  let lows = i32x4.splat(0);
  let highs = lows;
  let boths = lows;
  let p = row;
  for (let piece = 0; piece < pieces; piece += PIECES_A_BYTE) {
    const end = p + <usize>min(PIECES_A_BYTE, pieces - piece) * 96;
    let lowBytes = i8x16.splat(0);
    let highBytes = lowBytes;
    let bothBytes = lowBytes;
    for (; p < end; p += 96) {
      let lowNibbles = i8x16.splat(0);
      let highNibbles = lowNibbles;
      let bothNibbles = lowNibbles;
      for (let half: usize = 0; half < 96; half += 48) {
        const a = v128.load(p + half);
        const b = v128.load(p + half, 16);
        const c = v128.load(p + half, 32);
        const lowA = v128.and(a, lower);
        const lowB = v128.and(b, lower);
        const lowC = v128.and(c, lower);
        const highA = upperBits(a);
        const highB = upperBits(b);
        const highC = upperBits(c);
        const low = i8x16.add(i8x16.add(lowA, lowB), lowC);
        const high = i8x16.add(i8x16.add(highA, highB), highC);
        const both = i8x16.add(i8x16.add(v128.and(lowA, highA), v128.and(lowB, highB)), v128.and(lowC, highC));
        lowNibbles = i8x16.add(lowNibbles, pairsToNibbles(low));
        highNibbles = i8x16.add(highNibbles, pairsToNibbles(high));
        bothNibbles = i8x16.add(bothNibbles, pairsToNibbles(both));
      }
      lowBytes = i8x16.add(lowBytes, nibblesToBytes(lowNibbles));
      highBytes = i8x16.add(highBytes, nibblesToBytes(highNibbles));
      bothBytes = i8x16.add(bothBytes, nibblesToBytes(bothNibbles));
    }
    lows = addBytes(lows, lowBytes);
    highs = addBytes(highs, highBytes);
    boths = addBytes(boths, bothBytes);
  }
  let low = <i64>sumLanes(lows);
  let high = <i64>sumLanes(highs);
  let both = <i64>sumLanes(boths);
  for (let i = pieces * 12; i < words; i++) {
    const word = rowWord(row, bytesPerRow, i);
    low += popcnt<i64>(word & LOW);
    high += popcnt<i64>(word & ~LOW);
    both += popcnt<i64>(word & (word >> 1) & LOW);
  }
  store<i32>(twos, <i32>(<i64>(32 * words) - low - high + both));
  store<i32>(ones, <i32>(high - both));
  store<i32>(missing, <i32>(low - both));
}

/**
 * How often a row has each of the codes 2, 1 and missing, as 32-bit integers; bits past the last sample must be set. Rows
 * that `kinds` has listed keep theirs; 0: none is.
 */
export function countRows(
  rows: usize,
  bytesPerRow: i32,
  rowCount: i32,
  twos: usize,
  ones: usize,
  missing: usize,
  kinds: usize,
): void {
  for (let v = 0; v < rowCount; v++) {
    if (kinds && load<u8>(kinds + v)) continue;
    const at = <usize>v << 2;
    countRow(rows + <usize>v * bytesPerRow, bytesPerRow, twos + at, ones + at, missing + at);
  }
}
