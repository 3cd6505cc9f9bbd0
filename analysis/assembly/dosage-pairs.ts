// Dosages less one copy in units of 1 / 16384 fit into 16 bits with their sign; sums of their products are exact in 64.

const ONE: i32 = 16384;

/** Centred dosages of a row, 0 where missing or excluded, and masks with all bits set where not; `totals` are n, Σ, Σ². */
function fillRow(
  row: usize,
  exclusion: usize,
  samples: i32,
  listed: usize,
  units: usize,
  listedCount: u32,
  values: usize,
  masks: usize,
  totals: usize,
): void {
  const padded = (samples + 7) & ~7;
  for (let i = 0; i < padded; i++) {
    let value: i32 = 0;
    let mask: i32 = 0;
    if (i < samples) {
      const shift = (i & 3) << 1;
      const code = ((<u32>load<u8>(row + (i >>> 2))) >>> shift) & 3;
      const isKept = (((<u32>load<u8>(exclusion + (i >>> 2))) >>> shift) & 3) == 0;
      if (isKept && code != 1) {
        value = code == 0 ? ONE : code == 2 ? 0 : -ONE;
        mask = -1;
      }
    }
    store<i16>(values + (<usize>i << 1), <i16>value);
    store<i16>(masks + (<usize>i << 1), <i16>mask);
  }
  for (let d: u32 = 0; d < listedCount; d++) {
    const i = load<u32>(listed + (<usize>d << 2));
    if ((<u32>load<u8>(exclusion + (i >>> 2)) >>> ((i & 3) << 1)) & 3) continue;
    store<i16>(values + (<usize>i << 1), <i16>(<i32>load<u16>(units + (<usize>d << 1)) - ONE));
    store<i16>(masks + (<usize>i << 1), -1);
  }
  let n: i64 = 0;
  let sum: i64 = 0;
  let squares: i64 = 0;
  for (let i = 0; i < padded; i++) {
    const value = <i64>load<i16>(values + (<usize>i << 1));
    n -= <i64>load<i16>(masks + (<usize>i << 1));
    sum += value;
    squares += value * value;
  }
  store<i64>(totals, n);
  store<i64>(totals, sum, 8);
  store<i64>(totals, squares, 16);
}

/** Rows of ⌈samples / 8⌉ × 8 values and masks of 16 bits, and three totals of 64 bits; `offsets` is 0 without dosages. */
export function fillDosageRows(
  rows: usize,
  bytesPerRow: i32,
  rowCount: i32,
  exclusion: usize,
  samples: i32,
  offsets: usize,
  listed: usize,
  units: usize,
  values: usize,
  masks: usize,
  totals: usize,
): void {
  const rowBytes = <usize>((samples + 7) & ~7) << 1;
  for (let v = 0; v < rowCount; v++) {
    const from = offsets ? load<u32>(offsets + (<usize>v << 2)) : 0;
    const end = offsets ? load<u32>(offsets + (<usize>v << 2), 4) : 0;
    fillRow(
      rows + <usize>v * bytesPerRow,
      exclusion,
      samples,
      listed + (<usize>from << 2),
      units + (<usize>from << 1),
      end - from,
      values,
      masks,
      totals,
    );
    values += rowBytes;
    masks += rowBytes;
    totals += 24;
  }
}

/** Adds four 32-bit lanes to two 64-bit lanes. */
// @ts-ignore: decorator
@inline
function addWide(sums: v128, lanes: v128): v128 {
  return i64x2.add(
    i64x2.add(sums, i64x2.extend_low_i32x4_s(lanes)),
    i64x2.extend_high_i32x4_s(lanes),
  );
}

// @ts-ignore: decorator
@inline
function total(sums: v128): i64 {
  return i64x2.extract_lane(sums, 0) + i64x2.extract_lane(sums, 1);
}

/** Σ of the products of two rows of 16-bit numbers. */
// @ts-ignore: decorator
@inline
function dot(x: usize, y: usize, bytes: usize): i64 {
  let sums = i64x2.splat(0);
  for (let i: usize = 0; i < bytes; i += 16) {
    sums = addWide(sums, i32x4.dot_i16x8_s(v128.load(x + i), v128.load(y + i)));
  }
  return total(sums);
}

/** Σ x² where the mask is set. */
// @ts-ignore: decorator
@inline
function maskedSquares(x: usize, mask: usize, bytes: usize): i64 {
  let sums = i64x2.splat(0);
  for (let i: usize = 0; i < bytes; i += 16) {
    const value = v128.load(x + i);
    sums = addWide(sums, i32x4.dot_i16x8_s(value, v128.and(value, v128.load(mask + i))));
  }
  return total(sums);
}

/**
 * n, Σx, Σy, Σx², Σy², Σxy of pairs in copies: left row v with right rows first[v] … end[v] − 1. A side is three addresses
 * of 32 bits: values, masks, totals. `included` samples count.
 */
export function dosagePairs(
  left: usize,
  leftCount: i32,
  right: usize,
  first: usize,
  end: usize,
  samples: i32,
  included: i64,
  sums: usize,
): void {
  const bytes = <usize>((samples + 7) & ~7) << 1;
  const unit: f64 = 1.0 / 16384;
  for (let v = 0; v < leftCount; v++) {
    const x = <usize>load<u32>(left) + <usize>v * bytes;
    const xMask = <usize>load<u32>(left, 4) + <usize>v * bytes;
    const xTotals = <usize>load<u32>(left, 8) + <usize>v * 24;
    const last = load<i32>(end + (<usize>v << 2));
    for (let w = load<i32>(first + (<usize>v << 2)); w < last; w++) {
      const y = <usize>load<u32>(right) + <usize>w * bytes;
      const yMask = <usize>load<u32>(right, 4) + <usize>w * bytes;
      const yTotals = <usize>load<u32>(right, 8) + <usize>w * 24;
      let n = included;
      let sumX = load<i64>(xTotals, 8);
      let sumY = load<i64>(yTotals, 8);
      let squareX = load<i64>(xTotals, 16);
      let squareY = load<i64>(yTotals, 16);
      // All bits set are −1: products with a mask are the sums with the other sign.
      if (load<i64>(yTotals) != included) {
        sumX = -dot(x, yMask, bytes);
        squareX = maskedSquares(x, yMask, bytes);
        n = load<i64>(yTotals);
      }
      if (load<i64>(xTotals) != included) {
        sumY = -dot(y, xMask, bytes);
        squareY = maskedSquares(y, xMask, bytes);
        n = n == included ? load<i64>(xTotals) : dot(xMask, yMask, bytes);
      }
      const count = <f64>n;
      const a = <f64>sumX * unit;
      const b = <f64>sumY * unit;
      store<f64>(sums, count);
      store<f64>(sums, a + count, 8);
      store<f64>(sums, b + count, 16);
      store<f64>(sums, <f64>squareX * (unit * unit) + 2 * a + count, 24);
      store<f64>(sums, <f64>squareY * (unit * unit) + 2 * b + count, 32);
      store<f64>(sums, <f64>dot(x, y, bytes) * (unit * unit) + a + b + count, 40);
      sums += 48;
    }
  }
}
