import { addBytes, sumLanes } from "./byte-sums";
import { LOW, rowWord } from "./rows";

// Planes of a row, for each 128 samples: homozygous, and those of them that carry none of the counted allele. With
// genotypes less one, x − 1 ∈ {−1, 0, 1}, they are |x − 1| and the sign. Samples stand in another order than in the row,
// the same in every row: the low bits of one word, shifted beside those of the next.

/** A byte of a sum of bit counts holds so many of them: 8 each. */
const COUNTS_A_BYTE: usize = 31;

/** The low bits of two words side by side. */
// @ts-ignore: decorator
@inline
function lowBits(first: u64, second: u64): u64 {
  return (first & LOW) | ((second & LOW) << 1);
}

/** As `rowWord`, and all bits set where the row has ended already. */
// @ts-ignore: decorator
@inline
function wordOrEnd(row: usize, bytesPerRow: i32, index: i32): u64 {
  return index << 3 < bytesPerRow ? rowWord(row, bytesPerRow, index) : -1;
}

/**
 * planes[row] = { homozygous, none } of each 128 samples, called[row] likewise, and totals[row] = { called, homozygous,
 * none, 0 } as 32-bit integers. `exclusion` is a row whose codes 0b11 leave a sample out.
 */
export function fillPairPlanes(
  rows: usize,
  bytesPerRow: i32,
  rowCount: i32,
  exclusion: usize,
  planes: usize,
  called: usize,
  totals: usize,
): void {
  const words = (bytesPerRow + 31) >>> 5 << 1;
  for (let v = 0; v < rowCount; v++) {
    const row = rows + <usize>v * bytesPerRow;
    let calledCount: i64 = 0;
    let homozygousCount: i64 = 0;
    let noneCount: i64 = 0;
    for (let i = 0; i < words; i++) {
      const first = wordOrEnd(row, bytesPerRow, 2 * i);
      const second = wordOrEnd(row, bytesPerRow, 2 * i + 1);
      const kept = ~lowBits(
        wordOrEnd(exclusion, bytesPerRow, 2 * i),
        wordOrEnd(exclusion, bytesPerRow, 2 * i + 1),
      );
      const low = lowBits(first, second);
      const high = lowBits(first >> 1, second >> 1);
      const homozygous = ~(low ^ high) & kept;
      const isCalled = (~low | high) & kept;
      const none = homozygous & low;
      const to = planes + (<usize>(i >> 1) << 5) + (<usize>(i & 1) << 3);
      store<u64>(to, homozygous);
      store<u64>(to, none, 16);
      store<u64>(called + (<usize>i << 3), isCalled);
      calledCount += popcnt<i64>(isCalled);
      homozygousCount += popcnt<i64>(homozygous);
      noneCount += popcnt<i64>(none);
    }
    planes += <usize>words << 4;
    called += <usize>words << 3;
    store<i32>(totals, <i32>calledCount);
    store<i32>(totals, <i32>homozygousCount, 4);
    store<i32>(totals, <i32>noneCount, 8);
    store<i32>(totals, 0, 12);
    totals += 16;
  }
}

/** Writes n, Σx, Σy, Σx², Σy², Σxy, given sums of x − 1, y − 1, their squares and their product. */
// @ts-ignore: decorator
@inline
function putSums(to: usize, n: i32, x: i32, y: i32, xx: i32, yy: i32, xy: i32): void {
  store<i32>(to, n);
  store<i32>(to, x + n, 4);
  store<i32>(to, y + n, 8);
  store<i32>(to, xx + 2 * x + n, 12);
  store<i32>(to, yy + 2 * y + n, 16);
  store<i32>(to, xy + x + y + n, 20);
}

/** Of a pair without missing calls: only the product is of the pair, the rest is of its rows. */
// @ts-ignore: decorator
@inline
function putComplete(to: usize, x: usize, y: usize, both: v128, opposite: v128): void {
  putSums(
    to,
    load<i32>(x),
    load<i32>(x, 4) - 2 * load<i32>(x, 8),
    load<i32>(y, 4) - 2 * load<i32>(y, 8),
    load<i32>(x, 4),
    load<i32>(y, 4),
    sumLanes(i32x4.sub(both, i32x4.shl(opposite, 1))),
  );
}

function completePair(x: usize, y: usize, granules: usize, xTotals: usize, yTotals: usize, to: usize): void {
  let both = i32x4.splat(0);
  let opposite = both;
  const end = x + (granules << 5);
  while (x < end) {
    const stop = min(end, x + (COUNTS_A_BYTE << 5));
    let a = i32x4.splat(0);
    let b = a;
    for (; x < stop; x += 32, y += 32) {
      const shared = v128.and(v128.load(x), v128.load(y));
      const differ = v128.xor(v128.load(x, 16), v128.load(y, 16));
      a = i8x16.add(a, i8x16.popcnt(shared));
      b = i8x16.add(b, i8x16.popcnt(v128.and(shared, differ)));
    }
    both = addBytes(both, a);
    opposite = addBytes(opposite, b);
  }
  putComplete(to, xTotals, yTotals, both, opposite);
}

/** Two right rows beside each other, so that the left row is loaded once for them. */
function twoCompletePairs(
  x: usize,
  y: usize,
  granules: usize,
  xTotals: usize,
  yTotals: usize,
  to: usize,
): void {
  const rowBytes = granules << 5;
  let both = i32x4.splat(0);
  let opposite = both;
  let both2 = both;
  let opposite2 = both;
  const end = x + rowBytes;
  while (x < end) {
    const stop = min(end, x + (COUNTS_A_BYTE << 5));
    let a = i32x4.splat(0);
    let b = a;
    let c = a;
    let d = a;
    for (; x < stop; x += 32, y += 32) {
      const homozygous = v128.load(x);
      const none = v128.load(x, 16);
      const z = y + rowBytes;
      const shared = v128.and(homozygous, v128.load(y));
      a = i8x16.add(a, i8x16.popcnt(shared));
      b = i8x16.add(b, i8x16.popcnt(v128.and(shared, v128.xor(none, v128.load(y, 16)))));
      const shared2 = v128.and(homozygous, v128.load(z));
      c = i8x16.add(c, i8x16.popcnt(shared2));
      d = i8x16.add(d, i8x16.popcnt(v128.and(shared2, v128.xor(none, v128.load(z, 16)))));
    }
    both = addBytes(both, a);
    opposite = addBytes(opposite, b);
    both2 = addBytes(both2, c);
    opposite2 = addBytes(opposite2, d);
  }
  putComplete(to, xTotals, yTotals, both, opposite);
  putComplete(to + 24, xTotals, yTotals + 16, both2, opposite2);
}

function incompletePair(
  x: usize,
  y: usize,
  xCalled: usize,
  yCalled: usize,
  granules: usize,
  to: usize,
): void {
  let n = i32x4.splat(0);
  let squareX = n;
  let noneX = n;
  let squareY = n;
  let noneY = n;
  let both = n;
  let opposite = n;
  const end = x + (granules << 5);
  while (x < end) {
    const stop = min(end, x + (COUNTS_A_BYTE << 5));
    let a = i32x4.splat(0);
    let b = a;
    let c = a;
    let d = a;
    let e = a;
    let f = a;
    let g = a;
    for (; x < stop; x += 32, y += 32, xCalled += 16, yCalled += 16) {
      const homX = v128.load(x);
      const homY = v128.load(y);
      const signX = v128.load(x, 16);
      const signY = v128.load(y, 16);
      const hasX = v128.load(xCalled);
      const hasY = v128.load(yCalled);
      const shared = v128.and(homX, homY);
      a = i8x16.add(a, i8x16.popcnt(v128.and(hasX, hasY)));
      b = i8x16.add(b, i8x16.popcnt(v128.and(homX, hasY)));
      c = i8x16.add(c, i8x16.popcnt(v128.and(signX, hasY)));
      d = i8x16.add(d, i8x16.popcnt(v128.and(homY, hasX)));
      e = i8x16.add(e, i8x16.popcnt(v128.and(signY, hasX)));
      f = i8x16.add(f, i8x16.popcnt(shared));
      g = i8x16.add(g, i8x16.popcnt(v128.and(shared, v128.xor(signX, signY))));
    }
    n = addBytes(n, a);
    squareX = addBytes(squareX, b);
    noneX = addBytes(noneX, c);
    squareY = addBytes(squareY, d);
    noneY = addBytes(noneY, e);
    both = addBytes(both, f);
    opposite = addBytes(opposite, g);
  }
  const xx = sumLanes(squareX);
  const yy = sumLanes(squareY);
  putSums(
    to,
    sumLanes(n),
    xx - 2 * sumLanes(noneX),
    yy - 2 * sumLanes(noneY),
    xx,
    yy,
    sumLanes(i32x4.sub(both, i32x4.shl(opposite, 1))),
  );
}

/** Σ of pairs: left row v with right rows first[v] … end[v] − 1, six 32-bit integers a pair. `included` samples count. */
export function variantPairs(
  leftPlanes: usize,
  leftCalled: usize,
  leftTotals: usize,
  leftCount: i32,
  rightPlanes: usize,
  rightCalled: usize,
  rightTotals: usize,
  first: usize,
  end: usize,
  granules: usize,
  included: i32,
  sums: usize,
): void {
  const rowBytes = granules << 5;
  const calledBytes = granules << 4;
  for (let v = 0; v < leftCount; v++) {
    const at = <usize>v << 2;
    const last = load<i32>(end + at);
    const x = leftPlanes + <usize>v * rowBytes;
    const xCalled = leftCalled + <usize>v * calledBytes;
    const xTotals = leftTotals + (<usize>v << 4);
    const isComplete = load<i32>(xTotals) == included;
    let w = load<i32>(first + at);
    while (w < last) {
      const y = rightPlanes + <usize>w * rowBytes;
      const yTotals = rightTotals + (<usize>w << 4);
      if (isComplete && load<i32>(yTotals) == included) {
        if (w + 2 <= last && load<i32>(yTotals, 16) == included) {
          twoCompletePairs(x, y, granules, xTotals, yTotals, sums);
          w += 2;
          sums += 48;
          continue;
        }
        completePair(x, y, granules, xTotals, yTotals, sums);
      } else {
        const yCalled = rightCalled + <usize>w * calledBytes;
        incompletePair(x, y, xCalled, yCalled, granules, sums);
      }
      w++;
      sums += 24;
    }
  }
}
