import { narrowSigmoid, sigmoid } from "./sigmoid";

// Predictors lie in chunks of 128 samples: chunk × column × sample, in double precision and once more in single precision.
// The last of the p columns is the genotype of the variant at hand; what lies past the last sample is 0. Columns are read in
// fours: up to three past the last of the p, whose sums are not looked at.
// Gradients are in double precision; Hessians steer the steps, and are in single precision but for what the estimate needs.

const CHUNK = 128;
const WIDE: usize = CHUNK * 8;
const NARROW: usize = CHUNK * 4;

// The rules of gwas/logistic-newton.ts; what goes on for longer, or further, is left to it.
const CONVERGED_BELOW = 1e-4;
const MOST_STEPS = 15;
const LONGEST_STEP = 20.0;
/** From here on steps of length 1 are those of a separated sample. */
const FIRST_MARCH = 8;
/** Share of a column that those before leave, below which single precision is too coarse. */
const SMALLEST_PIVOT = 1e-3;
/** Behind a step longer than this the next is tried in single precision, and kept when it is not shorter than that. */
const LONG_STEP = 0.45;
const SHORTEST_NARROW_STEP = 0.03;
/** A step that is nearly as long as one that converges might be called either in single precision. */
const UNDECIDED = 1e-4;

// @ts-ignore: decorator
@inline
function narrow(low: v128, high: v128): v128 {
  return v128.shuffle<f32>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5);
}

// @ts-ignore: decorator
@inline
function sumOfTwo(x: v128): f64 {
  return f64x2.extract_lane(x, 0) + f64x2.extract_lane(x, 1);
}

// @ts-ignore: decorator
@inline
function sumOfFour(x: v128): f64 {
  const pairs = f64x2.add(f64x2.promote_low_f32x4(x), f64x2.promote_low_f32x4(v128.shuffle<f64>(x, x, 1, 0)));
  return sumOfTwo(pairs);
}

/** Copies for each byte of packed codes, 256 × 4 in single precision, missing as none; then the same of the other allele. */
export function fillCallTables(tables: usize): void {
  for (let flipped = 0; flipped < 2; flipped++) {
    for (let byte = 0; byte < 256; byte++) {
      for (let i = 0; i < 4; i++) {
        const code = (byte >> (2 * i)) & 3;
        const copies = code == 0 ? 2 : code == 2 ? 1 : 0;
        const value = code == 1 ? 0 : flipped ? 2 - copies : copies;
        store<f32>(tables + (<usize>((flipped << 10) + (byte << 2) + i) << 2), <f32>value);
      }
    }
  }
}

/** Puts the genotypes of one packed row into the last column; returns how many are missing, and lists them. */
export function readCallsInChunks(
  row: usize,
  n: i32,
  /** The samples, or 0 where they are the first n. */
  positions: usize,
  table: usize,
  p: i32,
  wide: usize,
  narrowed: usize,
  missing: usize,
): i32 {
  let count = 0;
  const chunks = (n + CHUNK - 1) / CHUNK;
  for (let c = 0; c < chunks; c++) {
    const to = wide + <usize>(c * p + p - 1) * WIDE;
    const also = narrowed + <usize>(c * p + p - 1) * NARROW;
    const first = c * CHUNK;
    const size = min(CHUNK, n - first);
    if (positions) {
      for (let i = 0; i < size; i++) {
        const sample = load<u32>(positions + (<usize>(first + i) << 2));
        const code = (<u32>load<u8>(row + (sample >> 2)) >> (2 * (sample & 3))) & 3;
        const value = load<f32>(table + (<usize>code << 4));
        store<f32>(also + (<usize>i << 2), value);
        store<f64>(to + (<usize>i << 3), <f64>value);
        if (code == 1) store<i32>(missing + (<usize>(count++) << 2), first + i);
      }
    } else {
      const bytes = (size + 3) >> 2;
      const from = row + (<usize>first >> 2);
      for (let b = 0; b < bytes; b++) {
        const byte = <u32>load<u8>(from + b);
        const four = v128.load(table + (<usize>byte << 4));
        v128.store(also + (<usize>b << 4), four);
        v128.store(to + (<usize>b << 5), f64x2.promote_low_f32x4(four));
        v128.store(to + (<usize>b << 5), f64x2.promote_low_f32x4(v128.shuffle<f64>(four, four, 1, 0)), 16);
        let gaps = byte & ~(byte >> 1) & 0x55;
        while (gaps) {
          store<i32>(missing + (<usize>(count++) << 2), first + 4 * b + (ctz(gaps) >> 1));
          gaps &= gaps - 1;
        }
      }
    }
    memory.fill(to + (<usize>size << 3), 0, <usize>(CHUNK - size) << 3);
    memory.fill(also + (<usize>size << 2), 0, <usize>(CHUNK - size) << 2);
  }
  return count;
}

/** Adds the products of a chunk's columns with `left` to p numbers; those of a chunk are in single precision. */
function addNarrowProducts(p: i32, x: usize, left: usize, products: usize): void {
  for (let j = 0; j < p; j += 4) {
    const four = x + <usize>j * NARROW;
    let a0 = f32x4.splat(0);
    let a1 = a0;
    let a2 = a0;
    let a3 = a0;
    for (let s: usize = 0; s < NARROW; s += 16) {
      const y = v128.load(left + s);
      a0 = f32x4.add(a0, f32x4.mul(y, v128.load(four + s)));
      a1 = f32x4.add(a1, f32x4.mul(y, v128.load(four + s, NARROW)));
      a2 = f32x4.add(a2, f32x4.mul(y, v128.load(four + s, 2 * NARROW)));
      a3 = f32x4.add(a3, f32x4.mul(y, v128.load(four + s, 3 * NARROW)));
    }
    const to = products + (<usize>j << 3);
    store<f64>(to, load<f64>(to) + sumOfFour(a0));
    if (j + 1 < p) store<f64>(to, load<f64>(to, 8) + sumOfFour(a1), 8);
    if (j + 2 < p) store<f64>(to, load<f64>(to, 16) + sumOfFour(a2), 16);
    if (j + 3 < p) store<f64>(to, load<f64>(to, 24) + sumOfFour(a3), 24);
  }
}

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

/** Residuals and weights of one chunk at `theta`, the weights in both precisions. */
// @ts-ignore: decorator
@inline
function weighChunk(p: i32, x: usize, isCase: usize, theta: usize, residuals: usize, weights: usize, narrowWeights: usize): void {
  const one = f64x2.splat(1);
  for (let s: usize = 0; s < WIDE; s += 64) {
    let e0 = f64x2.splat(0);
    let e1 = e0;
    let e2 = e0;
    let e3 = e0;
    let from = x + s;
    for (let j = 0; j < p; j++) {
      const b = v128.load64_splat(theta + (<usize>j << 3));
      e0 = f64x2.add(e0, f64x2.mul(b, v128.load(from)));
      e1 = f64x2.add(e1, f64x2.mul(b, v128.load(from, 16)));
      e2 = f64x2.add(e2, f64x2.mul(b, v128.load(from, 32)));
      e3 = f64x2.add(e3, f64x2.mul(b, v128.load(from, 48)));
      from += WIDE;
    }
    e0 = sigmoid(e0);
    e1 = sigmoid(e1);
    e2 = sigmoid(e2);
    e3 = sigmoid(e3);
    v128.store(residuals + s, f64x2.sub(v128.load(isCase + s), e0));
    v128.store(residuals + s, f64x2.sub(v128.load(isCase + s, 16), e1), 16);
    v128.store(residuals + s, f64x2.sub(v128.load(isCase + s, 32), e2), 32);
    v128.store(residuals + s, f64x2.sub(v128.load(isCase + s, 48), e3), 48);
    e0 = f64x2.mul(e0, f64x2.sub(one, e0));
    e1 = f64x2.mul(e1, f64x2.sub(one, e1));
    e2 = f64x2.mul(e2, f64x2.sub(one, e2));
    e3 = f64x2.mul(e3, f64x2.sub(one, e3));
    v128.store(weights + s, e0);
    v128.store(weights + s, e1, 16);
    v128.store(weights + s, e2, 32);
    v128.store(weights + s, e3, 48);
    v128.store(narrowWeights + (s >> 1), narrow(e0, e1));
    v128.store(narrowWeights + (s >> 1), narrow(e2, e3), 16);
  }
}

/** The same in single precision alone. */
// @ts-ignore: decorator
@inline
function weighNarrowly(p: i32, x: usize, isCase: usize, theta: usize, residuals: usize, weights: usize): void {
  const one = f32x4.splat(1);
  for (let s: usize = 0; s < NARROW; s += 64) {
    let e0 = f32x4.splat(0);
    let e1 = e0;
    let e2 = e0;
    let e3 = e0;
    let from = x + s;
    for (let j = 0; j < p; j++) {
      const b = v128.load32_splat(theta + (<usize>j << 2));
      e0 = f32x4.add(e0, f32x4.mul(b, v128.load(from)));
      e1 = f32x4.add(e1, f32x4.mul(b, v128.load(from, 16)));
      e2 = f32x4.add(e2, f32x4.mul(b, v128.load(from, 32)));
      e3 = f32x4.add(e3, f32x4.mul(b, v128.load(from, 48)));
      from += NARROW;
    }
    e0 = narrowSigmoid(e0);
    e1 = narrowSigmoid(e1);
    e2 = narrowSigmoid(e2);
    e3 = narrowSigmoid(e3);
    v128.store(residuals + s, f32x4.sub(v128.load(isCase + s), e0));
    v128.store(residuals + s, f32x4.sub(v128.load(isCase + s, 16), e1), 16);
    v128.store(residuals + s, f32x4.sub(v128.load(isCase + s, 32), e2), 32);
    v128.store(residuals + s, f32x4.sub(v128.load(isCase + s, 48), e3), 48);
    v128.store(weights + s, f32x4.mul(e0, f32x4.sub(one, e0)));
    v128.store(weights + s, f32x4.mul(e1, f32x4.sub(one, e1)), 16);
    v128.store(weights + s, f32x4.mul(e2, f32x4.sub(one, e2)), 32);
    v128.store(weights + s, f32x4.mul(e3, f32x4.sub(one, e3)), 48);
  }
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

/** Adds the products of all columns of a chunk with the residuals; pairs of sums at `gradient`. */
// @ts-ignore: decorator
@inline
function addGradient(p: i32, x: usize, residuals: usize, gradient: usize): void {
  for (let j = 0; j < p; j += 4) {
    const four = x + <usize>j * WIDE;
    const to = gradient + (<usize>j << 4);
    let a0 = v128.load(to);
    let a1 = v128.load(to, 16);
    let a2 = v128.load(to, 32);
    let a3 = v128.load(to, 48);
    for (let s: usize = 0; s < WIDE; s += 16) {
      const r = v128.load(residuals + s);
      a0 = f64x2.add(a0, f64x2.mul(r, v128.load(four + s)));
      a1 = f64x2.add(a1, f64x2.mul(r, v128.load(four + s, WIDE)));
      a2 = f64x2.add(a2, f64x2.mul(r, v128.load(four + s, 2 * WIDE)));
      a3 = f64x2.add(a3, f64x2.mul(r, v128.load(four + s, 3 * WIDE)));
    }
    v128.store(to, a0);
    v128.store(to, a1, 16);
    v128.store(to, a2, 32);
    v128.store(to, a3, 48);
  }
}

/** Adds the weighted products of a chunk's columns: tiles of two rows by four columns of the lower triangle, fours of sums. */
// @ts-ignore: decorator
@inline
function addHessian(p: i32, x: usize, weights: usize, weighted: usize, tiles: usize): void {
  let tile = tiles;
  for (let i = 0; i < p; i += 2) {
    const two = x + <usize>i * NARROW;
    for (let s: usize = 0; s < NARROW; s += 16) {
      const w = v128.load(weights + s);
      v128.store(weighted + s, f32x4.mul(w, v128.load(two + s)));
      v128.store(weighted + s, f32x4.mul(w, v128.load(two + s, NARROW)), NARROW);
    }
    for (let j = 0; j <= i + 1 && j < p; j += 4) {
      const four = x + <usize>j * NARROW;
      let a0 = v128.load(tile);
      let a1 = v128.load(tile, 16);
      let a2 = v128.load(tile, 32);
      let a3 = v128.load(tile, 48);
      let b0 = v128.load(tile, 64);
      let b1 = v128.load(tile, 80);
      let b2 = v128.load(tile, 96);
      let b3 = v128.load(tile, 112);
      for (let s: usize = 0; s < NARROW; s += 16) {
        const a = v128.load(weighted + s);
        const b = v128.load(weighted + s, NARROW);
        let y = v128.load(four + s);
        a0 = f32x4.add(a0, f32x4.mul(a, y));
        b0 = f32x4.add(b0, f32x4.mul(b, y));
        y = v128.load(four + s, NARROW);
        a1 = f32x4.add(a1, f32x4.mul(a, y));
        b1 = f32x4.add(b1, f32x4.mul(b, y));
        y = v128.load(four + s, 2 * NARROW);
        a2 = f32x4.add(a2, f32x4.mul(a, y));
        b2 = f32x4.add(b2, f32x4.mul(b, y));
        y = v128.load(four + s, 3 * NARROW);
        a3 = f32x4.add(a3, f32x4.mul(a, y));
        b3 = f32x4.add(b3, f32x4.mul(b, y));
      }
      v128.store(tile, a0);
      v128.store(tile, a1, 16);
      v128.store(tile, a2, 32);
      v128.store(tile, a3, 48);
      v128.store(tile, b0, 64);
      v128.store(tile, b1, 80);
      v128.store(tile, b2, 96);
      v128.store(tile, b3, 112);
      tile += 128;
    }
  }
}

/** Sums the tiles into the lower triangle of p × p. */
function gatherTiles(p: i32, tiles: usize, hessian: usize): void {
  let tile = tiles;
  for (let i = 0; i < p; i += 2) {
    for (let j = 0; j <= i + 1 && j < p; j += 4) {
      for (let c = 0; c < 4 && j + c < p; c++) {
        const to = hessian + (<usize>(i * p + j + c) << 3);
        store<f64>(to, sumOfFour(v128.load(tile + (<usize>c << 4))));
        if (i + 1 < p) store<f64>(to + (<usize>p << 3), sumOfFour(v128.load(tile + (<usize>c << 4), 64)));
      }
      tile += 128;
    }
  }
}

/** Cholesky factor in place, its diagonal inverted; false where there is none. */
function factorise(p: i32, h: usize): bool {
  const width = <usize>p << 3;
  for (let j = 0; j < p; j++) {
    const row = h + <usize>j * width;
    let pivot = load<f64>(row + (<usize>j << 3));
    const least = SMALLEST_PIVOT * pivot;
    for (let c = 0; c < j; c++) {
      const l = load<f64>(row + (<usize>c << 3));
      pivot -= l * l;
    }
    if (!(pivot > least)) return false;
    const inverse = 1 / Math.sqrt(pivot);
    store<f64>(row + (<usize>j << 3), inverse);
    for (let i = j + 1; i < p; i++) {
      const lower = h + <usize>i * width;
      let sum = load<f64>(lower + (<usize>j << 3));
      for (let c = 0; c < j; c++) sum -= load<f64>(lower + (<usize>c << 3)) * load<f64>(row + (<usize>c << 3));
      store<f64>(lower + (<usize>j << 3), sum * inverse);
    }
  }
  return true;
}

/** Solves with the factor in place. */
function solveWith(p: i32, factor: usize, b: usize): void {
  const width = <usize>p << 3;
  for (let i = 0; i < p; i++) {
    const row = factor + <usize>i * width;
    let sum = load<f64>(b + (<usize>i << 3));
    for (let c = 0; c < i; c++) sum -= load<f64>(row + (<usize>c << 3)) * load<f64>(b + (<usize>c << 3));
    store<f64>(b + (<usize>i << 3), sum * load<f64>(row + (<usize>i << 3)));
  }
  for (let i = p - 1; i >= 0; i--) {
    let sum = load<f64>(b + (<usize>i << 3));
    for (let c = i + 1; c < p; c++) {
      sum -= load<f64>(factor + <usize>c * width + (<usize>i << 3)) * load<f64>(b + (<usize>c << 3));
    }
    store<f64>(b + (<usize>i << 3), sum * load<f64>(factor + <usize>i * width + (<usize>i << 3)));
  }
}

/** Gradient and tiles of the Hessian at `theta` in single precision alone. */
function sumNarrowly(
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
    weighNarrowly(p, x, isCase + <usize>c * NARROW, narrowTheta, residuals, weights);
    const end = (c + 1) * CHUNK;
    while (next < missingCount) {
      const i = load<i32>(missing + (<usize>next << 2));
      if (i >= end) break;
      const place = <usize>(i - end + CHUNK) << 2;
      store<f32>(residuals + place, 0);
      store<f32>(weights + place, 0);
      next++;
    }
    addNarrowProducts(p, x, residuals, gradient);
    addHessian(p, x, weights, weighted, tiles);
  }
}

/** The same with the gradient, and weights that are kept, in double precision. */
function sumWidely(
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
    weighChunk(p, x, isCase + at, theta, residuals, weights + at, narrowWeights);
    const end = (c + 1) * CHUNK;
    while (next < missingCount) {
      const i = load<i32>(missing + (<usize>next << 2));
      if (i >= end) break;
      const place = <usize>(i - end + CHUNK);
      store<f64>(residuals + (place << 3), 0);
      store<f64>(weights + at + (place << 3), 0);
      store<f32>(narrowWeights + (place << 2), 0);
      next++;
    }
    addGradient(p, x, residuals, pairs);
    addHessian(p, narrowed + <usize>(c * p) * NARROW, narrowWeights, weighted, tiles);
  }
  for (let j = 0; j < p; j++) store<f64>(gradient + (<usize>j << 3), sumOfTwo(v128.load(pairs + (<usize>j << 4))));
}

/** Sum of the lengths of a step's coefficients, in the predictors as they are: see `fitLogistic`. */
function lengthOfStep(p: i32, step: usize, combination: usize, isOther: bool): f64 {
  const k = p - 1;
  let length = Math.abs(load<f64>(step + (<usize>k << 3)));
  for (let j = 0; j < k; j++) {
    const row = combination + (<usize>(j * k) << 3);
    let own = j == 0 && isOther ? 2 * load<f64>(step + (<usize>k << 3)) : 0.0;
    for (let c = j; c < k; c++) own += load<f64>(row + (<usize>c << 3)) * load<f64>(step + (<usize>c << 3));
    length += Math.abs(own);
  }
  return length;
}

/** Bytes of `room` for `fitLogistic`. */
export function logisticRoom(n: i32, p: i32): i32 {
  const tiles = ((p + 1) / 2) * ((p + 4) / 4);
  const buffers = 3 * (<i32>NARROW) + <i32>WIDE + 4 * p;
  return <i32>WIDE * ((n + CHUNK - 1) / CHUNK) + 128 * tiles + 16 * (p + 4) + 32 + 32 * p + buffers;
}

/**
 * Newton's method from zero by the rules of the twin, from `hessian` and `gradient` at zero. All sums are over the samples that
 * are not missing.
 *
 * With a Hessian H̃ in single precision, a = H̃⁻¹e for the genotype's e and d = H̃⁻¹u for the gradient u, two sums over the samples
 * in double precision give what H itself does, but for the square of its error: eᵀH⁻¹e = 2aᵀe − aᵀHa for the standard error,
 * eᵀH⁻¹u = aᵀu + eᵀd − aᵀHd for the last step.
 *
 * Long steps are computed in single precision alone: Newton's method squares errors, so that of theirs nothing is left two steps
 * later. Where the fit ends before that, the step is done again.
 *
 * `combination`: upper triangle of k × k, the columns as combinations of those the length of a step is measured in; `isOther`:
 * there the other allele is counted.
 *
 * @returns whether it converged: then `estimate` has the log odds ratio and its standard error
 */
export function fitLogistic(
  n: i32,
  p: i32,
  wide: usize,
  narrowed: usize,
  isCase: usize,
  /** In single precision. */
  narrowCase: usize,
  missing: usize,
  missingCount: i32,
  combination: usize,
  isOther: bool,
  hessian: usize,
  gradient: usize,
  room: usize,
  estimate: usize,
): bool {
  const chunks = (n + CHUNK - 1) / CHUNK;
  const weights = room;
  const tiles = weights + <usize>chunks * WIDE;
  const tileBytes = <usize>(((p + 1) / 2) * ((p + 4) / 4)) << 7;
  const pairs = tiles + tileBytes;
  const forms = pairs + (<usize>(p + 4) << 4);
  const theta = forms + 32;
  const step = theta + (<usize>p << 3);
  const direction = step + (<usize>p << 3);
  const before = direction + (<usize>p << 3);
  const buffers = before + (<usize>p << 3);
  const last = <usize>(p - 1) << 3;
  memory.fill(theta, 0, <usize>p << 3);
  let isNarrow = false;
  let wasNarrow = false;
  for (let iteration = 1; iteration <= MOST_STEPS; iteration++) {
    if (iteration > 1) {
      memory.fill(tiles, 0, tileBytes);
      if (isNarrow) {
        sumNarrowly(chunks, p, narrowed, narrowCase, missing, missingCount, theta, buffers, tiles, gradient);
      } else {
        sumWidely(
          chunks,
          p,
          wide,
          narrowed,
          isCase,
          missing,
          missingCount,
          theta,
          buffers,
          tiles,
          weights,
          pairs,
          gradient,
        );
      }
      gatherTiles(p, tiles, hessian);
    }
    if (!factorise(p, hessian)) return false;
    memory.copy(step, gradient, <usize>p << 3);
    solveWith(p, hessian, step);
    const change = lengthOfStep(p, step, combination, isOther);
    if (!(change < LONGEST_STEP)) return false;
    if (iteration >= FIRST_MARCH && Math.abs(1 - change) < 2e-3) return false;
    if (isNarrow && change < SHORTEST_NARROW_STEP) {
      isNarrow = false;
      iteration--;
      continue;
    }
    if (wasNarrow && change < 2 * CONVERGED_BELOW) {
      memory.copy(theta, before, <usize>p << 3);
      isNarrow = false;
      wasNarrow = false;
      iteration -= 2;
      continue;
    }
    if (Math.abs(change / CONVERGED_BELOW - 1) < UNDECIDED) return false;
    if (change >= CONVERGED_BELOW) {
      memory.copy(before, theta, <usize>p << 3);
      for (let j = 0; j < p; j++) {
        const at = <usize>j << 3;
        store<f64>(theta + at, load<f64>(theta + at) + load<f64>(step + at));
      }
      wasNarrow = isNarrow;
      isNarrow = change > LONG_STEP;
      continue;
    }
    // At zero there are no weights yet.
    if (iteration == 1) return false;
    memory.fill(direction, 0, <usize>p << 3);
    store<f64>(direction + last, 1);
    solveWith(p, hessian, direction);
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
  return false;
}
