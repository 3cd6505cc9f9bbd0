import { RecordDamage, readDifflist, type RecordCursor } from "./difflist.ts";

export const MULTIALLELIC = 0x08;
const PHASED = 0x10;
/** Bits of the record type that say how dosages are written. */
export const DOSAGE_BITS = 0x60;
const LISTED = 0x20;
const DENSE = 0x40;

/** Of the dense form, and of no other. */
const NO_DOSAGE = 65_535;
/** Two copies. */
const MOST = 32_768;
/** Dosage of each 2-bit code; a missing call has none. */
const DOSAGE_OF_CODE = [MOST, -1, MOST / 2, 0] as const;

/** Gathers dosages row by row; see `SparseDosages`. */
export class DosageList {
  readonly offsets: Uint32Array;
  samples: Uint32Array;
  values: Uint16Array;
  #rows = 0;

  constructor(rowCount: number) {
    this.offsets = new Uint32Array(rowCount + 1);
    this.samples = new Uint32Array(256);
    this.values = new Uint16Array(256);
  }

  add(sample: number, value: number): void {
    const at = this.offsets[this.#rows + 1]++;
    if (at >= this.samples.length) {
      const samples = new Uint32Array(2 * at);
      const values = new Uint16Array(2 * at);
      samples.set(this.samples);
      values.set(this.values);
      this.samples = samples;
      this.values = values;
    }
    this.samples[at] = sample;
    this.values[at] = value;
  }

  endRow(): void {
    this.#rows++;
    if (this.#rows + 1 < this.offsets.length) {
      this.offsets[this.#rows + 1] = this.offsets[this.#rows];
    }
  }
}

/**
 * Reads the dosages that a record holds beside its hard calls, leaving out those that say what the hard call says.
 * Phase is skipped.
 *
 * @param cursor - after the main track
 * @param row - the hard calls, decoded
 * @throws RecordDamage
 */
export function decodeDosages(
  cursor: RecordCursor,
  recordType: number,
  row: Uint8Array,
  list: DosageList,
): void {
  if ((recordType & DOSAGE_BITS) === 0) return;
  if (recordType & MULTIALLELIC) throw new RecordDamage();
  if (recordType & PHASED) skipPhase(cursor, row);
  const { bytes, sampleCount } = cursor;
  const valueAt = (index: number, from: number): number =>
    bytes[from + 2 * index] | (bytes[from + 2 * index + 1] << 8);
  const add = (sample: number, value: number): void => {
    if (value > MOST) throw new RecordDamage();
    const code = (row[sample >> 2] >> (2 * (sample & 3))) & 3;
    if (DOSAGE_OF_CODE[code] !== value) list.add(sample, value);
  };
  const form = recordType & DOSAGE_BITS;
  if (form === DENSE) {
    const from = cursor.at;
    advance(cursor, 2 * sampleCount);
    for (let i = 0; i < sampleCount; i++) {
      const value = valueAt(i, from);
      if (value !== NO_DOSAGE) add(i, value);
    }
    return;
  }
  const samples: number[] = [];
  if (form === LISTED) readDifflist(cursor, false, (sample) => samples.push(sample));
  else {
    const from = cursor.at;
    advance(cursor, Math.ceil(sampleCount / 8));
    for (let i = 0; i < sampleCount; i++) {
      if ((bytes[from + (i >> 3)] >> (i & 7)) & 1) samples.push(i);
    }
  }
  const from = cursor.at;
  advance(cursor, 2 * samples.length);
  for (let i = 0; i < samples.length; i++) add(samples[i], valueAt(i, from));
}

/** Phase of heterozygous calls: a bit that says whether all are phased, if not which ones are, then a bit for each. */
function skipPhase(cursor: RecordCursor, row: Uint8Array): void {
  let heterozygous = 0;
  for (let j = 0; j < row.length; j++) {
    for (let k = 0; k < 8; k += 2) heterozygous += Number(((row[j] >> k) & 3) === 0b10);
  }
  const from = cursor.at;
  const first = Math.ceil((1 + heterozygous) / 8);
  advance(cursor, first);
  if ((cursor.bytes[from] & 1) === 0) return;
  let phased = -1;
  for (let j = from; j < from + first; j++) {
    for (let byte = cursor.bytes[j]; byte !== 0; byte &= byte - 1) phased++;
  }
  advance(cursor, Math.ceil(phased / 8));
}

function advance(cursor: RecordCursor, length: number): void {
  cursor.at += length;
  if (cursor.at > cursor.end) throw new RecordDamage();
}
