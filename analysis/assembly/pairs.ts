import { addBytes, carryBits, closeCount, COUNTS_A_BYTE, sumBits, sumLanes } from "./byte-sums";
import { countCodes, countOf, MOST_LISTED } from "./missing-lists";
import { LOW, rowWord } from "./rows";

/** Up to so many granules words of 64 bits are counted one by one: less to sum up at the end of a pair. */
const FEW_GRANULES: usize = 12;
/** With fewer missing calls than this share of the samples they are looked up one by one. */
const FEW_MISSING_SHIFT: i32 = 5;

// Planes of a row, for each 128 samples: homozygous, and those of them that carry none of the counted allele. With
// genotypes less one, x − 1 ∈ {−1, 0, 1}, they are |x − 1| and the sign. Samples stand in another order than in the row,
// the same in every row: the low bits of one word, shifted beside those of the next.

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

/** Four lanes of Σ (x − 1)(y − 1). */
// @ts-ignore: decorator
@inline
function products(x: usize, y: usize, granules: usize): v128 {
  let both = i32x4.splat(0);
  let opposite = both;
  let ones = both;
  let twos = both;
  let ones2 = both;
  let twos2 = both;
  const last = x + (granules << 5);
  const end = x + (granules >> 2 << 7);
  while (x < end) {
    const stop = min(end, x + (COUNTS_A_BYTE << 7));
    let a = i32x4.splat(0);
    let b = a;
    for (; x < stop; x += 128, y += 128) {
      let s = v128.and(v128.load(x), v128.load(y));
      let t = v128.and(v128.load(x, 32), v128.load(y, 32));
      let d = v128.and(s, v128.xor(v128.load(x, 16), v128.load(y, 16)));
      let e = v128.and(t, v128.xor(v128.load(x, 48), v128.load(y, 48)));
      const carried = carryBits(ones, s, t);
      ones = sumBits(ones, s, t);
      const carried2 = carryBits(ones2, d, e);
      ones2 = sumBits(ones2, d, e);
      s = v128.and(v128.load(x, 64), v128.load(y, 64));
      t = v128.and(v128.load(x, 96), v128.load(y, 96));
      d = v128.and(s, v128.xor(v128.load(x, 80), v128.load(y, 80)));
      e = v128.and(t, v128.xor(v128.load(x, 112), v128.load(y, 112)));
      const more = carryBits(ones, s, t);
      ones = sumBits(ones, s, t);
      const more2 = carryBits(ones2, d, e);
      ones2 = sumBits(ones2, d, e);
      a = i8x16.add(a, i8x16.popcnt(carryBits(twos, carried, more)));
      twos = sumBits(twos, carried, more);
      b = i8x16.add(b, i8x16.popcnt(carryBits(twos2, carried2, more2)));
      twos2 = sumBits(twos2, carried2, more2);
    }
    both = addBytes(both, a);
    opposite = addBytes(opposite, b);
  }
  let a = i32x4.splat(0);
  let b = a;
  for (; x < last; x += 32, y += 32) {
    const shared = v128.and(v128.load(x), v128.load(y));
    const differ = v128.xor(v128.load(x, 16), v128.load(y, 16));
    a = i8x16.add(a, i8x16.popcnt(shared));
    b = i8x16.add(b, i8x16.popcnt(v128.and(shared, differ)));
  }
  both = closeCount(both, twos, ones, a);
  opposite = closeCount(opposite, twos2, ones2, b);
  return i32x4.sub(both, i32x4.shl(opposite, 1));
}

/** The same from words of 64 bits. */
// @ts-ignore: decorator
@inline
function fewProducts(x: usize, y: usize, granules: usize): i32 {
  let both: i64 = 0;
  let opposite: i64 = 0;
  const end = x + (granules << 5);
  for (; x < end; x += 32, y += 32) {
    const shared = load<u64>(x) & load<u64>(y);
    const shared2 = load<u64>(x, 8) & load<u64>(y, 8);
    both += popcnt<i64>(shared) + popcnt<i64>(shared2);
    opposite +=
      popcnt<i64>(shared & (load<u64>(x, 16) ^ load<u64>(y, 16))) +
      popcnt<i64>(shared2 & (load<u64>(x, 24) ^ load<u64>(y, 24)));
  }
  return <i32>(both - 2 * opposite);
}

/** Σ (x − 1)(y − 1); a missing call adds nothing. */
function product(x: usize, y: usize, granules: usize): i32 {
  return granules <= FEW_GRANULES ? fewProducts(x, y, granules) : sumLanes(products(x, y, granules));
}

/** Sums of a pair from those of its rows, less the samples that only one of the two has: two counts of codes. */
// @ts-ignore: decorator
@inline
function putCorrected(to: usize, x: usize, y: usize, xCodes: u64, yCodes: u64, xy: i32): void {
  const calledX = load<i32>(x);
  const squareX = load<i32>(x, 4);
  const squareY = load<i32>(y, 4);
  putSums(
    to,
    calledX - countOf(xCodes, 0) - countOf(xCodes, 2) - countOf(xCodes, 3),
    squareX - 2 * load<i32>(x, 8) - countOf(xCodes, 0) + countOf(xCodes, 3),
    squareY - 2 * load<i32>(y, 8) - countOf(yCodes, 0) + countOf(yCodes, 3),
    squareX - countOf(xCodes, 0) - countOf(xCodes, 3),
    squareY - countOf(yCodes, 0) - countOf(yCodes, 3),
    xy,
  );
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

/**
 * Σ of pairs: left row v with right rows first[v] … end[v] − 1, six 32-bit integers a pair. `included` samples count.
 * A side is eight addresses or numbers of 32 bits: its packed rows and bytes a row, planes, called, totals, list and
 * offsets of missing calls.
 */
export function variantPairs(
  left: usize,
  leftCount: i32,
  right: usize,
  first: usize,
  end: usize,
  granules: usize,
  included: i32,
  sums: usize,
): void {
  const bytesPerRow = <usize>load<u32>(left, 4);
  const rowBytes = granules << 5;
  const calledBytes = granules << 4;
  const most = min(MOST_LISTED, included >> FEW_MISSING_SHIFT);
  for (let v = 0; v < leftCount; v++) {
    const at = <usize>v << 2;
    const last = load<i32>(end + at);
    const xRow = <usize>load<u32>(left) + <usize>v * bytesPerRow;
    const x = <usize>load<u32>(left, 8) + <usize>v * rowBytes;
    const xCalled = <usize>load<u32>(left, 12) + <usize>v * calledBytes;
    const xTotals = <usize>load<u32>(left, 16) + (<usize>v << 4);
    const xList = <usize>load<u32>(left, 20);
    const xOffsets = <usize>load<u32>(left, 24) + at;
    const xMissing = included - load<i32>(xTotals);
    for (let w = load<i32>(first + at); w < last; w++) {
      const y = <usize>load<u32>(right, 8) + <usize>w * rowBytes;
      const yTotals = <usize>load<u32>(right, 16) + (<usize>w << 4);
      if (xMissing + included - load<i32>(yTotals) > most) {
        const yCalled = <usize>load<u32>(right, 12) + <usize>w * calledBytes;
        incompletePair(x, y, xCalled, yCalled, granules, sums);
      } else {
        const yRow = <usize>load<u32>(right) + <usize>w * bytesPerRow;
        const yOffsets = <usize>load<u32>(right, 24) + (<usize>w << 2);
        const yList = <usize>load<u32>(right, 20);
        const xCodes = countCodes(xRow, yList, load<u32>(yOffsets), load<u32>(yOffsets, 4));
        const yCodes = countCodes(yRow, xList, load<u32>(xOffsets), load<u32>(xOffsets, 4));
        putCorrected(sums, xTotals, yTotals, xCodes, yCodes, product(x, y, granules));
      }
      sums += 24;
    }
  }
}
