import { sumLanes } from "./byte-sums";

// Rows as lists of the samples that differ from nearly all others. Of row v, kinds[v] says what the samples have that are not
// listed; entries offsets[v] … offsets[v + 1] − 1 are sample × 4 + code, ascending.

/** Not listed. */
export const DENSE: u32 = 0;
export const NO_COPY: u32 = 1;
export const TWO_COPIES: u32 = 2;

// @ts-ignore: decorator
@inline
export function entriesFrom(offsets: usize, entries: usize, v: i32): usize {
  return entries + (<usize>load<u32>(offsets + (<usize>v << 2)) << 2);
}

/** Counts of listed rows; other rows keep theirs. */
export function countListedRows(
  kinds: usize,
  offsets: usize,
  entries: usize,
  count: i32,
  sampleCount: i32,
  twos: usize,
  ones: usize,
  missing: usize,
): void {
  for (let v = 0; v < count; v++) {
    const kind = <u32>load<u8>(kinds + v);
    if (kind == DENSE) continue;
    const end = entriesFrom(offsets, entries, v + 1);
    let p = entriesFrom(offsets, entries, v);
    const length = <i32>((end - p) >> 2);
    const bit = i32x4.splat(1);
    let lows = i32x4.splat(0);
    let highs = lows;
    let boths = lows;
    for (; p + 16 <= end; p += 16) {
      const four = v128.load(p);
      const upper = i32x4.shr_u(four, 1);
      lows = i32x4.add(lows, v128.and(four, bit));
      highs = i32x4.add(highs, v128.and(upper, bit));
      boths = i32x4.add(boths, v128.and(v128.and(four, upper), bit));
    }
    let low = sumLanes(lows);
    let high = sumLanes(highs);
    let both = sumLanes(boths);
    for (; p < end; p += 4) {
      const entry = load<i32>(p);
      low += entry & 1;
      high += (entry >> 1) & 1;
      both += entry & (entry >> 1) & 1;
    }
    const at = <usize>v << 2;
    store<i32>(twos + at, kind == TWO_COPIES ? sampleCount - low - high + both : length - low - high + both);
    store<i32>(ones + at, high - both);
    store<i32>(missing + at, low - both);
  }
}

/** Writes listed rows as packed ones, codes past the last sample 0b11; other rows keep theirs. */
export function packListedRows(
  kinds: usize,
  offsets: usize,
  entries: usize,
  count: i32,
  sampleCount: i32,
  rows: usize,
): void {
  const bytesPerRow = (sampleCount + 3) >>> 2;
  const rest = sampleCount & 3;
  const padding = rest ? 0xff & ~((1 << (2 * rest)) - 1) : 0;
  for (let v = 0; v < count; v++) {
    const kind = <u32>load<u8>(kinds + v);
    if (kind == DENSE) continue;
    const row = rows + <usize>v * bytesPerRow;
    const unlisted: u32 = kind == NO_COPY ? 3 : 0;
    memory.fill(row, <u8>(unlisted * 0x55), bytesPerRow);
    const end = entriesFrom(offsets, entries, v + 1);
    for (let p = entriesFrom(offsets, entries, v); p < end; p += 4) {
      const entry = load<u32>(p);
      const at = row + (entry >> 4);
      store<u8>(at, <u8>(<u32>load<u8>(at) ^ (((entry & 3) ^ unlisted) << ((entry >> 1) & 6))));
    }
    const last = row + bytesPerRow - 1;
    store<u8>(last, load<u8>(last) | padding);
  }
}

/** Copies the entries of samples whose exclusion bits are not set; the kernel writes one entry more than it keeps. */
export function maskListedRows(
  offsets: usize,
  entries: usize,
  count: i32,
  exclusion: usize,
  keptOffsets: usize,
  keptEntries: usize,
): void {
  let to = keptEntries;
  store<u32>(keptOffsets, 0);
  for (let v = 0; v < count; v++) {
    const end = entriesFrom(offsets, entries, v + 1);
    for (let p = entriesFrom(offsets, entries, v); p < end; p += 4) {
      const entry = load<u32>(p);
      store<u32>(to, entry);
      const isOut = (<usize>load<u8>(exclusion + (entry >> 4)) >> ((entry >> 1) & 6)) & 1;
      to += 4 - (isOut << 2);
    }
    store<u32>(keptOffsets + (<usize>v << 2), <u32>((to - keptEntries) >> 2), 4);
  }
}
