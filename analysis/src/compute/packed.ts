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
}

/**
 * Dosages that are not whole numbers, row by row: those of row v are numbers offsets[v] … offsets[v + 1] − 1.
 * They replace the sample's code, which may be any, missing too.
 */
export interface SparseDosages {
  /** count + 1 numbers. */
  readonly offsets: Uint32Array;
  /** Ascending within a row. */
  readonly samples: Uint32Array;
  /** Copies of the counted allele in units of 1 / 16384: 0 … 32768. */
  readonly values: Uint16Array;
}

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
  const { count, sampleCount, bytesPerVariant, packed } = block;
  if (exclusion.every((byte) => byte === 0)) return block;
  const size = count * bytesPerVariant;
  const masked = target.length >= size ? target : new Uint8Array(size);
  for (let start = 0; start < size; start += bytesPerVariant) {
    for (let j = 0; j < bytesPerVariant; j++) masked[start + j] = packed[start + j] | exclusion[j];
  }
  return { count, sampleCount, bytesPerVariant, packed: masked };
}
