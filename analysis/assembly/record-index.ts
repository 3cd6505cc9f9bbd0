/**
 * Where records lie relative to the first one: starts[v] and ends[v] from `count` + 1 offsets, 64-bit floats. Returns the
 * last of them that refers to none before it, −1 when there is none.
 */
export function placeRecords(offsets: usize, types: usize, count: i32, starts: usize, ends: usize): i32 {
  const first = load<f64>(offsets);
  let last = -1;
  let from: u32 = 0;
  for (let v = 0; v < count; v++) {
    const end = <u32>(load<f64>(offsets + (<usize>v << 3), 8) - first);
    store<u32>(starts + (<usize>v << 2), from);
    store<u32>(ends + (<usize>v << 2), end);
    from = end;
    if ((<u32>load<u8>(types + v) & 6) != 2) last = v;
  }
  return last;
}

/** Types of two records a byte, the first one in the lower half, as a byte each. */
export function unpackRecordTypes(packed: usize, count: i32, types: usize): void {
  const pairs = count >> 1;
  for (let i = 0; i < pairs; i++) {
    const two = <u32>load<u8>(packed + i);
    store<u16>(types + (<usize>i << 1), (two & 15) | ((two >> 4) << 8));
  }
  if (count & 1) store<u8>(types + count - 1, load<u8>(packed + pairs) & 15);
}

/**
 * Where records start, 64-bit floats, from their lengths of `width` bytes each; reads three bytes beyond. Returns where the
 * last one ends.
 */
export function addRecordLengths(lengths: usize, width: i32, count: i32, offset: f64, offsets: usize): f64 {
  const mask: u32 = width == 4 ? 0xffffffff : (1 << (width << 3)) - 1;
  for (let v = 0; v < count; v++) {
    store<f64>(offsets + (<usize>v << 3), offset);
    offset += <f64>(load<u32>(lengths) & mask);
    lengths += width;
  }
  return offset;
}
