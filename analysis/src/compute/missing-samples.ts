import type { PackedBlock } from "./packed.ts";

const HAS_MISSING = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number([0, 2, 4, 6].some((shift) => ((byte >> shift) & 3) === 1)),
);

/** Writes the samples that row `v` has neither a call nor a dosage of into `list`, ascending; returns how many. */
export function missingSamples(block: PackedBlock, v: number, list: Int32Array): number {
  const { bytesPerVariant, packed } = block;
  const start = v * bytesPerVariant;
  let count = 0;
  for (let j = 0; j < bytesPerVariant; j++) {
    const byte = packed[start + j];
    if (HAS_MISSING[byte] === 0) continue;
    for (let k = 0; k < 4; k++) if (((byte >> (2 * k)) & 3) === 1) list[count++] = 4 * j + k;
  }
  return block.dosages ? withoutDosages(block.dosages, v, list, count) : count;
}

function withoutDosages(
  { offsets, samples }: NonNullable<PackedBlock["dosages"]>,
  v: number,
  list: Int32Array,
  count: number,
): number {
  const end = offsets[v + 1];
  let e = offsets[v];
  let kept = 0;
  for (let i = 0; i < count; i++) {
    while (e < end && samples[e] < list[i]) e++;
    if (e === end || samples[e] !== list[i]) list[kept++] = list[i];
  }
  return kept;
}
