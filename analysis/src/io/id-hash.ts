const DOT = 46;
const FACTOR = 0x9e3779b1;

/** Of the bytes of a variant's id, never 0; 0 for ".", which is no id. The kernel computes the same. */
export function idHash(bytes: Uint8Array, from: number, to: number): number {
  if (to - from === 1 && bytes[from] === DOT) return 0;
  let hash = 0;
  for (let at = from; at < to; at += 4) {
    let word = 0;
    for (let i = Math.min(at + 4, to) - 1; i >= at; i--) word = (word << 8) | bytes[i];
    // Twice: ids of numbers differ in few bits, which once moves to few others.
    const product = Math.imul(hash ^ word, FACTOR);
    hash = Math.imul(product ^ (product >>> 16), FACTOR);
  }
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
    let place = Math.imul(hash, FACTOR) >>> (32 - bits);
    while (table[place] !== 0 && hashes[table[place] - 1] !== hash) place = (place + 1) & mask;
    if (table[place] === 0) table[place] = row + 1;
    else visit(row, table[place] - 1);
  }
}

/** Of the number of places of a table for so many hashes, its logarithm. */
export function tableBits(count: number): number {
  return Math.ceil(Math.log2(2 * count + 2));
}
