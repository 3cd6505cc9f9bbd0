/**
 * Prepares the narrowing of packed rows to some samples.
 *
 * Each source byte (four samples) goes through a table [which of the four are kept][byte] → their codes moved together,
 * so a row costs one look-up a source byte and not one a sample.
 *
 * @param kept - ascending positions of the kept samples in a row
 * @param sampleCount - samples in a source row
 * @returns a function that fills `target` with the narrowed rows of `rows` and returns it
 */
export function keepSamples(
  kept: Uint32Array,
  sampleCount: number,
): (rows: Uint8Array, target: Uint8Array) => Uint8Array {
  const sourceBytes = Math.ceil(sampleCount / 4);
  const targetBytes = Math.ceil(kept.length / 4);
  const masks = new Uint8Array(sourceBytes);
  for (const position of kept) masks[position >> 2] |= 1 << (position & 3);
  // Only source bytes that hold a kept sample are visited.
  const visited = Uint32Array.from(masks.keys()).filter((byte) => masks[byte] !== 0);
  const tableStart = Uint16Array.from(visited, (byte) => masks[byte] << 8);
  const bitsKept = Uint8Array.from(visited, (byte) => 2 * POPULATION[masks[byte]]);

  const compacted = compactionTable();

  return (rows, target) => {
    const rowCount = sourceBytes === 0 ? 0 : Math.floor(rows.length / sourceBytes);
    for (let row = 0; row < rowCount; row++) {
      const from = row * sourceBytes;
      let to = row * targetBytes;
      let gathered = 0;
      let bits = 0;
      for (let i = 0; i < visited.length; i++) {
        gathered |= compacted[tableStart[i] | rows[from + visited[i]]] << bits;
        bits += bitsKept[i];
        if (bits >= 8) {
          target[to++] = gathered;
          gathered >>>= 8;
          bits -= 8;
        }
      }
      if (bits > 0) target[to] = gathered;
    }
    return target;
  };
}

const POPULATION = Uint8Array.from({ length: 16 }, (_, mask) => {
  return (mask & 1) + ((mask >> 1) & 1) + ((mask >> 2) & 1) + (mask >> 3);
});

function compactionTable(): Uint8Array {
  const table = new Uint8Array(16 * 256);
  for (let mask = 0; mask < 16; mask++) {
    for (let byte = 0; byte < 256; byte++) {
      let moved = 0;
      let bits = 0;
      for (let sample = 0; sample < 4; sample++) {
        if (!((mask >> sample) & 1)) continue;
        moved |= ((byte >> (2 * sample)) & 3) << bits;
        bits += 2;
      }
      table[(mask << 8) | byte] = moved;
    }
  }
  return table;
}
