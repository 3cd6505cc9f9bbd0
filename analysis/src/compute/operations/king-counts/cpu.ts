import { bitCount } from "../../bit-count.ts";
import { tileSize } from "../../sample-tile.ts";
import type { PackedBlock } from "../../packed.ts";
import { COUNTS_A_PAIR, type KingCountsInput } from "./index.ts";

export function kingCountsCpu({ block, tile }: KingCountsInput): Int32Array {
  const rows = samplePlanes(block, tile.rowStart, tile.rowEnd);
  const columns = samplePlanes(block, tile.columnStart, tile.columnEnd);
  const words = Math.ceil(block.count / 32);
  const counts = new Int32Array(tileSize(tile) * COUNTS_A_PAIR);
  const width = tile.columnEnd - tile.columnStart;
  for (let i = tile.rowStart; i < tile.rowEnd; i++) {
    for (let j = tile.columnStart; j < Math.min(i, tile.columnEnd); j++) {
      let [n, hetHet, opposite, hetRow, hetColumn] = [0, 0, 0, 0, 0];
      for (let k = 0; k < words; k++) {
        const a = (i - tile.rowStart) * words + k;
        const b = (j - tile.columnStart) * words + k;
        const [hetA, hetB] = [rows.het[a], columns.het[b]];
        const [homA, homB] = [rows.homozygous[a], columns.homozygous[b]];
        hetHet += bitCount(hetA & hetB);
        hetRow += bitCount(hetA & (homB | hetB));
        hetColumn += bitCount(hetB & (homA | hetA));
        n += bitCount((homA | hetA) & (homB | hetB));
        opposite += bitCount(homA & homB & (rows.none[a] ^ columns.none[b]));
      }
      const at = ((i - tile.rowStart) * width + j - tile.columnStart) * COUNTS_A_PAIR;
      counts.set([n, hetHet, opposite, hetRow, hetColumn], at);
    }
  }
  return counts;
}

interface SamplePlanes {
  readonly het: Uint32Array;
  readonly homozygous: Uint32Array;
  readonly none: Uint32Array;
}

/** A row of bits per sample, a bit a variant. */
function samplePlanes(block: PackedBlock, from: number, to: number): SamplePlanes {
  const { count, bytesPerVariant, packed } = block;
  const words = Math.ceil(count / 32);
  const plane = (): Uint32Array => new Uint32Array((to - from) * words);
  const planes = { het: plane(), homozygous: plane(), none: plane() };
  for (let v = 0; v < count; v++) {
    const bit = 1 << (v & 31);
    for (let i = from; i < to; i++) {
      const code = (packed[v * bytesPerVariant + (i >> 2)] >> (2 * (i & 3))) & 3;
      const at = (i - from) * words + (v >> 5);
      if (code === 2) planes.het[at] |= bit;
      if (code === 0 || code === 3) planes.homozygous[at] |= bit;
      if (code === 3) planes.none[at] |= bit;
    }
  }
  return planes;
}
