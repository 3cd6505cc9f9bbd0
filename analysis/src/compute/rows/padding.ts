/** Sets the bits past the last sample of every row, which readers leave as the file has them. */
export function setPadding(rows: Uint8Array, sampleCount: number): void {
  const rest = sampleCount & 3;
  if (rest === 0) return;
  const bytesPerRow = Math.ceil(sampleCount / 4);
  const padding = 0xff & ~((1 << (2 * rest)) - 1);
  for (let last = bytesPerRow - 1; last < rows.length; last += bytesPerRow) rows[last] |= padding;
}
