import { FormatError } from "../../errors.ts";
import type { ByteSource } from "../byte-source.ts";
import { chromosomeCode } from "../chromosome.ts";
import type { Variants } from "../cohort.ts";
import { countRepeats } from "../count-repeats.ts";
import { expectedRows } from "../expected-rows.ts";
import { blankBounds } from "../field-bounds.ts";
import { readLineBlocks } from "../lines.ts";
import { textColumn } from "../text-column.ts";

/** The variants of a .bim, one a row of the .bed, and what is odd about them. */
export interface Bim {
  readonly variants: Variants;
  /** Rows with a negative position, by which PLINK marks variants to leave out. */
  readonly negativePositions: Uint32Array;
  /** Rows whose id another row has too. */
  readonly repeatedIds: number;
  /** Contigs that are not 1–22, X, Y, XY or MT. */
  readonly unknownContigs: readonly string[];
}

/**
 * Reads a .bim, plain or gzip: chromosome, id, (centimorgans,) position, A1, A2, separated by spaces or tabs.
 *
 * @throws FormatError with the line number of a row that is not one
 */
export async function readBim(source: ByteSource): Promise<Bim> {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const contig: string[] = [];
  const variantId = textColumn();
  const effectAllele = textColumn();
  const otherAllele = textColumn();
  const negative: number[] = [];
  const unknown = new Set<string>();
  const bounds = new Int32Array(2 * 6 + 1);
  let chromosome = new Uint8Array(0);
  let position = new Int32Array(0);
  let hashes = new Uint32Array(0);
  let line = 0;
  let lastContig = "";
  let lastBytes = new Uint8Array(0);
  let lastCode = 0;

  await readLineBlocks(source, (bytes, from, to) => {
    if (line === 0) {
      const rows = expectedRows(source, bytes, from, to);
      chromosome = new Uint8Array(rows);
      position = new Int32Array(rows);
      hashes = new Uint32Array(rows);
    }
    for (let at = from; at < to; at++) {
      line++;
      at = blankBounds(bytes, at, to, bounds);
      const count = bounds[12];
      if (count === 0) continue;
      if (count !== 6 && count !== 5) {
        throw badRow(source.name, line, `has ${count} fields, not 6`);
      }
      const row = contig.length;
      if (row === position.length) {
        chromosome = grown(chromosome, new Uint8Array(2 * row + 16));
        position = grown(position, new Int32Array(2 * row + 16));
        hashes = grown(hashes, new Uint32Array(2 * row + 16));
      }
      const last = 2 * count;
      const place = wholeNumber(bytes, bounds[last - 6], bounds[last - 5]);
      if (!Number.isInteger(place) || Math.abs(place) > 0x7fffffff) {
        const text = decoder.decode(bytes.subarray(bounds[last - 6], bounds[last - 5]));
        throw badRow(source.name, line, `has the position "${text.slice(0, 20)}"`);
      }
      if (!isSame(bytes, bounds[0], bounds[1], lastBytes)) {
        lastBytes = bytes.slice(bounds[0], bounds[1]);
        lastContig = decoder.decode(lastBytes);
        lastCode = chromosomeCode(lastContig);
        if (lastCode === 0 && lastContig !== "0") unknown.add(lastContig);
      }
      if (place < 0) negative.push(row);
      contig.push(lastContig);
      chromosome[row] = lastCode;
      position[row] = Math.max(0, place);
      hashes[row] = variantId.append(bytes, bounds[2], bounds[3]);
      effectAllele.append(bytes, bounds[last - 4], bounds[last - 3]);
      otherAllele.append(bytes, bounds[last - 2], bounds[last - 1]);
    }
  });

  if (contig.length === 0) {
    throw new FormatError(source.name, {
      what: `${source.name} names no variants.`,
      why: "It is empty.",
      remedy: "Copy or make the PLINK files again.",
    });
  }
  const ids = variantId.finish();
  return {
    variants: {
      count: contig.length,
      chromosome: chromosome.slice(0, contig.length),
      contig,
      basePairLocation: position.slice(0, contig.length),
      variantId: ids,
      effectAllele: effectAllele.finish(),
      otherAllele: otherAllele.finish(),
    },
    negativePositions: Uint32Array.from(negative),
    repeatedIds: countRepeats(ids, hashes.subarray(0, ids.length)),
    unknownContigs: [...unknown],
  };
}

/** What `Number` makes of a field, without a string for up to nine digits. */
function wholeNumber(bytes: Uint8Array, from: number, to: number): number {
  const negative = bytes[from] === 45;
  const start = negative ? from + 1 : from;
  let value = 0;
  let at = start;
  for (; at < to && bytes[at] >= 48 && bytes[at] <= 57; at++) value = 10 * value + (bytes[at] - 48);
  if (at < to || at === start || at - start > 9) {
    return Number(new TextDecoder().decode(bytes.subarray(from, to)));
  }
  return negative ? -value : value;
}

function isSame(bytes: Uint8Array, from: number, to: number, other: Uint8Array): boolean {
  if (to - from !== other.length) return false;
  for (let i = 0; i < other.length; i++) if (bytes[from + i] !== other[i]) return false;
  return true;
}

function grown<T extends Uint8Array | Int32Array | Uint32Array>(from: T, into: T): T {
  into.set(from);
  return into;
}

function badRow(path: string, line: number, problem: string): FormatError {
  return new FormatError(path, {
    what: `Line ${line} of ${path} ${problem}.`,
    why: "A .bim row is: chromosome, id, centimorgans, position, allele 1, allele 2.",
    remedy: "Look at that line; a header or a shifted column is the usual cause.",
  });
}
