/** Rows from one to before another. */
export function range(from: number, end: number): Uint32Array {
  return Uint32Array.from({ length: Math.max(0, end - from) }, (_, i) => from + i);
}
