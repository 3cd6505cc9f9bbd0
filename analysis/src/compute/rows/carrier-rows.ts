import type { PackedBlock } from "../packed.ts";

/** How a row is listed. */
export const CARRIER_KINDS = { dense: 0, noCopy: 1, twoCopies: 2 } as const;

/** Rare rows of a block as lists of the samples that differ from nearly all others; the packed rows say the same. */
export interface CarrierRows {
  /** Of each row one of `CARRIER_KINDS`: not listed, or what the samples have that are not listed. */
  readonly kinds: Uint8Array;
  /** count + 1 numbers: the entries of row v are offsets[v] … offsets[v + 1] − 1. */
  readonly offsets: Uint32Array;
  /** sample × 4 + its code, ascending within a row. */
  readonly entries: Uint32Array;
}

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
  return { kinds, offsets, entries: Uint32Array.from(entries) };
}
