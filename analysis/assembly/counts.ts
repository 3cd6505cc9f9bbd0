import { LOW, rowWord } from "./rows";

/**
 * How often a row has each of the codes 2, 1 and missing, as 32-bit integers; bits past the last sample must be set. Rows
 * that `kinds` has listed keep theirs; 0: none is.
 */
export function countRows(
  rows: usize,
  bytesPerRow: i32,
  rowCount: i32,
  twos: usize,
  ones: usize,
  missing: usize,
  kinds: usize,
): void {
  const words = (bytesPerRow + 7) >>> 3;
  const full = bytesPerRow >>> 3;
  for (let v = 0; v < rowCount; v++) {
    if (kinds && load<u8>(kinds + v)) continue;
    const row = rows + <usize>v * bytesPerRow;
    let low: i64 = 0;
    let high: i64 = 0;
    let both: i64 = 0;
    for (let i = 0; i < full; i++) {
      const word = load<u64>(row + (<usize>i << 3));
      low += popcnt<i64>(word & LOW);
      high += popcnt<i64>(word & ~LOW);
      both += popcnt<i64>(word & (word >> 1) & LOW);
    }
    if (full < words) {
      const word = rowWord(row, bytesPerRow, full);
      low += popcnt<i64>(word & LOW);
      high += popcnt<i64>(word & ~LOW);
      both += popcnt<i64>(word & (word >> 1) & LOW);
    }
    const at = <usize>v << 2;
    store<i32>(twos + at, <i32>(<i64>(32 * words) - low - high + both));
    store<i32>(ones + at, <i32>(high - both));
    store<i32>(missing + at, <i32>(low - both));
  }
}
