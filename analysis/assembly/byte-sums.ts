/** Adds sixteen unsigned bytes to four 32-bit lanes. */
// @ts-ignore: decorator
@inline
export function addBytes(lanes: v128, bytes: v128): v128 {
  return i32x4.add(lanes, i32x4.extadd_pairwise_i16x8_u(i16x8.extadd_pairwise_i8x16_u(bytes)));
}

/** The sum of four 32-bit lanes. */
// @ts-ignore: decorator
@inline
export function sumLanes(lanes: v128): i32 {
  return (
    i32x4.extract_lane(lanes, 0) +
    i32x4.extract_lane(lanes, 1) +
    i32x4.extract_lane(lanes, 2) +
    i32x4.extract_lane(lanes, 3)
  );
}
