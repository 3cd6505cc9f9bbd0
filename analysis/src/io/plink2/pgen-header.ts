import { FormatError, TruncatedFileError, WrongMagicError } from "../../errors.ts";
import { readFully, type ByteSource } from "../byte-source.ts";
import { damagedHeader, endsEarly } from "./pgen-errors.ts";
import { PLAIN_RECORD_INDEX, type RecordIndex } from "./record-index.ts";

/** Variants whose records the header describes together. */
const BLOCK_VARIANTS = 65_536;
/** Magic, mode, number of variants and of samples, and the byte that says how the rest is written. */
const FIXED_BYTES = 12;

/** What the header of a .pgen says of its records. */
export interface PgenHeader {
  readonly variantCount: number;
  readonly sampleCount: number;
  /** Byte offset of each record, and after the last one its end: variantCount + 1 numbers in shared memory. */
  readonly recordOffsets: Float64Array;
  /** A byte each, in shared memory. */
  readonly recordTypes: Uint8Array;
  /** The bits that any of them has. */
  readonly typeBits: number;
  /** Alleles of each variant, where the file tells them, in shared memory. */
  readonly alleleCounts?: Uint8Array | undefined;
  /** Whether it is known that REF is the reference allele: a bit a variant where it differs, the first one lowest. */
  readonly provisionalReference: "not told" | "none" | "all" | Uint8Array;
}

/** Whether a .pgen is a .bed by another name, a PLINK 2 file, or one whose header is in a .pgen.pgi. */
export type PgenMode = "bed" | "pgen" | "indexed";

const RECORD_TYPE_OF_MODE: ReadonlyMap<number, number> = new Map([
  [0x02, 0x00],
  [0x03, 0x40],
  [0x04, 0xc0],
]);

/**
 * Tells the storage mode from the first three bytes.
 *
 * @throws TruncatedFileError, WrongMagicError, FormatError for a mode of a later version or of sample-major order
 */
export async function pgenMode(source: ByteSource): Promise<PgenMode> {
  const head = await source.read(0, 3);
  if (head.length < 3) {
    throw new TruncatedFileError(source.name, {
      what: `${source.name} ${head.length === 0 ? "is empty" : `has only ${head.length} bytes`}.`,
      why: "A .pgen starts with three bytes that name the format.",
      remedy: "Copy or make the file again.",
    });
  }
  if (head[0] !== 0x6c || head[1] !== 0x1b) throw wrongMagic(source.name, head);
  const mode = head[2];
  if (mode === 0x01) return "bed";
  if (mode === 0x20 || mode === 0x21) return "indexed";
  if (mode === 0x10 || mode === 0x11 || RECORD_TYPE_OF_MODE.has(mode)) return "pgen";
  throw otherMode(source.name, mode);
}

/**
 * Reads the header, which is in the .pgen itself or in its index.
 *
 * @param source - a .pgen, or a .pgen.pgi
 * @param records - where the records lie; the source itself when left out
 * @param index - reads what there is for every record
 * @throws TruncatedFileError, WrongMagicError, FormatError
 */
export async function readPgenHeader(
  source: ByteSource,
  records: ByteSource = source,
  index: RecordIndex = PLAIN_RECORD_INDEX,
): Promise<PgenHeader> {
  const { mode, format, ...counts } = await readFixedPart(source, source !== records);
  const recordType = RECORD_TYPE_OF_MODE.get(mode);
  const header =
    recordType === undefined
      ? await readVariableWidth(source, counts, format, index)
      : await readFixedWidth(source, counts, format, recordType);
  const end = header.recordOffsets[counts.variantCount];
  if (end > records.size) throw endsEarly(records.name, end, records.size);
  return header;
}

/**
 * Reads the numbers of variants and samples, which are in the first bytes.
 *
 * @param isIndex - the source is a .pgen.pgi
 * @throws TruncatedFileError, WrongMagicError, FormatError
 */
export async function readPgenCounts(source: ByteSource, isIndex: boolean): Promise<Counts> {
  const { variantCount, sampleCount } = await readFixedPart(source, isIndex);
  return { variantCount, sampleCount };
}

async function readFixedPart(
  source: ByteSource,
  isIndex: boolean,
): Promise<Counts & { readonly mode: number; readonly format: number }> {
  const fixed = await bytesAt(source, 0, FIXED_BYTES);
  if (fixed[0] !== 0x6c || fixed[1] !== 0x1b) throw wrongMagic(source.name, fixed);
  const mode = fixed[2];
  if ((mode === 0x30 || mode === 0x31) !== isIndex) throw otherMode(source.name, mode);
  const view = new DataView(fixed.buffer, fixed.byteOffset);
  const counts = { variantCount: view.getUint32(3, true), sampleCount: view.getUint32(7, true) };
  if (counts.variantCount === 0 || counts.sampleCount === 0) {
    throw damagedHeader(source.name, "It counts no variants or no samples.");
  }
  return { ...counts, mode, format: fixed[11] };
}

interface Counts {
  readonly variantCount: number;
  readonly sampleCount: number;
}

async function readFixedWidth(
  source: ByteSource,
  { variantCount, sampleCount }: Counts,
  format: number,
  recordType: number,
): Promise<PgenHeader> {
  if ((format & 0x3f) !== 0) throw damagedHeader(source.name, "Its format byte is not known.");
  const flags = format >> 6;
  const flagBytes = flags === 3 ? Math.ceil(variantCount / 8) : 0;
  const width =
    Math.ceil(sampleCount / 4) +
    (recordType === 0 ? 0 : recordType === 0x40 ? 2 * sampleCount : 4 * sampleCount);
  const first = FIXED_BYTES + flagBytes;
  if (first + variantCount * width > source.size) {
    throw endsEarly(source.name, first + variantCount * width, source.size);
  }
  const provisional = flagBytes > 0 ? await bytesAt(source, FIXED_BYTES, flagBytes) : undefined;
  const recordOffsets = sharedFloat64(variantCount + 1);
  for (let v = 0; v <= variantCount; v++) recordOffsets[v] = first + v * width;
  const recordTypes = sharedUint8(variantCount).fill(recordType);
  return {
    variantCount,
    sampleCount,
    recordOffsets,
    recordTypes,
    typeBits: recordType,
    provisionalReference: provisional ?? PROVISIONAL[flags],
  };
}

const PROVISIONAL = ["not told", "none", "all"] as const;

async function readVariableWidth(
  source: ByteSource,
  { variantCount, sampleCount }: Counts,
  format: number,
  index: RecordIndex,
): Promise<PgenHeader> {
  if ((format & 0x0f) > 7) throw damagedHeader(source.name, "Its format byte is not known.");
  const hasByteTypes = (format & 4) !== 0;
  const lengthBytes = (format & 3) + 1;
  const alleleCountBytes = (format >> 4) & 3;
  const flags = format >> 6;
  const blockCount = Math.ceil(variantCount / BLOCK_VARIANTS);
  const typeBytes = (count: number): number => (hasByteTypes ? count : Math.ceil(count / 2));
  const bodyBytes = (count: number): number =>
    typeBytes(count) +
    count * (lengthBytes + alleleCountBytes) +
    (flags === 3 ? Math.ceil(count / 8) : 0);
  const lastCount = variantCount - (blockCount - 1) * BLOCK_VARIANTS;
  const size = 8 * blockCount + (blockCount - 1) * bodyBytes(BLOCK_VARIANTS) + bodyBytes(lastCount);
  if (FIXED_BYTES + size > source.size) {
    throw endsEarly(source.name, FIXED_BYTES + size, source.size);
  }
  const bytes = await bytesAt(source, FIXED_BYTES, size);
  const view = new DataView(bytes.buffer, bytes.byteOffset);

  const recordOffsets = sharedFloat64(variantCount + 1);
  const recordTypes = sharedUint8(variantCount);
  const alleleCounts = alleleCountBytes > 0 ? sharedUint8(variantCount) : undefined;
  const provisional = flags === 3 ? new Uint8Array(Math.ceil(variantCount / 8)) : undefined;
  let at = 8 * blockCount;
  let offset = Number(view.getBigUint64(0, true));
  for (let block = 0; block < blockCount; block++) {
    const first = block * BLOCK_VARIANTS;
    const count = Math.min(BLOCK_VARIANTS, variantCount - first);
    if (Number(view.getBigUint64(8 * block, true)) !== offset) {
      throw damagedHeader(
        source.name,
        `Variant ${first + 1} is not where the records before it end.`,
      );
    }
    const types = bytes.subarray(at, at + typeBytes(count));
    if (hasByteTypes) recordTypes.set(types, first);
    else index.unpackTypes(types, recordTypes.subarray(first, first + count));
    at += typeBytes(count);
    const lengths = bytes.subarray(at, at + count * lengthBytes);
    const offsets = recordOffsets.subarray(first, first + count);
    offset = index.addLengths(lengths, lengthBytes, offset, offsets);
    at += lengths.length;
    if (alleleCounts) {
      for (let i = 0; i < count; i++, at += alleleCountBytes) {
        // Beyond 255 all that matters is that there are more than two.
        const isSmall = bytes.subarray(at + 1, at + alleleCountBytes).every((byte) => byte === 0);
        alleleCounts[first + i] = isSmall ? bytes[at] : 255;
      }
    }
    if (provisional) {
      provisional.set(bytes.subarray(at, at + Math.ceil(count / 8)), first / 8);
      at += Math.ceil(count / 8);
    }
    if (isRelative(recordTypes[first])) {
      throw damagedHeader(
        source.name,
        `Variant ${first + 1}, the first of its block, refers to one before it.`,
      );
    }
  }
  recordOffsets[variantCount] = offset;
  return {
    variantCount,
    sampleCount,
    recordOffsets,
    recordTypes,
    typeBits: bitsOfAny(recordTypes),
    alleleCounts,
    provisionalReference: provisional ?? PROVISIONAL[flags],
  };
}

function bitsOfAny(bytes: Uint8Array): number {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  let all = 0;
  for (let i = 0; i < words.length; i++) all |= words[i];
  for (let i = 4 * words.length; i < bytes.length; i++) all |= bytes[i];
  return (all | (all >> 8) | (all >> 16) | (all >> 24)) & 255;
}

/** True for records that list differences from the last one before that does not. */
export function isRelative(recordType: number): boolean {
  return (recordType & 6) === 2;
}

/** The record that a relative one refers to; the record itself otherwise. */
export function baseRecord(recordTypes: Uint8Array, row: number): number {
  let base = row;
  while (isRelative(recordTypes[base])) base--;
  return base;
}

async function bytesAt(source: ByteSource, offset: number, length: number): Promise<Uint8Array> {
  if (offset + length > source.size) throw endsEarly(source.name, offset + length, source.size);
  const bytes = new Uint8Array(length);
  const count = await readFully(source, offset, bytes);
  if (count < length) throw endsEarly(source.name, offset + length, offset + count);
  return bytes;
}

const sharedFloat64 = (length: number): Float64Array =>
  new Float64Array(new SharedArrayBuffer(8 * length));
const sharedUint8 = (length: number): Uint8Array => new Uint8Array(new SharedArrayBuffer(length));

function wrongMagic(path: string, head: Uint8Array): WrongMagicError {
  const found = Array.from(head.subarray(0, 3), (byte) => byte.toString(16).padStart(2, "0"));
  return new WrongMagicError(path, {
    what: `${path} is no PLINK 2 binary genotype file.`,
    why: `It starts with ${found.join(" ")}, not with 6c 1b.`,
    remedy: "Check that the file was copied whole and has the name of its format.",
  });
}

function otherMode(path: string, mode: number): FormatError {
  const stem = path.replace(/\.pgen(\.pgi)?$/, "");
  const hex = `0x${mode.toString(16).padStart(2, "0")}`;
  return new FormatError(path, {
    what: `${path} is stored in mode ${hex}, which is not read.`,
    why:
      mode === 0
        ? "Its genotypes are in sample-major order; association and quality control read variant after variant."
        : mode === 0x30 || mode === 0x31
          ? "It is the index of a .pgen, not the .pgen."
          : "The modes of the PLINK 2 specification are 0x01 to 0x04, 0x10, 0x11, 0x20 and 0x21.",
    remedy:
      mode === 0x30 || mode === 0x31
        ? `Open ${stem}.pgen.`
        : `Convert it once: plink2 --pfile ${stem} --make-pgen --out ${stem}.standard`,
  });
}
