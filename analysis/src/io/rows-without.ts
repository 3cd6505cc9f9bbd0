/** Rows 0 … count − 1 but those that are left out; undefined when none is. */
export function rowsWithout(
  count: number,
  ...leftOut: readonly Uint32Array[]
): Uint32Array | undefined {
  const isLeftOut = new Uint8Array(count);
  for (const rows of leftOut) for (const row of rows) isLeftOut[row] = 1;
  if (leftOut.every(({ length }) => length === 0)) return undefined;
  const kept: number[] = [];
  for (let row = 0; row < count; row++) if (isLeftOut[row] === 0) kept.push(row);
  return Uint32Array.from(kept);
}
