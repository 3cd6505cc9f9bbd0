import { sumOfTwo } from "./lane-sums";

/**
 * Cholesky factor in place of a symmetric matrix stored by rows, from the first entry of a row to the diagonal. Groups of four
 * rows begin together at a multiple of four and end with the last of them. `origin[i]` is the place of column 0 of row i, were
 * it there. The diagonal holds the inverses of the factor's. False when the matrix is not positive definite.
 */
export function factorEnvelope(count: i32, from: usize, origin: usize, lower: usize): bool {
  for (let i = 0; i < count; i += 4) {
    const first = load<i32>(from + (<usize>i << 2));
    const a = lower + (<usize>load<u32>(origin + (<usize>i << 2)) << 3);
    const b = lower + (<usize>load<u32>(origin + (<usize>i << 2), 4) << 3);
    const c = lower + (<usize>load<u32>(origin + (<usize>i << 2), 8) << 3);
    const d = lower + (<usize>load<u32>(origin + (<usize>i << 2), 12) << 3);
    for (let j = first; j < i; j += 2) {
      const start = <usize>max(first, load<i32>(from + (<usize>j << 2))) << 3;
      const one = lower + (<usize>load<u32>(origin + (<usize>j << 2)) << 3);
      const two = lower + (<usize>load<u32>(origin + (<usize>j << 2), 4) << 3);
      eliminatePair(a, b, c, d, one, two, start, <usize>j << 3);
    }
    if (!finishGroup(a, b, c, d, <usize>first << 3, <usize>i << 3)) return false;
  }
  return true;
}

/** Columns j and j + 1 of four rows; `start` and `j` in bytes. */
// @ts-ignore: decorator
@inline
function eliminatePair(
  a: usize,
  b: usize,
  c: usize,
  d: usize,
  one: usize,
  two: usize,
  start: usize,
  j: usize,
): void {
  let a1 = f64x2.splat(0);
  let b1 = f64x2.splat(0);
  let c1 = f64x2.splat(0);
  let d1 = f64x2.splat(0);
  let a2 = f64x2.splat(0);
  let b2 = f64x2.splat(0);
  let c2 = f64x2.splat(0);
  let d2 = f64x2.splat(0);
  for (let k = start; k < j; k += 16) {
    const ofOne = v128.load(one + k);
    const ofTwo = v128.load(two + k);
    let row = v128.load(a + k);
    a1 = f64x2.add(a1, f64x2.mul(row, ofOne));
    a2 = f64x2.add(a2, f64x2.mul(row, ofTwo));
    row = v128.load(b + k);
    b1 = f64x2.add(b1, f64x2.mul(row, ofOne));
    b2 = f64x2.add(b2, f64x2.mul(row, ofTwo));
    row = v128.load(c + k);
    c1 = f64x2.add(c1, f64x2.mul(row, ofOne));
    c2 = f64x2.add(c2, f64x2.mul(row, ofTwo));
    row = v128.load(d + k);
    d1 = f64x2.add(d1, f64x2.mul(row, ofOne));
    d2 = f64x2.add(d2, f64x2.mul(row, ofTwo));
  }
  const first = load<f64>(one + j);
  const between = load<f64>(two + j);
  const second = load<f64>(two + j, 8);
  finishPair(a + j, a1, a2, first, between, second);
  finishPair(b + j, b1, b2, first, between, second);
  finishPair(c + j, c1, c2, first, between, second);
  finishPair(d + j, d1, d2, first, between, second);
}

// @ts-ignore: decorator
@inline
function finishPair(at: usize, sums1: v128, sums2: v128, first: f64, between: f64, second: f64): void {
  const value = (load<f64>(at) - sumOfTwo(sums1)) * first;
  store<f64>(at, value);
  store<f64>(at, (load<f64>(at, 8) - sumOfTwo(sums2) - value * between) * second, 8);
}

/** The four places of the group's rows at the diagonal, given all to their left; `first` and `i` in bytes. */
function finishGroup(a: usize, b: usize, c: usize, d: usize, first: usize, i: usize): bool {
  for (let row = 0; row < 4; row++) {
    const at = rowOf(row, a, b, c, d);
    for (let column = 0; column <= row; column++) {
      const other = rowOf(column, a, b, c, d);
      let sums = f64x2.splat(0);
      for (let k = first; k < i; k += 16) {
        sums = f64x2.add(sums, f64x2.mul(v128.load(at + k), v128.load(other + k)));
      }
      const place = i + (<usize>column << 3);
      let value = load<f64>(at + place) - sumOfTwo(sums);
      for (let k = i; k < place; k += 8) value -= load<f64>(at + k) * load<f64>(other + k);
      if (column < row) store<f64>(at + place, value * load<f64>(other + place));
      else if (value > 0) store<f64>(at + place, 1 / Math.sqrt(value));
      else return false;
    }
  }
  return true;
}

// @ts-ignore: decorator
@inline
function rowOf(row: i32, a: usize, b: usize, c: usize, d: usize): usize {
  return row < 2 ? (row == 0 ? a : b) : row == 2 ? c : d;
}
