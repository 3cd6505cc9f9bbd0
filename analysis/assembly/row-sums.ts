// Sums of listed rows of z (byte offsets, 32 bits each) over 12, 8 or 4 columns, written as scale × sum + start.

/** target = start × 2 − sum where `isFlipped`, else sum. */
// @ts-ignore: decorator
@inline
function put(target: usize, sum0: v128, sum1: v128, totals: usize, isFlipped: bool): void {
  if (isFlipped) {
    const twice = f64x2.splat(2);
    sum0 = f64x2.sub(f64x2.mul(twice, v128.load(totals)), sum0);
    sum1 = f64x2.sub(f64x2.mul(twice, v128.load(totals, 16)), sum1);
  }
  v128.store(target, sum0);
  v128.store(target, sum1, 16);
}

/**
 * Writes, for every column, the sum of the listed rows of z; where `isFlipped`, twice the column's total less that sum.
 * Groups of four columns lie `groupBytes` apart in `target`.
 */
// @ts-ignore: decorator
@inline
export function sumListedRows(
  list: usize,
  end: usize,
  z: usize,
  stride: i32,
  totals: usize,
  isFlipped: bool,
  target: usize,
  groupBytes: usize,
): void {
  let column = 0;
  for (; column + 12 <= stride; column += 12) {
    const start = z + (<usize>column << 3);
    let a0 = f64x2.splat(0);
    let a1 = a0;
    let b0 = a0;
    let b1 = a0;
    let c0 = a0;
    let c1 = a0;
    for (let p = list; p < end; p += 4) {
      const row = start + <usize>load<u32>(p);
      a0 = f64x2.add(a0, v128.load(row));
      a1 = f64x2.add(a1, v128.load(row, 16));
      b0 = f64x2.add(b0, v128.load(row, 32));
      b1 = f64x2.add(b1, v128.load(row, 48));
      c0 = f64x2.add(c0, v128.load(row, 64));
      c1 = f64x2.add(c1, v128.load(row, 80));
    }
    const sums = totals + (<usize>column << 3);
    const to = target + <usize>(column >> 2) * groupBytes;
    put(to, a0, a1, sums, isFlipped);
    put(to + groupBytes, b0, b1, sums + 32, isFlipped);
    put(to + 2 * groupBytes, c0, c1, sums + 64, isFlipped);
  }
  for (; column < stride; column += 4) {
    const start = z + (<usize>column << 3);
    let a0 = f64x2.splat(0);
    let a1 = a0;
    let b0 = a0;
    let b1 = a0;
    let p = list;
    for (; p + 8 <= end; p += 8) {
      const row = start + <usize>load<u32>(p);
      const next = start + <usize>load<u32>(p, 4);
      a0 = f64x2.add(a0, v128.load(row));
      a1 = f64x2.add(a1, v128.load(row, 16));
      b0 = f64x2.add(b0, v128.load(next));
      b1 = f64x2.add(b1, v128.load(next, 16));
    }
    if (p < end) {
      const row = start + <usize>load<u32>(p);
      a0 = f64x2.add(a0, v128.load(row));
      a1 = f64x2.add(a1, v128.load(row, 16));
    }
    const to = target + <usize>(column >> 2) * groupBytes;
    put(to, f64x2.add(a0, b0), f64x2.add(a1, b1), totals + (<usize>column << 3), isFlipped);
  }
}
