import { bitCount } from "../compute/bit-count.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";

/** Genotypes as bits, 32 samples a word: one plane where a sample has one copy, one where it has two, one where it is called. */
export interface BitPlanes {
  readonly words: number;
  readonly one: Uint32Array;
  readonly two: Uint32Array;
  readonly called: Uint32Array;
}

/** All rows of a small panel. @param included - 1 for each sample to count; everyone when left out */
export async function bitPlanes(
  panel: Genotypes,
  included: Uint8Array | undefined,
): Promise<BitPlanes> {
  const { count } = panel.variants;
  const words = Math.ceil(panel.samples.count / 32);
  const planes = {
    words,
    one: new Uint32Array(count * words),
    two: new Uint32Array(count * words),
    called: new Uint32Array(count * words),
  };
  for await (const block of panel.blocks()) {
    for (let v = 0; v < block.count; v++) {
      const row = block.packed.subarray(v * block.bytesPerVariant, (v + 1) * block.bytesPerVariant);
      fillPlanes(planes, (block.start + v) * words, row, block.sampleCount, included);
    }
  }
  return planes;
}

function fillPlanes(
  { one, two, called }: BitPlanes,
  start: number,
  row: Uint8Array,
  sampleCount: number,
  included: Uint8Array | undefined,
): void {
  for (let i = 0; i < sampleCount; i++) {
    if (included?.[i] === 0) continue;
    const code = (row[i >> 2] >> (2 * (i & 3))) & 3;
    const at = start + (i >> 5);
    const bit = 1 << (i & 31);
    if (code !== 0b01) called[at] |= bit;
    if (code === 0b10) one[at] |= bit;
    if (code === 0b00) two[at] |= bit;
  }
}

/** Samples by copies of two variants' effect alleles: 3 × those of v + those of w. */
export function pairTable(
  { words, one, two, called }: BitPlanes,
  v: number,
  w: number,
  table: Float64Array,
): void {
  let [both, ones, twos, oneTwo, twoOne] = [0, 0, 0, 0, 0];
  let [oneV, twoV, oneW, twoW] = [0, 0, 0, 0];
  const [a, b] = [v * words, w * words];
  for (let i = 0; i < words; i++) {
    const seen = called[a + i] & called[b + i];
    const [x1, x2, y1, y2] = [one[a + i], two[a + i], one[b + i], two[b + i]];
    both += bitCount(seen);
    ones += bitCount(x1 & y1);
    twos += bitCount(x2 & y2);
    oneTwo += bitCount(x1 & y2);
    twoOne += bitCount(x2 & y1);
    oneV += bitCount(x1 & seen);
    twoV += bitCount(x2 & seen);
    oneW += bitCount(y1 & seen);
    twoW += bitCount(y2 & seen);
  }
  table[8] = twos;
  table[7] = twoOne;
  table[5] = oneTwo;
  table[4] = ones;
  table[6] = twoV - twos - twoOne;
  table[3] = oneV - ones - oneTwo;
  table[2] = twoW - twos - oneTwo;
  table[1] = oneW - ones - twoOne;
  table[0] = both - oneV - twoV - table[1] - table[2];
}
