import { LOW, rowWord } from "./rows";

/** Codes 2, 1 and missing of a row. Its own function, which V8 replaces by an optimised one while a block is being counted. */
export function countRow(row: usize, bytesPerRow: i32, twos: usize, ones: usize, missing: usize): void {
  const words = (bytesPerRow + 7) >>> 3;
  const full = bytesPerRow >>> 3;
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
  store<i32>(twos, <i32>(<i64>(32 * words) - low - high + both));
  store<i32>(ones, <i32>(high - both));
  store<i32>(missing, <i32>(low - both));
}

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
  for (let v = 0; v < rowCount; v++) {
    if (kinds && load<u8>(kinds + v)) continue;
    const at = <usize>v << 2;
    countRow(rows + <usize>v * bytesPerRow, bytesPerRow, twos + at, ones + at, missing + at);
  }
}
