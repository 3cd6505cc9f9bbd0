const DOT = 46;

/** Of the bytes of a variant's id, never 0; 0 for ".", which is no id. The kernel computes the same. */
export function idHash(bytes: Uint8Array, from: number, to: number): number {
  if (to - from === 1 && bytes[from] === DOT) return 0;
  let hash = 0;
  for (let i = from; i < to; i++) hash = (Math.imul(hash, 31) + bytes[i]) | 0;
  return hash >>> 0 || 1;
}

/** Visits every row whose hash a row before it has, with the first such; 0 is no hash. */
export function pairHashes(hashes: Uint32Array, visit: (row: number, first: number) => void): void {
  // An open table of at least twice as many places; 0 marks a free one.
  const bits = tableBits(hashes.length);
  const table = new Uint32Array(2 ** bits);
  const mask = table.length - 1;
  for (let row = 0; row < hashes.length; row++) {
    const hash = hashes[row];
    if (hash === 0) continue;
    let place = Math.imul(hash, 0x9e3779b1) >>> (32 - bits);
    while (table[place] !== 0 && hashes[table[place] - 1] !== hash) place = (place + 1) & mask;
    if (table[place] === 0) table[place] = row + 1;
    else visit(row, table[place] - 1);
  }
}

/** Of the number of places of a table for so many hashes, its logarithm. */
export function tableBits(count: number): number {
  return Math.ceil(Math.log2(2 * count + 2));
}
