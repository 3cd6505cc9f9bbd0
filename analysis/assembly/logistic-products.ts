import { sumOfFour } from "./lane-sums";
import { NARROW, WIDE } from "./logistic-layout";

/** Adds the products of a chunk's columns with `left` to p numbers; those of a chunk are in single precision. */
export function addNarrowProducts(p: i32, x: usize, left: usize, products: usize): void {
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

/** Adds the products of all columns of a chunk with the residuals; pairs of sums at `gradient`. */
// @ts-ignore: decorator
@inline
export function addGradient(p: i32, x: usize, residuals: usize, gradient: usize): void {
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
export function addHessian(p: i32, x: usize, weights: usize, weighted: usize, tiles: usize): void {
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
export function gatherTiles(p: i32, tiles: usize, hessian: usize): void {
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
