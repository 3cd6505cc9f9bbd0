import { sumOfTwo } from "./lane-sums";
import { WIDE } from "./logistic-layout";
import { solveWith } from "./small-cholesky";

/**
 * The log odds ratio behind the last step, and its standard error.
 *
 * With a Hessian H̃ in single precision, a = H̃⁻¹e for the genotype's e and d = H̃⁻¹u for the gradient u, two sums over the samples
 * in double precision give what H itself does, but for the square of its error: eᵀH⁻¹e = 2aᵀe − aᵀHa for the standard error,
 * eᵀH⁻¹u = aᵀu + eᵀd − aᵀHd for the last step.
 *
 * @returns whether the variance is above 0
 */
export function putEstimate(
  chunks: i32,
  p: i32,
  wide: usize,
  weights: usize,
  /** The factor of H̃. */
  factor: usize,
  gradient: usize,
  theta: usize,
  step: usize,
  direction: usize,
  forms: usize,
  estimate: usize,
): bool {
  const last = <usize>(p - 1) << 3;
  memory.fill(direction, 0, <usize>p << 3);
  store<f64>(direction + last, 1);
  solveWith(p, factor, direction);
  memory.fill(forms, 0, 32);
  for (let c = 0; c < chunks; c++) {
    addForms(p, wide + <usize>(c * p) * WIDE, weights + <usize>c * WIDE, direction, step, forms);
  }
  let lastStep = load<f64>(step + last) - sumOfTwo(v128.load(forms, 16));
  for (let j = 0; j < p; j++) {
    lastStep += load<f64>(direction + (<usize>j << 3)) * load<f64>(gradient + (<usize>j << 3));
  }
  const variance = 2 * load<f64>(direction + last) - sumOfTwo(v128.load(forms));
  store<f64>(estimate, load<f64>(theta + last) + lastStep);
  store<f64>(estimate, Math.sqrt(variance), 8);
  return variance > 0;
}

/** Adds Σ w (row · a)² and Σ w (row · a)(row · b) of one chunk to two pairs of sums. */
// @ts-ignore: decorator
@inline
function addForms(p: i32, x: usize, weights: usize, a: usize, b: usize, forms: usize): void {
  let square = v128.load(forms);
  let cross = v128.load(forms, 16);
  for (let s: usize = 0; s < WIDE; s += 32) {
    let u0 = f64x2.splat(0);
    let u1 = u0;
    let v0 = u0;
    let v1 = u0;
    let from = x + s;
    for (let j = 0; j < p; j++) {
      const at = <usize>j << 3;
      const x0 = v128.load(from);
      const x1 = v128.load(from, 16);
      const left = v128.load64_splat(a + at);
      const right = v128.load64_splat(b + at);
      u0 = f64x2.add(u0, f64x2.mul(left, x0));
      u1 = f64x2.add(u1, f64x2.mul(left, x1));
      v0 = f64x2.add(v0, f64x2.mul(right, x0));
      v1 = f64x2.add(v1, f64x2.mul(right, x1));
      from += WIDE;
    }
    const w0 = f64x2.mul(u0, v128.load(weights + s));
    const w1 = f64x2.mul(u1, v128.load(weights + s, 16));
    square = f64x2.add(square, f64x2.add(f64x2.mul(w0, u0), f64x2.mul(w1, u1)));
    cross = f64x2.add(cross, f64x2.add(f64x2.mul(w0, v0), f64x2.mul(w1, v1)));
  }
  v128.store(forms, square);
  v128.store(forms, cross, 16);
}
