// @ts-ignore: decorator
@inline
export function sumOfTwo(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}

// @ts-ignore: decorator
@inline
export function sumOfFour(x: v128): f64 {
  const pairs = f64x2.add(f64x2.promote_low_f32x4(x), f64x2.promote_low_f32x4(v128.shuffle<f64>(x, x, 1, 0)));
  return sumOfTwo(pairs);
}
