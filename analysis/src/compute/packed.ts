import type { SparseDosages } from "../io/cohort.ts";

export type { SparseDosages };

/**
 * Rows of 2-bit codes, four a byte, the first in the lowest bits: 0b00 is 2, 0b10 is 1, 0b11 is 0 and 0b01 is missing.
 * Operations read every code of a row, so codes past the last sample must be 0b11: see `maskPacked`.
 */
export interface PackedBlock {
  /** Rows (variants). */
  readonly count: number;
  readonly sampleCount: number;
  /** ⌈sampleCount / 4⌉ */
  readonly bytesPerVariant: number;
  readonly packed: Uint8Array;
  /** What hard calls leave out: dosages of some samples; undefined where every dosage is its hard call. */
  readonly dosages?: SparseDosages | undefined;
  /** What `packed` says of rare rows, where that is known anyway; only WebAssembly looks at it. */
  readonly carriers?: CarrierRows | undefined;
}

/** Rare rows of a block as lists of the samples that differ from nearly all others. */
export interface CarrierRows {
  /** Of each row one of `CARRIER_KINDS`: not listed, or what the samples have that are not listed. */
  readonly kinds: Uint8Array;
  /** count + 1 numbers: the entries of row v are offsets[v] … offsets[v + 1] − 1. */
  readonly offsets: Uint32Array;
  /** sample × 4 + its code, ascending within a row. */
  readonly entries: Uint32Array;
  /**
   * `packed` as far as it is there without unpacking a list: rows that are not listed, and all where the block has dosages.
   * Reading `packed` itself may cost the unpacking of all rows.
   */
  readonly unlisted: Uint8Array;
}

/** How a row is listed. */
export const CARRIER_KINDS = { dense: 0, noCopy: 1, twoCopies: 2 } as const;

/** Units of one copy in `SparseDosages`. */
export const DOSAGE_UNIT = 16_384;

/** Bytes that, or-ed onto a row, turn the codes past the last sample and of left-out samples into 0b11. */
export function exclusionBytes(sampleCount: number, included?: ArrayLike<number>): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(sampleCount / 4));
  for (let i = 0; i < bytes.length * 4; i++) {
    if (i >= sampleCount || (included && !included[i])) bytes[i >> 2] |= 3 << (2 * (i & 3));
  }
  return bytes;
}

/**
 * The block with excluded codes set to 0b11, in `target` when it is large enough; the block itself when nothing is
 * excluded.
 */
export function maskPacked(
  block: PackedBlock,
  exclusion: Uint8Array,
  target: Uint8Array = new Uint8Array(block.count * block.bytesPerVariant),
): PackedBlock {
  const { count, sampleCount, bytesPerVariant, packed, dosages } = block;
  if (exclusion.every((byte) => byte === 0)) return block;
  const size = count * bytesPerVariant;
  const masked = target.length >= size ? target : new Uint8Array(size);
  for (let start = 0; start < size; start += bytesPerVariant) {
    for (let j = 0; j < bytesPerVariant; j++) masked[start + j] = packed[start + j] | exclusion[j];
  }
  return {
    count,
    sampleCount,
    bytesPerVariant,
    packed: masked,
    dosages: dosages && maskDosages(dosages, count, exclusion),
  };
}

/** The dosages of the samples that are not excluded. */
function maskDosages(
  { offsets, samples, values }: SparseDosages,
  rowCount: number,
  exclusion: Uint8Array,
): SparseDosages {
  const kept = {
    offsets: new Uint32Array(rowCount + 1),
    samples: new Uint32Array(samples.length),
    values: new Uint16Array(values.length),
  };
  let count = 0;
  for (let v = 0; v < rowCount; v++) {
    for (let e = offsets[v]; e < offsets[v + 1]; e++) {
      const sample = samples[e];
      if ((exclusion[sample >> 2] >> (2 * (sample & 3))) & 3) continue;
      kept.samples[count] = sample;
      kept.values[count++] = values[e];
    }
    kept.offsets[v + 1] = count;
  }
  return kept;
}
