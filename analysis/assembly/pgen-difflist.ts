import { LOW } from "./rows";

/** Mean gap between samples below which eight gaps are read at once. */
const CLOSE: u32 = 48;

/** Where reading stopped: after the last difflist or track that was read. */
export let trackEnd: usize = 0;

export function setTrackEnd(at: usize): void {
  trackEnd = at;
}

/** Values of a base-128 number and where it ends, which is `trackEnd`. */
// @ts-ignore: decorator
@inline
export function varint(at: usize): u32 {
  let byte = <u32>load<u8>(at++);
  let value = byte & 127;
  for (let shift: u32 = 7; byte >= 128 && shift < 32; shift += 7) {
    byte = load<u8>(at++);
    value |= (byte & 127) << shift;
  }
  trackEnd = at;
  return byte >= 128 ? -1 : value;
}

/** Sixteen or 32 categories as PLINK 1's codes: 0, 1, 2, 3 become 3, 2, 0, 1. */
// @ts-ignore: decorator
@inline
function codesOf(categories: u64): u64 {
  return ~((categories & ~LOW) | ((categories ^ (categories >> 1)) & LOW));
}

/** Sums of the first one, two, … eight bytes, as numbers of 16 bits; none of them is above 127. */
// @ts-ignore: decorator
@inline
function runningSums(bytes: v128): v128 {
  let sums = i16x8.extend_low_i8x16_u(bytes);
  const none = i16x8.splat(0);
  sums = i16x8.add(sums, i16x8.shuffle(none, sums, 0, 8, 9, 10, 11, 12, 13, 14));
  sums = i16x8.add(sums, i16x8.shuffle(none, sums, 0, 1, 8, 9, 10, 11, 12, 13));
  return i16x8.add(sums, i16x8.shuffle(none, sums, 0, 1, 2, 3, 8, 9, 10, 11));
}

/** The first eight categories. */
// @ts-ignore: decorator
@inline
function eightOf(categories: u64): v128 {
  const shifted = i16x8.mul(i16x8.splat(<i16>categories), i16x8(16384, 4096, 1024, 256, 64, 16, 4, 1));
  return i16x8.shr_u(shifted, 14);
}

/**
 * Lists a difflist as sample × 4 + category, ascending, 32 bits each; category 0 where it has none; as PLINK 1's codes where
 * `isAsCodes`. Returns how many, −1 when it is damaged. Reads up to 320 bytes past `end`, where memory must go on; `list` has
 * room for `most` and 64 more.
 */
export function readDifflist(
  at: usize,
  end: usize,
  sampleCount: u32,
  hasCategories: bool,
  most: u32,
  list: usize,
  isAsCodes: bool = false,
): i32 {
  if (at >= end) return -1;
  const length = varint(at);
  if (length > most || length > sampleCount) return -1;
  if (length == 0) return 0;
  const groups = (length + 63) >>> 6;
  const idBytes: usize = sampleCount <= 256 ? 1 : sampleCount <= 65536 ? 2 : sampleCount <= 16777216 ? 3 : 4;
  let ids = trackEnd;
  let categories = ids + <usize>groups * idBytes + (groups - 1);
  let next = hasCategories ? categories + ((length + 3) >>> 2) : categories;
  if (next > end) return -1;
  // Where eight gaps in a row most often take a byte each.
  const isClose = sampleCount / length < CLOSE;
  let low: u64 = 0;
  let high: u64 = 0;
  let floor: u32 = 0;
  for (let first: u32 = 0; first < length; first += 64) {
    const size = min<u32>(64, length - first);
    if (hasCategories) {
      low = load<u64>(categories);
      high = load<u64>(categories, 8);
      categories += 16;
      if (isAsCodes) {
        low = codesOf(low);
        high = codesOf(high);
      }
    }
    let id: u32 =
      idBytes == 2 ? load<u16>(ids) : idBytes == 1 ? load<u8>(ids) : idBytes == 3 ? load<u32>(ids) & 0xffffff : load<u32>(ids);
    ids += idBytes;
    if (id < floor || id >= sampleCount) return -1;
    store<u32>(list, (id << 2) | (<u32>low & 3));
    list += 4;
    for (let i: u32 = 1; i < size; i++) {
      low = (low >> 2) | (high << 62);
      high >>= 2;
      if (isClose) {
        while (i + 8 <= size) {
          const bytes = v128.load64_zero(next);
          // Bytes of 1 … 127.
          if (i8x16.bitmask(i8x16.gt_s(bytes, i8x16.splat(0))) != 0xff) break;
          const sums = runningSums(bytes);
          const own = i16x8.add(i16x8.shl(sums, 2), eightOf(low));
          const before = i32x4.splat(id << 2);
          v128.store(list, i32x4.add(before, i32x4.extend_low_i16x8_u(own)));
          v128.store(list, i32x4.add(before, i32x4.extend_high_i16x8_u(own)), 16);
          id += <u32>i16x8.extract_lane_u(sums, 7);
          if (id >= sampleCount) return -1;
          next += 8;
          list += 32;
          i += 8;
          low = (low >> 16) | (high << 48);
          high >>= 16;
        }
        if (i >= size) break;
      }
      // One byte or two, whichever, without a branch.
      const two = load<u16>(next);
      const hasMore: u32 = (two >> 7) & 1;
      let delta: u32 = (two & 127) | ((two >> 1) & 0x3f80 & -hasMore);
      next += 1 + hasMore;
      if (two & (hasMore << 15)) {
        for (let shift: u32 = 14; ; shift += 7) {
          const byte: u32 = load<u8>(next);
          next++;
          delta |= (byte & 127) << shift;
          if (byte < 128) break;
          if (shift >= 28) return -1;
        }
      }
      if (delta - 1 >= sampleCount - 1 - id) return -1;
      id += delta;
      store<u32>(list, (id << 2) | (<u32>low & 3));
      list += 4;
    }
    if (next > end) return -1;
    floor = id + 1;
  }
  trackEnd = next;
  return <i32>length;
}
