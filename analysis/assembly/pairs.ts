import { LOW, rowWord } from "./rows";

// Planes of a row, for each 64 samples: homozygous, and those of them that carry none of the counted allele. With
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
 * planes[row] = { homozygous, none } of each 64 samples, called[row] likewise, and totals[row] = { called, homozygous,
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
  const words = (bytesPerRow + 15) >>> 4;
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
      store<u64>(planes, homozygous);
      store<u64>(planes, none, 8);
      store<u64>(called, isCalled);
      calledCount += popcnt<i64>(isCalled);
      homozygousCount += popcnt<i64>(homozygous);
      noneCount += popcnt<i64>(none);
      planes += 16;
      called += 8;
    }
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
function putComplete(to: usize, x: usize, y: usize, both: i64, opposite: i64): void {
  putSums(
    to,
    load<i32>(x),
    load<i32>(x, 4) - 2 * load<i32>(x, 8),
    load<i32>(y, 4) - 2 * load<i32>(y, 8),
    load<i32>(x, 4),
    load<i32>(y, 4),
    <i32>(both - 2 * opposite),
  );
}

function completePair(x: usize, y: usize, words: i32, xTotals: usize, yTotals: usize, to: usize): void {
  let both: i64 = 0;
  let opposite: i64 = 0;
  const end = x + (<usize>words << 4);
  while (x < end) {
    const shared = load<u64>(x) & load<u64>(y);
    both += popcnt<i64>(shared);
    opposite += popcnt<i64>(shared & (load<u64>(x, 8) ^ load<u64>(y, 8)));
    x += 16;
    y += 16;
  }
  putComplete(to, xTotals, yTotals, both, opposite);
}

/** Four right rows beside each other, so that the left row is loaded once for them. */
function fourCompletePairs(
  x: usize,
  y: usize,
  words: i32,
  xTotals: usize,
  yTotals: usize,
  to: usize,
): void {
  const rowBytes = <usize>words << 4;
  const y1 = y + rowBytes;
  const y2 = y1 + rowBytes;
  const y3 = y2 + rowBytes;
  let a: i64 = 0;
  let b: i64 = 0;
  let c: i64 = 0;
  let d: i64 = 0;
  let p: i64 = 0;
  let q: i64 = 0;
  let r: i64 = 0;
  let s: i64 = 0;
  for (let i: usize = 0; i < rowBytes; i += 16) {
    const homozygous = load<u64>(x + i);
    const none = load<u64>(x + i, 8);
    let shared = homozygous & load<u64>(y + i);
    a += popcnt<i64>(shared);
    p += popcnt<i64>(shared & (none ^ load<u64>(y + i, 8)));
    shared = homozygous & load<u64>(y1 + i);
    b += popcnt<i64>(shared);
    q += popcnt<i64>(shared & (none ^ load<u64>(y1 + i, 8)));
    shared = homozygous & load<u64>(y2 + i);
    c += popcnt<i64>(shared);
    r += popcnt<i64>(shared & (none ^ load<u64>(y2 + i, 8)));
    shared = homozygous & load<u64>(y3 + i);
    d += popcnt<i64>(shared);
    s += popcnt<i64>(shared & (none ^ load<u64>(y3 + i, 8)));
  }
  putComplete(to, xTotals, yTotals, a, p);
  putComplete(to + 24, xTotals, yTotals + 16, b, q);
  putComplete(to + 48, xTotals, yTotals + 32, c, r);
  putComplete(to + 72, xTotals, yTotals + 48, d, s);
}

function incompletePair(
  x: usize,
  y: usize,
  xCalled: usize,
  yCalled: usize,
  words: i32,
  to: usize,
): void {
  let n: i64 = 0;
  let squareX: i64 = 0;
  let noneX: i64 = 0;
  let squareY: i64 = 0;
  let noneY: i64 = 0;
  let both: i64 = 0;
  let opposite: i64 = 0;
  for (let i = 0; i < words; i++) {
    const homX = load<u64>(x);
    const homY = load<u64>(y);
    const signX = load<u64>(x, 8);
    const signY = load<u64>(y, 8);
    const hasX = load<u64>(xCalled);
    const hasY = load<u64>(yCalled);
    const shared = homX & homY;
    n += popcnt<i64>(hasX & hasY);
    squareX += popcnt<i64>(homX & hasY);
    noneX += popcnt<i64>(signX & hasY);
    squareY += popcnt<i64>(homY & hasX);
    noneY += popcnt<i64>(signY & hasX);
    both += popcnt<i64>(shared);
    opposite += popcnt<i64>(shared & (signX ^ signY));
    x += 16;
    y += 16;
    xCalled += 8;
    yCalled += 8;
  }
  putSums(
    to,
    <i32>n,
    <i32>(squareX - 2 * noneX),
    <i32>(squareY - 2 * noneY),
    <i32>squareX,
    <i32>squareY,
    <i32>(both - 2 * opposite),
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
  words: i32,
  included: i32,
  sums: usize,
): void {
  const rowBytes = <usize>words << 4;
  const calledBytes = <usize>words << 3;
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
        if (
          w + 4 <= last &&
          load<i32>(yTotals, 16) == included &&
          load<i32>(yTotals, 32) == included &&
          load<i32>(yTotals, 48) == included
        ) {
          fourCompletePairs(x, y, words, xTotals, yTotals, sums);
          w += 4;
          sums += 96;
          continue;
        }
        completePair(x, y, words, xTotals, yTotals, sums);
      } else {
        const yCalled = rightCalled + <usize>w * calledBytes;
        incompletePair(x, y, xCalled, yCalled, words, sums);
      }
      w++;
      sums += 24;
    }
  }
}
