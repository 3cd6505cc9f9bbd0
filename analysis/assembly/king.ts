import { addBytes, carryBits, closeCount, COUNTS_A_BYTE, sumBits, sumLanes } from "./byte-sums";
import { LOW, rowWord } from "./rows";

const GRANULE: usize = 48;
/** Samples whose calls are added up side by side, a byte each. */
const PANEL: i32 = 64;
/** A byte of a panel counts heterozygous calls in its lower and missing ones in its upper four bits: no more at once. */
const CALLS_A_BYTE: i32 = 15;

/**
 * From words laid out by `transposeRows`, 4 × granules a sample: planes[sample] = { heterozygous, homozygous, none of the
 * counted allele } of each 128 variants, codes[sample] = its words, totals[sample] = { called, heterozygous }.
 * Variants stand in another order in the planes than in the block, the same for every sample.
 */
export function fillKingPlanes(
  words: usize,
  stride: i32,
  samples: i32,
  granules: i32,
  planes: usize,
  codes: usize,
  totals: usize,
): void {
  const step = <usize>stride << 3;
  for (let i = 0; i < samples; i++) {
    let word = words + (<usize>i << 3);
    let called: i64 = 0;
    let hets: i64 = 0;
    for (let half = 0; half < 2 * granules; half++) {
      const a = load<u64>(word);
      const b = load<u64>(word + step);
      word += 2 * step;
      store<u64>(codes, a);
      store<u64>(codes, b, 8);
      codes += 16;
      const low = (a & LOW) | ((b & LOW) << 1);
      const high = ((a >> 1) & LOW) | (b & (LOW << 1));
      const het = high & ~low;
      const homozygous = ~(low ^ high);
      const to = planes + <usize>(half >> 1) * GRANULE + (<usize>(half & 1) << 3);
      store<u64>(to, het);
      store<u64>(to, homozygous, 16);
      store<u64>(to, homozygous & low, 32);
      hets += popcnt<i64>(het);
      called += popcnt<i64>(het | homozygous);
    }
    store<i32>(totals, <i32>called);
    store<i32>(totals, <i32>hets, 4);
    totals += 8;
    planes += <usize>granules * GRANULE;
  }
}

// @ts-ignore: decorator
@inline
function bothHet(x: usize, y: usize): v128 {
  return v128.and(v128.load(x), v128.load(y));
}

// @ts-ignore: decorator
@inline
function opposites(x: usize, y: usize): v128 {
  return v128.and(
    v128.and(v128.load(x, 16), v128.load(y, 16)),
    v128.xor(v128.load(x, 32), v128.load(y, 32)),
  );
}

/** Adds how many variants are heterozygous in both and how many opposite homozygotes, from `to` + 4 on. */
function kingPair(x: usize, y: usize, granules: usize, to: usize): void {
  let het = i32x4.splat(0);
  let opposite = het;
  let ones = het;
  let twos = het;
  let ones2 = het;
  let twos2 = het;
  const last = x + granules * GRANULE;
  const end = x + (granules >> 2) * 4 * GRANULE;
  while (x < end) {
    const stop = min(end, x + COUNTS_A_BYTE * 4 * GRANULE);
    let a = i32x4.splat(0);
    let b = a;
    for (; x < stop; x += 4 * GRANULE, y += 4 * GRANULE) {
      let s = bothHet(x, y);
      let t = bothHet(x + GRANULE, y + GRANULE);
      const carried = carryBits(ones, s, t);
      ones = sumBits(ones, s, t);
      s = bothHet(x + 2 * GRANULE, y + 2 * GRANULE);
      t = bothHet(x + 3 * GRANULE, y + 3 * GRANULE);
      const more = carryBits(ones, s, t);
      ones = sumBits(ones, s, t);
      a = i8x16.add(a, i8x16.popcnt(carryBits(twos, carried, more)));
      twos = sumBits(twos, carried, more);
      s = opposites(x, y);
      t = opposites(x + GRANULE, y + GRANULE);
      const carried2 = carryBits(ones2, s, t);
      ones2 = sumBits(ones2, s, t);
      s = opposites(x + 2 * GRANULE, y + 2 * GRANULE);
      t = opposites(x + 3 * GRANULE, y + 3 * GRANULE);
      const more2 = carryBits(ones2, s, t);
      ones2 = sumBits(ones2, s, t);
      b = i8x16.add(b, i8x16.popcnt(carryBits(twos2, carried2, more2)));
      twos2 = sumBits(twos2, carried2, more2);
    }
    het = addBytes(het, a);
    opposite = addBytes(opposite, b);
  }
  let a = i32x4.splat(0);
  let b = a;
  for (; x < last; x += GRANULE, y += GRANULE) {
    a = i8x16.add(a, i8x16.popcnt(bothHet(x, y)));
    b = i8x16.add(b, i8x16.popcnt(opposites(x, y)));
  }
  addTo(to + 4, sumLanes(closeCount(het, twos, ones, a)));
  addTo(to + 8, sumLanes(closeCount(opposite, twos2, ones2, b)));
}

/** Four vectors of what the codes of 64 samples add: 1 where heterozygous, 16 where missing. */
// @ts-ignore: decorator
@inline
function spread(codes: v128, to: usize): void {
  const table = i8x16(0, 16, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  const three = i8x16.splat(3);
  const a = i8x16.swizzle(table, v128.and(codes, three));
  const b = i8x16.swizzle(table, v128.and(i8x16.shr_u(codes, 2), three));
  const c = i8x16.swizzle(table, v128.and(i8x16.shr_u(codes, 4), three));
  const d = i8x16.swizzle(table, i8x16.shr_u(codes, 6));
  const ab = i8x16.shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
  const cd = i8x16.shuffle(c, d, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
  const ab2 = i8x16.shuffle(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
  const cd2 = i8x16.shuffle(c, d, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
  v128.store(to, i16x8.shuffle(ab, cd, 0, 8, 1, 9, 2, 10, 3, 11));
  v128.store(to, i16x8.shuffle(ab, cd, 4, 12, 5, 13, 6, 14, 7, 15), 16);
  v128.store(to, i16x8.shuffle(ab2, cd2, 0, 8, 1, 9, 2, 10, 3, 11), 32);
  v128.store(to, i16x8.shuffle(ab2, cd2, 4, 12, 5, 13, 6, 14, 7, 15), 48);
}

/** panels[panel][row] = a byte for each of 64 samples, from firstSample, a multiple of 64. */
export function fillKingPanels(
  rows: usize,
  bytesPerRow: i32,
  rowCount: i32,
  firstSample: i32,
  panelCount: i32,
  panels: usize,
): void {
  for (let panel = 0; panel < panelCount; panel++) {
    const byte = (firstSample >>> 2) + (panel << 4);
    for (let v = 0; v < rowCount; v++) {
      const row = rows + <usize>v * bytesPerRow;
      if (byte + 16 <= bytesPerRow) spread(v128.load(row + byte), panels);
      else {
        const word = byte >>> 3;
        const low = rowWord(row, bytesPerRow, word);
        const high: u64 = (word + 1) << 3 >= bytesPerRow ? -1 : rowWord(row, bytesPerRow, word + 1);
        spread(i64x2.replace_lane(i64x2.splat(low), 1, high), panels);
      }
      panels += PANEL;
    }
  }
}

/** Adds the lower and the upper halves of 16 bytes to 16 numbers of 16 bits each. */
// @ts-ignore: decorator
@inline
function addHalves(bytes: v128, to: usize): void {
  const low = v128.and(bytes, i8x16.splat(15));
  const high = i8x16.shr_u(bytes, 4);
  v128.store(to, i16x8.add(v128.load(to), i16x8.extend_low_i8x16_u(low)));
  v128.store(to, i16x8.add(v128.load(to, 16), i16x8.extend_high_i8x16_u(low)), 16);
  v128.store(to, i16x8.add(v128.load(to, 128), i16x8.extend_low_i8x16_u(high)), 128);
  v128.store(to, i16x8.add(v128.load(to, 144), i16x8.extend_high_i8x16_u(high)), 144);
}

/** to = over the listed variants, how many calls of each of a panel's samples are heterozygous, and 64 numbers on, missing. */
function addPanel(panel: usize, list: usize, from: u32, end: u32, to: usize): void {
  memory.fill(to, 0, 256);
  let p = list + (<usize>from << 2);
  const last = list + (<usize>end << 2);
  while (p < last) {
    const stop = min(last, p + (CALLS_A_BYTE << 2));
    let a = i32x4.splat(0);
    let b = a;
    let c = a;
    let d = a;
    for (; p < stop; p += 4) {
      const row = panel + (<usize>load<u32>(p) << 6);
      a = i8x16.add(a, v128.load(row));
      b = i8x16.add(b, v128.load(row, 16));
      c = i8x16.add(c, v128.load(row, 32));
      d = i8x16.add(d, v128.load(row, 48));
    }
    addHalves(a, to);
    addHalves(b, to + 32);
    addHalves(c, to + 64);
    addHalves(d, to + 96);
  }
}

/** What a panel's samples call of the variants that each of `count` samples misses: 256 bytes for each of those. */
function addPanels(side: usize, first: i32, count: i32, panel: usize, to: usize): void {
  const list = <usize>load<u32>(side, 8);
  const offsets = <usize>load<u32>(side, 12) + (<usize>first << 2);
  for (let i = 0; i < count; i++) {
    const from = load<u32>(offsets + (<usize>i << 2));
    addPanel(panel, list, from, load<u32>(offsets + (<usize>i << 2), 4), to);
    to += 256;
  }
}

// @ts-ignore: decorator
@inline
function addTo(at: usize, value: i32): void {
  store<i32>(at, load<i32>(at) + value);
}

/**
 * Adds counts of at most 65,535 variants, five 32-bit integers a pair. `diagonal` is the number of columns that come
 * before the first row. A side is five addresses of 32 bits: planes, totals, list and offsets of missing calls, panels.
 * `room` is 32 KiB.
 */
export function kingCounts(
  rows: usize,
  rowCount: i32,
  columns: usize,
  columnCount: i32,
  diagonal: i32,
  variants: i32,
  room: usize,
  counts: usize,
): void {
  const granules = <usize>((variants + 127) >>> 7);
  const planeBytes = granules * GRANULE;
  const panelBytes = <usize>variants * PANEL;
  const ofColumns = room + 256 * PANEL;
  for (let top = 0; top < rowCount; top += PANEL) {
    const bottom = min(rowCount, top + PANEL);
    for (let left = 0; left < min(columnCount, diagonal + bottom - 1); left += PANEL) {
      const right = min(columnCount, left + PANEL);
      const rowPanel = <usize>load<u32>(rows, 16) + <usize>(top / PANEL) * panelBytes;
      const columnPanel = <usize>load<u32>(columns, 16) + <usize>(left / PANEL) * panelBytes;
      addPanels(rows, top, bottom - top, columnPanel, ofColumns);
      addPanels(columns, left, right - left, rowPanel, room);
      for (let i = top; i < bottom; i++) {
        const x = <usize>load<u32>(rows) + <usize>i * planeBytes;
        const xTotals = <usize>load<u32>(rows, 4) + (<usize>i << 3);
        const end = min(right, diagonal + i);
        for (let j = left; j < end; j++) {
          const to = counts + <usize>(i * columnCount + j) * 20;
          const yTotals = <usize>load<u32>(columns, 4) + (<usize>j << 3);
          const ofX = room + (<usize>(j - left) << 8) + (<usize>(i - top) << 1);
          const ofY = ofColumns + (<usize>(i - top) << 8) + (<usize>(j - left) << 1);
          kingPair(x, <usize>load<u32>(columns) + <usize>j * planeBytes, granules, to);
          addTo(to, load<i32>(xTotals) + load<i32>(yTotals) - variants + load<u16>(ofX, 128));
          addTo(to + 12, load<i32>(xTotals, 4) - load<u16>(ofX));
          addTo(to + 16, load<i32>(yTotals, 4) - load<u16>(ofY));
        }
      }
    }
  }
}
