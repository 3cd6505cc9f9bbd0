// Sums of listed rows of z over 12 or 4 columns at a time. Samples are added in ascending order, then those counted twice once
// more, whatever the list: that makes the sums the same to the last bit.

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
 * Writes, for every column, the sum of the listed rows of z (byte offsets, 32 bits each); where `isFlipped`, twice the
 * column's total less that sum. Groups of four columns lie `groupBytes` apart in `target`.
 */
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
    for (let p = list; p < end; p += 4) {
      const row = start + <usize>load<u32>(p);
      a0 = f64x2.add(a0, v128.load(row));
      a1 = f64x2.add(a1, v128.load(row, 16));
    }
    const to = target + <usize>(column >> 2) * groupBytes;
    put(to, a0, a1, totals + (<usize>column << 3), isFlipped);
  }
}

/**
 * The same of entries sample × 4 + code: code 2 counts once, those with a bit set in `doubled` twice, others not at all.
 * `twice` is room for an entry a sample.
 */
export function sumEntries(
  entries: usize,
  end: usize,
  doubled: u32,
  z: usize,
  stride: i32,
  totals: usize,
  isFlipped: bool,
  target: usize,
  groupBytes: usize,
  twice: usize,
): void {
  const codeBytes = <u32>stride << 1;
  let column = 0;
  for (; column + 12 <= stride; column += 12) {
    const start = z + (<usize>column << 3);
    let last = twice;
    let a0 = f64x2.splat(0);
    let a1 = a0;
    let b0 = a0;
    let b1 = a0;
    let c0 = a0;
    let c1 = a0;
    for (let p = entries; p < end; p += 4) {
      const entry = load<u32>(p);
      const offset = (entry & ~3) * codeBytes;
      if ((entry & 3) != 2) {
        if (!((doubled >> (entry & 3)) & 1)) continue;
        store<u32>(last, offset);
        last += 4;
      }
      const row = start + <usize>offset;
      a0 = f64x2.add(a0, v128.load(row));
      a1 = f64x2.add(a1, v128.load(row, 16));
      b0 = f64x2.add(b0, v128.load(row, 32));
      b1 = f64x2.add(b1, v128.load(row, 48));
      c0 = f64x2.add(c0, v128.load(row, 64));
      c1 = f64x2.add(c1, v128.load(row, 80));
    }
    for (let p = twice; p < last; p += 4) {
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
    let last = twice;
    let a0 = f64x2.splat(0);
    let a1 = a0;
    for (let p = entries; p < end; p += 4) {
      const entry = load<u32>(p);
      const offset = (entry & ~3) * codeBytes;
      if ((entry & 3) != 2) {
        if (!((doubled >> (entry & 3)) & 1)) continue;
        store<u32>(last, offset);
        last += 4;
      }
      const row = start + <usize>offset;
      a0 = f64x2.add(a0, v128.load(row));
      a1 = f64x2.add(a1, v128.load(row, 16));
    }
    for (let p = twice; p < last; p += 4) {
      const row = start + <usize>load<u32>(p);
      a0 = f64x2.add(a0, v128.load(row));
      a1 = f64x2.add(a1, v128.load(row, 16));
    }
    const to = target + <usize>(column >> 2) * groupBytes;
    put(to, a0, a1, totals + (<usize>column << 3), isFlipped);
  }
}
