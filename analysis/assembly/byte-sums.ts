// Bits are counted by adding words as columns of bits (carry-save adders) before any are counted: of four words, one.

/** A byte of a sum of bit counts holds so many of them: 8 each. */
export const COUNTS_A_BYTE: usize = 31;

/** Columns of bits in which an odd number of three words has a 1. */
// @ts-ignore: decorator
@inline
export function sumBits(a: v128, b: v128, c: v128): v128 {
  return v128.xor(v128.xor(a, b), c);
}

/** Columns of bits in which at least two of three words have a 1. */
// @ts-ignore: decorator
@inline
export function carryBits(a: v128, b: v128, c: v128): v128 {
  return v128.or(v128.and(a, b), v128.and(v128.xor(a, b), c));
}

/** Adds sixteen unsigned bytes to four 32-bit lanes. */
// @ts-ignore: decorator
@inline
export function addBytes(lanes: v128, bytes: v128): v128 {
  return i32x4.add(lanes, i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(bytes)));
}

/** Four 32-bit lanes of the count: four for each in `fours`, and what is left over in columns of bits and in bytes. */
// @ts-ignore: decorator
@inline
export function closeCount(fours: v128, twos: v128, ones: v128, bytes: v128): v128 {
  const pairs = i8x16.popcnt(twos);
  const rest = i8x16.add(i8x16.add(pairs, pairs), i8x16.add(i8x16.popcnt(ones), bytes));
  return addBytes(i32x4.shl(fours, 2), rest);
}

/** The sum of four 32-bit lanes. */
// @ts-ignore: decorator
@inline
export function sumLanes(lanes: v128): i32 {
  const halves = i32x4.add(lanes, i32x4.shuffle(lanes, lanes, 2, 3, 0, 1));
  return i32x4.extract_lane(halves, 0) + i32x4.extract_lane(halves, 1);
}
