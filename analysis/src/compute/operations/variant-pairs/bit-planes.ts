import { exclusionBytes, type PackedBlock } from "../../packed.ts";

/**
 * Rows as three planes of bits, ⌈n / 32⌉ words each: `called`, `homozygous`, and in `homozygous` those of the allele
 * that is not counted, `none`. With genotypes less one, x − 1 ∈ {−1, 0, 1}, homozygous is |x − 1| and none its sign.
 */
export interface BitPlanes {
  readonly words: number;
  readonly called: Uint32Array;
  readonly homozygous: Uint32Array;
  readonly none: Uint32Array;
}

export function bitPlanes(block: PackedBlock, included?: Uint8Array): BitPlanes {
  const { count, sampleCount, bytesPerVariant, packed } = block;
  const words = Math.ceil(sampleCount / 32);
  const exclusion = exclusionBytes(sampleCount, included);
  const called = new Uint32Array(count * words);
  const homozygous = new Uint32Array(count * words);
  const none = new Uint32Array(count * words);
  for (let v = 0; v < count; v++) {
    for (let i = 0; i < sampleCount; i++) {
      const shift = 2 * (i & 3);
      if (((exclusion[i >> 2] >> shift) & 3) !== 0) continue;
      const code = (packed[v * bytesPerVariant + (i >> 2)] >> shift) & 3;
      const at = v * words + (i >> 5);
      const bit = 1 << (i & 31);
      if (code !== 1) called[at] |= bit;
      if (code === 0 || code === 3) homozygous[at] |= bit;
      if (code === 3) none[at] |= bit;
    }
  }
  return { words, called, homozygous, none };
}
