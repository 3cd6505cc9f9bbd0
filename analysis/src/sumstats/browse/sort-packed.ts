import type { Steps } from "./steps.ts";

/** Sorted at once; a native sort of so many takes some hundredths of a second. */
const PIECE = 1 << 18;

/**
 * Sorts numbers of 64 bits natively, ten times as fast as a sort by comparison, in pieces of neighbouring upper halves, so
 * that it can be stopped between them.
 */
export function* sortPacked(packed: BigUint64Array): Steps<BigUint64Array> {
  const n = packed.length;
  if (n <= PIECE) return packed.sort();
  const words = new Uint32Array(packed.buffer, packed.byteOffset, 2 * n);
  const sizes = new Uint32Array(1 << 16);
  for (let k = 0; k < n; k++) sizes[words[2 * k + 1] >>> 16]++;
  const pieceOf = new Uint16Array(sizes.length);
  const starts = [0];
  let filled = 0;
  sizes.forEach((size, digit) => {
    if (filled - starts.at(-1)! >= PIECE) starts.push(filled);
    pieceOf[digit] = starts.length - 1;
    filled += size;
  });
  yield 0.1;
  const sorted = new BigUint64Array(n);
  const moved = new Uint32Array(sorted.buffer);
  const next = Uint32Array.from(starts);
  for (let k = 0; k < n; k++) {
    const to = next[pieceOf[words[2 * k + 1] >>> 16]]++;
    moved[2 * to] = words[2 * k];
    moved[2 * to + 1] = words[2 * k + 1];
  }
  for (let p = 0; p < starts.length; p++) {
    yield 0.2 + (0.8 * p) / starts.length;
    sorted.subarray(starts[p], starts[p + 1] ?? n).sort();
  }
  return sorted;
}
