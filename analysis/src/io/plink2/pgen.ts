import { readFully, type ByteSource } from "../byte-source.ts";
import type { PackedRows } from "../cohort.ts";
import { RecordDamage, type RecordCursor } from "./difflist.ts";
import { decodeDosages, DosageList } from "./pgen-dosages.ts";
import { damagedRecord, endedWhileReading, multiallelicDosages } from "./pgen-errors.ts";
import { baseRecord, isRelative, readPgenHeader, type PgenHeader } from "./pgen-header.ts";
import { decodeHardCalls } from "./pgen-record.ts";

/** Records read at once. */
const READ_BYTES = 8 * 1024 * 1024;
const MULTIALLELIC_DOSAGES = 0x08;

/** Rows of a .pgen with its header. */
export interface PgenRows extends PackedRows {
  readonly header: PgenHeader;
}

/**
 * Opens a .pgen as rows of PLINK 1's 2-bit code that count ALT alleles; of a variant with several, all of them together.
 *
 * @param index - the .pgen.pgi of a file whose header is not in itself
 * @throws TruncatedFileError, WrongMagicError, FormatError
 */
export async function openPgen(source: ByteSource, index?: ByteSource): Promise<PgenRows> {
  const header = await readPgenHeader(index ?? source, source);
  const { variantCount, sampleCount, recordOffsets, recordTypes } = header;
  const bytesPerRow = Math.ceil(sampleCount / 4);
  const hasDosages = recordTypes.some((type) => (type & 0x60) !== 0);

  async function read(
    start: number,
    count: number,
    into: Uint8Array,
    dosages?: DosageList,
  ): Promise<void> {
    let base: Uint8Array | undefined;
    const first = baseRecord(recordTypes, start);
    if (first < start) {
      base = new Uint8Array(bytesPerRow);
      const bytes = await recordBytes(first, first + 1);
      decodeRow(first, bytes, 0, undefined, base);
    }
    for (let from = start; from < start + count;) {
      let to = from + 1;
      const limit = recordOffsets[from] + READ_BYTES;
      while (to < start + count && recordOffsets[to + 1] <= limit) to++;
      const bytes = await recordBytes(from, to);
      for (let row = from; row < to; row++) {
        const target = into.subarray((row - start) * bytesPerRow, (row - start + 1) * bytesPerRow);
        decodeRow(row, bytes, recordOffsets[row] - recordOffsets[from], base, target, dosages);
        if (!isRelative(recordTypes[row])) base = target;
      }
      from = to;
    }
  }

  async function recordBytes(first: number, end: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(recordOffsets[end] - recordOffsets[first]);
    const count = await readFully(source, recordOffsets[first], bytes);
    if (count < bytes.length) throw endedWhileReading(source.name, first, end - first);
    return bytes;
  }

  function decodeRow(
    row: number,
    bytes: Uint8Array,
    at: number,
    base: Uint8Array | undefined,
    target: Uint8Array,
    dosages?: DosageList,
  ): void {
    const type = recordTypes[row];
    const end = at + recordOffsets[row + 1] - recordOffsets[row];
    const cursor: RecordCursor = { bytes, at, end, sampleCount };
    try {
      decodeHardCalls(cursor, type, base, target);
      if (!dosages) return;
      if (type & 0x60 && type & MULTIALLELIC_DOSAGES) throw multiallelicDosages(source.name, row);
      decodeDosages(cursor, type, target, dosages);
      dosages.endRow();
    } catch (error) {
      throw error instanceof RecordDamage ? damagedRecord(source.name, row) : error;
    }
  }

  const rows = { header, rowCount: variantCount, sampleCount, bytesPerRow, read };
  if (!hasDosages) return rows;
  return {
    ...rows,
    async readWithDosages(start, count, into) {
      const dosages = new DosageList(count);
      await read(start, count, into, dosages);
      return dosages;
    },
  };
}
