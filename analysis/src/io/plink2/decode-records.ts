import type { PgenStore } from "../row-store.ts";
import { RecordDamage, type RecordCursor } from "./difflist.ts";
import { decodeDosages, DOSAGE_BITS, MULTIALLELIC, type DosageList } from "./pgen-dosages.ts";
import { damagedRecord, multiallelicDosages } from "./pgen-errors.ts";
import { isRelative } from "./pgen-header.ts";
import { decodeHardCalls } from "./pgen-record.ts";

/** What decoding needs to know of a file. */
export type RecordIndex = Pick<
  PgenStore,
  "name" | "rowCount" | "sampleCount" | "recordOffsets" | "recordTypes" | "typeBits"
>;

/** A sample of 32 bits and a dosage of 16. */
const BYTES_A_DOSAGE = 6;

/**
 * Decodes consecutive records in JavaScript: the reference for the WebAssembly kernel, and its fallback.
 *
 * @param bytes - from the start of record `first`
 * @param base - the decoded row that the first records refer to, when they are relative
 * @param into - `count` rows to fill
 * @param dosages - gets the dosages of each row, when they are asked for
 * @returns the row that the next record would refer to
 * @throws FormatError naming the damaged variant
 */
export function decodeRecords(
  index: RecordIndex,
  first: number,
  count: number,
  bytes: Uint8Array,
  base: Uint8Array | undefined,
  into: Uint8Array,
  dosages?: DosageList,
): Uint8Array | undefined {
  const { sampleCount, recordOffsets, recordTypes } = index;
  const bytesPerRow = Math.ceil(sampleCount / 4);
  for (let i = 0; i < count; i++) {
    const row = first + i;
    const type = recordTypes[row];
    const target = into.subarray(i * bytesPerRow, (i + 1) * bytesPerRow);
    const cursor: RecordCursor = {
      bytes,
      at: recordOffsets[row] - recordOffsets[first],
      end: recordOffsets[row + 1] - recordOffsets[first],
      sampleCount,
    };
    namingDamage(index, row, () => {
      decodeHardCalls(cursor, type, base, target);
    });
    if (dosages) addRowDosages(index, row, cursor, target, dosages);
    if (!isRelative(type)) base = target;
  }
  return base;
}

/** Adds the dosages of one row, whose record is read up to the end of its main track. */
function addRowDosages(
  index: RecordIndex,
  row: number,
  cursor: RecordCursor,
  packed: Uint8Array,
  dosages: DosageList,
): void {
  const type = index.recordTypes[row];
  if (type & DOSAGE_BITS && type & MULTIALLELIC) throw multiallelicDosages(index.name, row);
  namingDamage(index, row, () => {
    decodeDosages(cursor, type, packed, dosages);
  });
  dosages.endRow();
}

export function hasDosages({ typeBits }: Pick<RecordIndex, "typeBits">): boolean {
  return (typeBits & DOSAGE_BITS) !== 0;
}

/** Memory that the dosages of a row take, an average of the file, where each is a sample and a number. */
export function dosageBytesPerRow(
  index: Pick<PgenStore, "rowCount" | "sampleCount" | "recordOffsets" | "typeBits">,
): number {
  if (!hasDosages(index)) return 0;
  const { rowCount, sampleCount, recordOffsets } = index;
  const bytes = recordOffsets[rowCount] - recordOffsets[0];
  return BYTES_A_DOSAGE * Math.min(sampleCount, Math.ceil(bytes / rowCount / 2));
}

function namingDamage(index: RecordIndex, row: number, decode: () => void): void {
  try {
    decode();
  } catch (error) {
    throw error instanceof RecordDamage ? damagedRecord(index.name, row) : error;
  }
}
