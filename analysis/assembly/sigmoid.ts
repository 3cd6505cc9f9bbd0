/**
 * eˣ of two numbers, cut off at ±700: relative error below 3e-16. Cody–Waite reduction to |r| ≤ ½ ln 2, then the power series
 * to r¹², whose remainder is below 2e-16.
 */
// @ts-ignore: decorator
@inline
export function exponential(exponent: v128): v128 {
  const x = f64x2.pmin(f64x2.splat(700), f64x2.pmax(f64x2.splat(-700), exponent));
  // Adding 1.5 × 2⁵² rounds to a whole number and leaves it in the lowest bits.
  const shifted = f64x2.add(f64x2.mul(x, f64x2.splat(1.4426950408889634)), f64x2.splat(6755399441055744));
  const k = f64x2.sub(shifted, f64x2.splat(6755399441055744));
  let r = f64x2.sub(x, f64x2.mul(k, f64x2.splat(0.69314718036912381649)));
  r = f64x2.sub(r, f64x2.mul(k, f64x2.splat(1.90821492927058770002e-10)));
  const r2 = f64x2.mul(r, r);
  const r4 = f64x2.mul(r2, r2);
  // Pairs of terms, so that few multiplications wait for another.
  const p0 = f64x2.add(f64x2.splat(1), r);
  const p2 = f64x2.add(f64x2.splat(1 / 2.0), f64x2.mul(r, f64x2.splat(1 / 6.0)));
  const p4 = f64x2.add(f64x2.splat(1 / 24.0), f64x2.mul(r, f64x2.splat(1 / 120.0)));
  const p6 = f64x2.add(f64x2.splat(1 / 720.0), f64x2.mul(r, f64x2.splat(1 / 5040.0)));
  const p8 = f64x2.add(f64x2.splat(1 / 40320.0), f64x2.mul(r, f64x2.splat(1 / 362880.0)));
  const p10 = f64x2.add(f64x2.splat(1 / 3628800.0), f64x2.mul(r, f64x2.splat(1 / 39916800.0)));
  const high = f64x2.add(p8, f64x2.mul(r2, f64x2.add(p10, f64x2.mul(r2, f64x2.splat(1 / 479001600.0)))));
  const middle = f64x2.add(p4, f64x2.mul(r2, p6));
  const low = f64x2.add(p0, f64x2.mul(r2, p2));
  const series = f64x2.add(low, f64x2.mul(r4, f64x2.add(middle, f64x2.mul(r4, high))));
  return f64x2.mul(series, i64x2.shl(i64x2.add(shifted, i64x2.splat(1023)), 52));
}

/** 1 / (1 + e⁻ˣ) */
// @ts-ignore: decorator
@inline
export function sigmoid(x: v128): v128 {
  const one = f64x2.splat(1);
  return f64x2.div(one, f64x2.add(one, exponential(f64x2.neg(x))));
}

/** The same of four numbers in single precision, to some 2e-7. */
// @ts-ignore: decorator
@inline
export function narrowSigmoid(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, narrowExponential(f32x4.neg(x))));
}

// @ts-ignore: decorator
@inline
function narrowExponential(exponent: v128): v128 {
  const x = f32x4.pmin(f32x4.splat(80), f32x4.pmax(f32x4.splat(-80), exponent));
  const shifted = f32x4.add(f32x4.mul(x, f32x4.splat(1.44269504)), f32x4.splat(12582912));
  const k = f32x4.sub(shifted, f32x4.splat(12582912));
  let r = f32x4.sub(x, f32x4.mul(k, f32x4.splat(0.693359375)));
  r = f32x4.add(r, f32x4.mul(k, f32x4.splat(2.12194440e-4)));
  const r2 = f32x4.mul(r, r);
  const low = f32x4.add(f32x4.splat(1 / 2.0), f32x4.mul(r, f32x4.splat(1 / 6.0)));
  const middle = f32x4.add(f32x4.splat(1 / 24.0), f32x4.mul(r, f32x4.splat(1 / 120.0)));
  const high = f32x4.add(middle, f32x4.mul(r2, f32x4.splat(1 / 720.0)));
  const series = f32x4.add(f32x4.add(f32x4.splat(1), r), f32x4.mul(r2, f32x4.add(low, f32x4.mul(r2, high))));
  return f32x4.mul(series, i32x4.shl(i32x4.add(shifted, i32x4.splat(127)), 23));
}
