import { crc32 } from "node:zlib";
import { TruncatedFileError, WrongMagicError } from "../errors.ts";
import { readFully, type ByteSource } from "../io/byte-source.ts";
import type { LdVariants } from "./ld-panel.ts";
import type { LdPrecision } from "./ld-store-block.ts";
import { CorruptFileError, UnsupportedVersionError } from "./ld-store-errors.ts";

/*
 * A panel's file, little endian: magic and version (16 bytes), the blocks, the index, and a trailer of 32 bytes that tells where
 * the index is. The index is a text (JSON) of the panel and its variants' names, then numbers of variants and blocks.
 */

const MAGIC = "GENOLD\r\n";
const END_MAGIC = "GENOLDIX";
const VERSION = 1;
const HEAD_BYTES = 16;
const TRAILER_BYTES = 32;

/** What the index tells of a file. */
export interface StoredPanel {
  readonly source: string;
  readonly build: string | undefined;
  readonly sampleCount: number;
  readonly notices: readonly string[];
  readonly shrink: number;
  readonly precision: LdPrecision;
  readonly variants: LdVariants;
  /** First variant of each block, and their number at the end. */
  readonly blockStart: Uint32Array;
  /** Where the bytes of each block start, and where the last one's end. */
  readonly blockOffset: Float64Array;
  /** CRC-32 of the bytes of each block. */
  readonly blockChecksum: Uint32Array;
}

interface IndexText extends Omit<
  StoredPanel,
  "build" | "variants" | "blockStart" | "blockOffset" | "blockChecksum"
> {
  readonly build: string | null;
  readonly variantCount: number;
  readonly blockCount: number;
  readonly variantId: readonly string[];
  readonly effectAllele: readonly string[];
  readonly otherAllele: readonly string[];
}

export function fileHead(): Uint8Array {
  const bytes = new Uint8Array(HEAD_BYTES);
  bytes.set(new TextEncoder().encode(MAGIC));
  new DataView(bytes.buffer).setUint32(8, VERSION, true);
  return bytes;
}

/** Index and trailer. @param offset - where the index starts */
export function fileEnd(panel: StoredPanel, offset: number): Uint8Array[] {
  const { variants, blockStart, blockOffset, blockChecksum, ...account } = panel;
  const text: IndexText = {
    ...account,
    build: panel.build ?? null,
    variantCount: variants.count,
    blockCount: blockChecksum.length,
    variantId: variants.variantId,
    effectAllele: variants.effectAllele,
    otherAllele: variants.otherAllele,
  };
  const words = new TextEncoder().encode(JSON.stringify(text));
  const parts = [
    Uint32Array.of(words.length),
    words,
    variants.chromosome,
    variants.basePairLocation,
    variants.effectAlleleFrequency,
    blockStart,
    blockOffset,
    blockChecksum,
  ].map(bytesOf);
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const trailer = new Uint8Array(TRAILER_BYTES);
  const view = new DataView(trailer.buffer);
  view.setFloat64(0, offset, true);
  view.setFloat64(8, length, true);
  view.setUint32(16, checksum(parts), true);
  view.setUint32(20, VERSION, true);
  trailer.set(new TextEncoder().encode(END_MAGIC), 24);
  return [...parts, trailer];
}

/** @throws WrongMagicError, UnsupportedVersionError, TruncatedFileError, CorruptFileError */
export async function readIndex(source: ByteSource): Promise<StoredPanel> {
  const head = await bytesAt(source, 0, HEAD_BYTES);
  if (text(head.subarray(0, 8)) !== MAGIC) {
    throw new WrongMagicError(source.name, {
      what: `${source.name} is no panel of LD.`,
      why: "Its first bytes are not those that ld.writePanel writes.",
      remedy: "Name a file that ld.writePanel made.",
    });
  }
  const version = new DataView(head.buffer).getUint32(8, true);
  if (version !== VERSION) {
    throw new UnsupportedVersionError(source.name, {
      what: `${source.name} is of version ${version} of the format.`,
      why: `This library reads version ${VERSION}.`,
      remedy: "Use the library that wrote it, or make the panel anew.",
    });
  }
  const trailer = await bytesAt(source, source.size - TRAILER_BYTES, TRAILER_BYTES);
  const view = new DataView(trailer.buffer);
  const offset = view.getFloat64(0, true);
  const length = view.getFloat64(8, true);
  const isWhole = offset + length + TRAILER_BYTES === source.size && offset >= HEAD_BYTES;
  if (text(trailer.subarray(24)) !== END_MAGIC || !isWhole) throw truncated(source);
  const bytes = await bytesAt(source, offset, length);
  if (crc32(bytes) !== view.getUint32(16, true)) {
    throw new CorruptFileError(source.name, -1, {
      what: `The index of ${source.name} is damaged.`,
      why: "Its checksum is not that of the bytes that were written.",
      remedy: "Copy the file anew, or make the panel again.",
    });
  }
  return parseIndex(bytes, offset);
}

function parseIndex(bytes: Uint8Array, indexOffset: number): StoredPanel {
  let at = 0;
  const take = (length: number): ArrayBuffer => {
    const part = new Uint8Array(bytes.subarray(at, at + length));
    at += length;
    return part.buffer;
  };
  const [wordsLength] = new Uint32Array(take(4));
  const index = JSON.parse(text(new Uint8Array(take(wordsLength)))) as IndexText;
  const { variantCount: count, blockCount, variantId, effectAllele, otherAllele } = index;
  const { source, build, sampleCount, notices, shrink, precision } = index;
  const chromosome = new Uint8Array(take(count));
  const basePairLocation = new Int32Array(take(4 * count));
  const effectAlleleFrequency = new Float64Array(take(8 * count));
  const blockStart = new Uint32Array(take(4 * (blockCount + 1)));
  const blockOffset = new Float64Array(take(8 * (blockCount + 1)));
  blockOffset[blockCount] = indexOffset;
  return {
    ...{ source, build: build ?? undefined, sampleCount, notices, shrink, precision },
    variants: {
      ...{ count, variantId, chromosome, basePairLocation },
      ...{ effectAllele, otherAllele, effectAlleleFrequency },
    },
    ...{ blockStart, blockOffset },
    blockChecksum: new Uint32Array(take(4 * blockCount)),
  };
}

/** Exactly these bytes. @throws TruncatedFileError */
export async function bytesAt(
  source: ByteSource,
  offset: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  if (offset < 0 || offset + length > source.size) throw truncated(source);
  const bytes = new Uint8Array(length);
  if ((await readFully(source, offset, bytes)) < length) throw truncated(source);
  return bytes;
}

function truncated({ name, size }: ByteSource): TruncatedFileError {
  return new TruncatedFileError(name, {
    what: `${name} ends too early, after ${size} bytes.`,
    why: "A panel's file ends with its index, which is not there.",
    remedy: "Copy the file anew, or make the panel again.",
  });
}

function bytesOf(array: ArrayBufferView): Uint8Array {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

function checksum(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => crc32(part, sum), 0);
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
