import type { PackedBlock } from "./packed.ts";

const HAS_MISSING = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number([0, 2, 4, 6].some((shift) => ((byte >> shift) & 3) === 1)),
);

/** Writes the indices of the samples that row `v` misses into `list`, ascending; returns how many. */
export function missingSamples(block: PackedBlock, v: number, list: Int32Array): number {
  const { bytesPerVariant, packed } = block;
  const start = v * bytesPerVariant;
  let count = 0;
  for (let j = 0; j < bytesPerVariant; j++) {
    const byte = packed[start + j];
    if (HAS_MISSING[byte] === 0) continue;
    for (let k = 0; k < 4; k++) if (((byte >> (2 * k)) & 3) === 1) list[count++] = 4 * j + k;
  }
  return count;
}
