/** The low bit of each of the 32 codes of a word. */
// @ts-ignore: decorator
@inline
export const LOW: u64 = 0x5555555555555555;

/** Eight bytes of a row, 32 samples; past the row's end all bits are set, which is code 0b11. Reads nothing beyond the row. */
// @ts-ignore: decorator
@inline
export function rowWord(row: usize, bytesPerRow: i32, index: i32): u64 {
  const rest = bytesPerRow - (index << 3);
  if (rest >= 8) return load<u64>(row + (<usize>index << 3));
  const gap = <u64>(8 - rest) << 3;
  return (load<u64>(row + bytesPerRow - 8) >> gap) | ~(<u64>-1 >> gap);
}
