import { rowWord } from "./rows";

const LOW: u64 = 0x5555555555555555;

/** counts[v] = { twos, ones, missing, 0 } of each row, as 32-bit integers; bits past the last sample must be set. */
export function countRows(rows: usize, bytesPerRow: i32, rowCount: i32, counts: usize): void {
  const words = (bytesPerRow + 7) >>> 3;
  for (let v = 0; v < rowCount; v++) {
    const row = rows + <usize>v * bytesPerRow;
    let low: i64 = 0;
    let high: i64 = 0;
    let both: i64 = 0;
    for (let i = 0; i < words; i++) {
      const word = rowWord(row, bytesPerRow, i);
      low += popcnt<i64>(word & LOW);
      high += popcnt<i64>((word >> 1) & LOW);
      both += popcnt<i64>(word & (word >> 1) & LOW);
    }
    const missing = <i32>(low - both);
    const ones = <i32>(high - both);
    store<i32>(counts, 32 * words - <i32>both - missing - ones);
    store<i32>(counts, ones, 4);
    store<i32>(counts, missing, 8);
    store<i32>(counts, 0, 12);
    counts += 16;
  }
}
