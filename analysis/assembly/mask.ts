/** Copies rows with `exclusion` or-ed onto each: left-out samples become code 0b11. */
export function maskRows(
  rows: usize,
  bytesPerRow: i32,
  rowCount: i32,
  exclusion: usize,
  target: usize,
): void {
  const full = bytesPerRow & ~15;
  for (let v = 0; v < rowCount; v++) {
    let j = 0;
    for (; j < full; j += 16) {
      v128.store(target + j, v128.or(v128.load(rows + j), v128.load(exclusion + j)));
    }
    for (; j < bytesPerRow; j++) {
      store<u8>(target + j, load<u8>(rows + j) | load<u8>(exclusion + j));
    }
    rows += bytesPerRow;
    target += bytesPerRow;
  }
}
