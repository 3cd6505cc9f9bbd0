import { sumOfTwo } from "./lane-sums";
import { CHUNK, NARROW, WIDE } from "./logistic-layout";
import { addGradient, addHessian, addNarrowProducts } from "./logistic-products";
import { clearMissing, weighChunk } from "./logistic-weights";

// Gradients are in double precision; Hessians steer the steps, and are in single precision but for what the estimate needs.

/** Gradient and tiles of the Hessian at `theta` in single precision alone. */
export function sumNarrowly(
  chunks: i32,
  p: i32,
  narrowed: usize,
  isCase: usize,
  missing: usize,
  missingCount: i32,
  theta: usize,
  buffers: usize,
  tiles: usize,
  gradient: usize,
): void {
  const residuals = buffers;
  const weights = residuals + NARROW;
  const weighted = weights + NARROW;
  const narrowTheta = weighted + 2 * NARROW;
  for (let j = 0; j < p; j++) store<f32>(narrowTheta + (<usize>j << 2), <f32>load<f64>(theta + (<usize>j << 3)));
  memory.fill(gradient, 0, <usize>p << 3);
  let next = 0;
  for (let c = 0; c < chunks; c++) {
    const x = narrowed + <usize>(c * p) * NARROW;
    weighChunk<f32>(p, x, isCase + <usize>c * NARROW, narrowTheta, residuals, weights);
    next = clearMissing<f32>((c + 1) * CHUNK, missing, missingCount, next, residuals, weights);
    addNarrowProducts(p, x, residuals, gradient);
    addHessian(p, x, weights, weighted, tiles);
  }
}

/** The same with the gradient, and weights that are kept, in double precision. */
export function sumWidely(
  chunks: i32,
  p: i32,
  wide: usize,
  narrowed: usize,
  isCase: usize,
  missing: usize,
  missingCount: i32,
  theta: usize,
  buffers: usize,
  tiles: usize,
  weights: usize,
  pairs: usize,
  gradient: usize,
): void {
  const narrowWeights = buffers;
  const weighted = narrowWeights + NARROW;
  const residuals = weighted + 2 * NARROW;
  memory.fill(pairs, 0, <usize>(p + 4) << 4);
  let next = 0;
  for (let c = 0; c < chunks; c++) {
    const x = wide + <usize>(c * p) * WIDE;
    const at = <usize>c * WIDE;
    weighChunk<f64>(p, x, isCase + at, theta, residuals, weights + at, narrowWeights);
    next = clearMissing<f64>((c + 1) * CHUNK, missing, missingCount, next, residuals, weights + at, narrowWeights);
    addGradient(p, x, residuals, pairs);
    addHessian(p, narrowed + <usize>(c * p) * NARROW, narrowWeights, weighted, tiles);
  }
  for (let j = 0; j < p; j++) store<f64>(gradient + (<usize>j << 3), sumOfTwo(v128.load(pairs + (<usize>j << 4))));
}
