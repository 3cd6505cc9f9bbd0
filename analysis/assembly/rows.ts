/**
 * Eight bytes of a row, 32 samples; past the row's end all bits are set, which is code 0b11.
 * Reads up to seven bytes beyond the row: rows lie in memory that goes on.
 */
// @ts-ignore: decorator
@inline
export function rowWord(row: usize, bytesPerRow: i32, index: i32): u64 {
  const rest = bytesPerRow - (index << 3);
  const word = load<u64>(row + (<usize>index << 3));
  return rest >= 8 ? word : word | (<u64>-1 << (<u64>rest << 3));
}
