import { CHUNK } from "./logistic-layout";
import { narrowSigmoid, sigmoid } from "./sigmoid";

/**
 * Residuals and weights of one chunk at `theta`, all in the precision of T; of double precision the weights once more in single
 * precision.
 */
// @ts-ignore: decorator
@inline
export function weighChunk<T>(
  p: i32,
  x: usize,
  isCase: usize,
  theta: usize,
  residuals: usize,
  weights: usize,
  narrowWeights: usize = 0,
): void {
  const width = <usize>CHUNK * sizeof<T>();
  const one = v128.splat<T>(<T>1);
  for (let s: usize = 0; s < width; s += 64) {
    let e0 = v128.splat<T>(<T>0);
    let e1 = e0;
    let e2 = e0;
    let e3 = e0;
    let from = x + s;
    for (let j = 0; j < p; j++) {
      const b = v128.load_splat<T>(theta + (<usize>j << alignof<T>()));
      e0 = v128.add<T>(e0, v128.mul<T>(b, v128.load(from)));
      e1 = v128.add<T>(e1, v128.mul<T>(b, v128.load(from, 16)));
      e2 = v128.add<T>(e2, v128.mul<T>(b, v128.load(from, 32)));
      e3 = v128.add<T>(e3, v128.mul<T>(b, v128.load(from, 48)));
      from += width;
    }
    e0 = sigmoidOf<T>(e0);
    e1 = sigmoidOf<T>(e1);
    e2 = sigmoidOf<T>(e2);
    e3 = sigmoidOf<T>(e3);
    v128.store(residuals + s, v128.sub<T>(v128.load(isCase + s), e0));
    v128.store(residuals + s, v128.sub<T>(v128.load(isCase + s, 16), e1), 16);
    v128.store(residuals + s, v128.sub<T>(v128.load(isCase + s, 32), e2), 32);
    v128.store(residuals + s, v128.sub<T>(v128.load(isCase + s, 48), e3), 48);
    e0 = v128.mul<T>(e0, v128.sub<T>(one, e0));
    e1 = v128.mul<T>(e1, v128.sub<T>(one, e1));
    e2 = v128.mul<T>(e2, v128.sub<T>(one, e2));
    e3 = v128.mul<T>(e3, v128.sub<T>(one, e3));
    v128.store(weights + s, e0);
    v128.store(weights + s, e1, 16);
    v128.store(weights + s, e2, 32);
    v128.store(weights + s, e3, 48);
    if (sizeof<T>() == 8) {
      v128.store(narrowWeights + (s >> 1), narrow(e0, e1));
      v128.store(narrowWeights + (s >> 1), narrow(e2, e3), 16);
    }
  }
}

// @ts-ignore: decorator
@inline
function sigmoidOf<T>(x: v128): v128 {
  return sizeof<T>() == 8 ? sigmoid(x) : narrowSigmoid(x);
}

// @ts-ignore: decorator
@inline
function narrow(low: v128, high: v128): v128 {
  return v128.shuffle<f32>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5);
}

/**
 * Sets to 0 what `weighChunk` left for the missing samples of the chunk that ends before sample `end`: those of the list from
 * `next` on. Returns where those of the next chunk begin.
 */
// @ts-ignore: decorator
@inline
export function clearMissing<T>(
  end: i32,
  missing: usize,
  missingCount: i32,
  next: i32,
  residuals: usize,
  weights: usize,
  narrowWeights: usize = 0,
): i32 {
  while (next < missingCount) {
    const i = load<i32>(missing + (<usize>next << 2));
    if (i >= end) break;
    const place = <usize>(i - end + CHUNK);
    store<T>(residuals + (place << alignof<T>()), <T>0);
    store<T>(weights + (place << alignof<T>()), <T>0);
    if (sizeof<T>() == 8) store<f32>(narrowWeights + (place << 2), 0);
    next++;
  }
  return next;
}
