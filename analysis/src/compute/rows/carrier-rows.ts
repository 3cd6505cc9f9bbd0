import { CARRIER_KINDS, type CarrierRows, type PackedBlock } from "../packed.ts";

/** Lists what can be listed of packed rows, at most `most` samples a row: the reference for lists made from records. */
export function carrierRows(block: PackedBlock, most: number): CarrierRows {
  const { count, sampleCount, bytesPerVariant, packed } = block;
  const kinds = new Uint8Array(count);
  const offsets = new Uint32Array(count + 1);
  const entries: number[] = [];
  for (let v = 0; v < count; v++) {
    for (const kind of [CARRIER_KINDS.noCopy, CARRIER_KINDS.twoCopies]) {
      const common = kind === CARRIER_KINDS.noCopy ? 0b11 : 0b00;
      const list: number[] = [];
      for (let i = 0; i < sampleCount && list.length <= most; i++) {
        const code = (packed[v * bytesPerVariant + (i >> 2)] >> (2 * (i & 3))) & 3;
        if (code !== common) list.push(4 * i + code);
      }
      if (list.length > most) continue;
      kinds[v] = kind;
      for (const entry of list) entries.push(entry);
      break;
    }
    offsets[v + 1] = entries.length;
  }
  return { kinds, offsets, entries: Uint32Array.from(entries), unlisted: packed };
}
