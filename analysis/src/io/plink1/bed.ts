import {
  FilesDisagreeError,
  FormatError,
  TruncatedFileError,
  WrongMagicError,
} from "../../errors.ts";
import { readFully, type ByteSource } from "../byte-source.ts";
import type { PackedRows } from "../cohort.ts";

/** Two magic bytes and the mode: 1 variant-major, 0 sample-major. */
export const BED_HEADER_BYTES = 3;

/** What the first bytes of a .bed say. */
export function bedMode(head: Uint8Array): "variant-major" | "sample-major" | undefined {
  if (head[0] !== 0x6c || head[1] !== 0x1b) return undefined;
  return head[2] === 1 ? "variant-major" : head[2] === 0 ? "sample-major" : undefined;
}

/**
 * Opens a variant-major .bed as rows, after checking that its size is that of the other two files.
 *
 * @throws TruncatedFileError, WrongMagicError, FormatError (sample-major), FilesDisagreeError
 */
export async function openBed(
  source: ByteSource,
  rowCount: number,
  sampleCount: number,
): Promise<PackedRows> {
  await checkBedHeader(source);
  const bytesPerRow = Math.ceil(sampleCount / 4);
  const expected = BED_HEADER_BYTES + rowCount * bytesPerRow;
  if (source.size !== expected) {
    throw sizeDisagrees(source, expected, rowCount, sampleCount, bytesPerRow);
  }
  return {
    rowCount,
    sampleCount,
    bytesPerRow,
    ...(source.path !== undefined && {
      store: { kind: "bed" as const, path: source.path, name: source.name, rowCount, sampleCount },
    }),
    async read(start, count, into) {
      const target = into.subarray(0, count * bytesPerRow);
      const read = await readFully(source, BED_HEADER_BYTES + start * bytesPerRow, target);
      if (read < target.length) throw endedEarly(source.name, start, count);
    },
  };
}

/** @throws TruncatedFileError, WrongMagicError, FormatError (sample-major) */
export async function checkBedHeader(source: ByteSource): Promise<void> {
  const head = await source.read(0, BED_HEADER_BYTES);
  if (head.length < BED_HEADER_BYTES) {
    throw new TruncatedFileError(source.name, {
      what: `${source.name} ${head.length === 0 ? "is empty" : `has only ${head.length} bytes`}.`,
      why: "A .bed starts with three bytes that name the format.",
      remedy: "Copy or make the file again.",
    });
  }
  const mode = bedMode(head);
  if (mode === "sample-major") throw sampleMajor(source.name);
  if (mode === "variant-major") return;
  const found = Array.from(head, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
  throw new WrongMagicError(source.name, {
    what: `${source.name} is no PLINK 1 binary genotype file.`,
    why: `It starts with ${found}, not with 6c 1b 01.`,
    remedy:
      "If it is a BED file of genome intervals, it holds no genotypes; if it is older than PLINK 1, convert it with `plink1.9 --make-bed`.",
  });
}

/** A file that had its full size when it was opened ends within rows start … start + count − 1. */
export function endedEarly(name: string, start: number, count: number): TruncatedFileError {
  return new TruncatedFileError(name, {
    what: `${name} ended while variants ${start + 1} to ${start + count} were read.`,
    why: "It became shorter after it was opened.",
    remedy: "Wait until whatever writes it has finished, and open it again.",
  });
}

function sampleMajor(path: string): FormatError {
  const stem = path.replace(/\.bed$/, "");
  return new FormatError(path, {
    what: `${path} is in sample-major order.`,
    why: "Its third byte is 0; association and quality control read variant after variant.",
    remedy: `Convert it once: plink1.9 --bfile ${stem} --make-bed --out ${stem}.variant-major`,
  });
}

function sizeDisagrees(
  source: ByteSource,
  expected: number,
  rowCount: number,
  sampleCount: number,
  bytesPerRow: number,
): FilesDisagreeError | TruncatedFileError {
  const content = source.size - BED_HEADER_BYTES;
  const sizes = `${rowCount} variants (.bim) × ${sampleCount} samples (.fam) take ${expected} bytes; the .bed has ${source.size}.`;
  if (bytesPerRow > 0 && content % bytesPerRow !== 0 && source.size < expected) {
    return new TruncatedFileError(source.name, {
      what: `${source.name} is cut short, or belongs to other .bim and .fam files.`,
      why: `${sizes} That is not a whole number of variants.`,
      remedy:
        "Copy it again (compare checksums), and check that the three files were made together.",
    });
  }
  const whole = bytesPerRow > 0 && content % bytesPerRow === 0;
  const cause = whole
    ? ` It would fit ${content / bytesPerRow} variants: the .bim is of another data set or was edited.`
    : " The .fam probably is of another data set or was edited: the number of samples does not fit.";
  return new FilesDisagreeError(source.name, {
    what: `${source.name} does not fit its .bim and .fam.`,
    why: sizes + cause,
    remedy: "Use the three files that were written together; never add or remove lines by hand.",
  });
}
