import { readFully, type ByteSource } from "../byte-source.ts";
import type { PackedRows } from "../cohort.ts";
import { decodeRecords, hasDosages } from "./decode-records.ts";
import { DosageList } from "./pgen-dosages.ts";
import { endedWhileReading } from "./pgen-errors.ts";
import { baseRecord, readPgenHeader, type PgenHeader } from "./pgen-header.ts";
import type { RecordIndex } from "./record-index.ts";

/** Records read at once. */
const READ_BYTES = 8 * 1024 * 1024;

/** Rows of a .pgen with its header. */
export interface PgenRows extends PackedRows {
  readonly header: PgenHeader;
}

/**
 * Opens a .pgen as rows of PLINK 1's 2-bit code that count ALT alleles; of a variant with several, all of them together.
 *
 * @param index - the .pgen.pgi of a file whose header is not in itself
 * @param operations - read the header faster than JavaScript
 * @throws TruncatedFileError, WrongMagicError, FormatError
 */
export async function openPgen(
  source: ByteSource,
  index?: ByteSource,
  operations?: RecordIndex,
): Promise<PgenRows> {
  const header = await readPgenHeader(index ?? source, source, operations);
  const { variantCount, sampleCount, recordOffsets, recordTypes } = header;
  const bytesPerRow = Math.ceil(sampleCount / 4);
  const records = {
    kind: "pgen" as const,
    name: source.name,
    rowCount: variantCount,
    sampleCount,
    recordOffsets,
    recordTypes,
    typeBits: header.typeBits,
    alleleCounts: header.alleleCounts,
  };

  async function read(
    start: number,
    count: number,
    into: Uint8Array,
    dosages?: DosageList,
  ): Promise<void> {
    let base: Uint8Array | undefined;
    const first = baseRecord(recordTypes, start);
    if (first < start) {
      const bytes = await recordBytes(first, first + 1);
      base = decodeRecords(records, first, 1, bytes, undefined, new Uint8Array(bytesPerRow));
    }
    for (let from = start; from < start + count;) {
      const to = lastTogether(recordOffsets, from, start + count, READ_BYTES);
      const bytes = await recordBytes(from, to);
      const target = into.subarray((from - start) * bytesPerRow);
      base = decodeRecords(records, from, to - from, bytes, base, target, dosages);
      from = to;
    }
  }

  async function recordBytes(first: number, end: number): Promise<Uint8Array> {
    const bytes = new Uint8Array(recordOffsets[end] - recordOffsets[first]);
    const count = await readFully(source, recordOffsets[first], bytes);
    if (count < bytes.length) throw endedWhileReading(source.name, first, end - first);
    return bytes;
  }

  const rows = {
    header,
    rowCount: variantCount,
    sampleCount,
    bytesPerRow,
    ...(source.path !== undefined && { store: { ...records, path: source.path } }),
    read,
  };
  if (!hasDosages(records)) return rows;
  return {
    ...rows,
    async readWithDosages(start, count, into) {
      const dosages = new DosageList(count);
      await read(start, count, into, dosages);
      return dosages;
    },
  };
}

/** The end of the records from `first` on, below `end`, that take at most `most` bytes together; one at least. */
export function lastTogether(
  recordOffsets: Float64Array,
  first: number,
  end: number,
  most: number,
): number {
  const limit = recordOffsets[first] + most;
  let [to, beyond] = [first + 1, end + 1];
  while (to + 1 < beyond) {
    const middle = (to + beyond) >>> 1;
    if (recordOffsets[middle] <= limit) to = middle;
    else beyond = middle;
  }
  return to;
}
