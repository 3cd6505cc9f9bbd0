import { sumOfTwo } from "./lane-sums";
import { CHUNK, NARROW, WIDE } from "./logistic-layout";
import { addNarrowProducts } from "./logistic-products";

/**
 * Sums of the genotype that tell whether there is anything to fit; then the lower triangle of the Hessian at zero, ¼XᵀX, and the
 * gradient there, X'(y − ½), of the samples that are not missing. Over all n samples the other columns are orthogonal, each of
 * norm² n; `caseProducts` are theirs with y − ½ over all n.
 *
 * Left in `sums`: Σ g, Σ g y, Σ y over missing, leverage of the missing; then, at 4 and following, the gradient.
 */
export function startLogistic(
  n: i32,
  p: i32,
  wide: usize,
  narrowed: usize,
  isCase: usize,
  caseProducts: usize,
  missing: usize,
  missingCount: i32,
  sums: usize,
  hessian: usize,
): void {
  const chunks = (n + CHUNK - 1) / CHUNK;
  const k = p - 1;
  const last = hessian + (<usize>(k * p) << 3);
  const gradient = sums + 32;
  memory.fill(hessian, 0, <usize>(p * p) << 3);
  let all = f64x2.splat(0);
  let inCases = all;
  for (let c = 0; c < chunks; c++) {
    const g = wide + <usize>(c * p + k) * WIDE;
    const y = isCase + <usize>c * WIDE;
    for (let s: usize = 0; s < WIDE; s += 16) {
      const x = v128.load(g + s);
      all = f64x2.add(all, x);
      inCases = f64x2.add(inCases, f64x2.mul(x, v128.load(y + s)));
    }
    addNarrowProducts(p, narrowed + <usize>(c * p) * NARROW, narrowed + <usize>(c * p + k) * NARROW, last);
  }
  for (let j = 0; j < p; j++) store<f64>(last + (<usize>j << 3), 0.25 * load<f64>(last + (<usize>j << 3)));
  for (let j = 0; j < k; j++) {
    store<f64>(hessian + (<usize>(j * p + j) << 3), 0.25 * <f64>n);
    store<f64>(gradient + (<usize>j << 3), load<f64>(caseProducts + (<usize>j << 3)));
  }
  let missingCases = 0.0;
  let squares = 0.0;
  for (let m = 0; m < missingCount; m++) {
    const i = load<i32>(missing + (<usize>m << 2));
    const y = load<f64>(isCase + (<usize>i << 3));
    const row = wide + <usize>((i / CHUNK) * p) * WIDE + (<usize>(i % CHUNK) << 3);
    missingCases += y;
    for (let j = 0; j < k; j++) {
      const x = load<f64>(row + <usize>j * WIDE);
      const to = gradient + (<usize>j << 3);
      store<f64>(to, load<f64>(to) - x * (y - 0.5));
      squares += x * x;
      const line = hessian + (<usize>(j * p) << 3);
      for (let c = 0; c <= j; c++) {
        const at = line + (<usize>c << 3);
        store<f64>(at, load<f64>(at) - 0.25 * x * load<f64>(row + <usize>c * WIDE));
      }
    }
  }
  const total = sumOfTwo(all);
  const cases = sumOfTwo(inCases);
  store<f64>(gradient + (<usize>k << 3), cases - 0.5 * total);
  store<f64>(sums, total);
  store<f64>(sums, cases, 8);
  store<f64>(sums, missingCases, 16);
  store<f64>(sums, squares / <f64>n, 24);
}
