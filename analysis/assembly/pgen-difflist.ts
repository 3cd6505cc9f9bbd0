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

/**
 * Lists a difflist as sample × 4 + category, ascending, 32 bits each; category 0 where it has none. Returns how many, −1
 * when it is damaged. Reads up to 320 bytes past `end`, where memory must go on; `list` has room for `most` and 64 more.
 */
export function readDifflist(
  at: usize,
  end: usize,
  sampleCount: u32,
  hasCategories: bool,
  most: u32,
  list: usize,
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
  let low: u64 = 0;
  let high: u64 = 0;
  let floor: u32 = 0;
  for (let first: u32 = 0; first < length; first += 64) {
    const size = min<u32>(64, length - first);
    if (hasCategories) {
      low = load<u64>(categories);
      high = load<u64>(categories, 8);
      categories += 16;
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
      let delta: u32 = load<u8>(next);
      next++;
      if (delta >= 128) {
        delta &= 127;
        for (let shift: u32 = 7; ; shift += 7) {
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
