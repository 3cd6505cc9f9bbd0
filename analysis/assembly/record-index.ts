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
