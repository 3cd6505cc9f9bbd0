import { FormatError } from "../../errors.ts";
import type { ByteSource } from "../byte-source.ts";
import { chromosomeCode } from "../chromosome.ts";
import type { Variants } from "../cohort.ts";
import { countRepeats } from "../count-repeats.ts";
import { readLineBlocks } from "../lines.ts";
import { readPvarHeader, type PvarColumns } from "./pvar-header.ts";
import { textBytes } from "./text-bytes.ts";

const NEWLINE = 10;
const TAB = 9;
const SPACE = 32;
const MINUS = 45;
const COMMA = 44;

/** The variants of a .pvar, one a record of the .pgen; `effectAllele` is ALT, of several the text with commas. */
export interface Pvar {
  readonly variants: Variants;
  /** Lines before the first row that start with ##. */
  readonly header: readonly string[];
  /** Rows with more than one ALT allele. */
  readonly multiallelic: Uint32Array;
  /** Rows with a negative position, by which PLINK marks variants to leave out. */
  readonly negativePositions: Uint32Array;
  /** Rows whose id another row has too. */
  readonly repeatedIds: number;
  /** Contigs that are not 1–22, X, Y, XY or MT. */
  readonly unknownContigs: readonly string[];
}

/**
 * Reads a .pvar, plain, gzip or zstd; also a VCF, of which only the sites are read, and a file without a header, which
 * is a .bim with ALT and REF as its alleles.
 *
 * Bytes are split, not lines: 100,000 rows take 20 ms, a third of what a string a line and a field takes.
 *
 * @throws FormatError with the line number of a row that is not one
 */
export async function readPvar(source: ByteSource): Promise<Pvar> {
  const { columns, header, headerBytes, headerLines } = await readPvarHeader(source);
  const rows = new PvarRows(source.name, columns, headerLines);
  let toSkip = headerBytes;
  await readLineBlocks(
    source,
    (bytes, from, to) => {
      const skipped = Math.min(toSkip, to - from);
      toSkip -= skipped;
      rows.add(bytes.subarray(from + skipped, to));
    },
    textBytes(source),
  );
  if (rows.contig.length === 0) {
    throw new FormatError(source.name, {
      what: `${source.name} names no variants.`,
      why: header.length > 0 ? "It has a header and no rows." : "It is empty.",
      remedy: "Copy or make the PLINK files again.",
    });
  }
  return {
    variants: {
      count: rows.contig.length,
      chromosome: Uint8Array.from(rows.chromosome),
      contig: rows.contig,
      basePairLocation: Int32Array.from(rows.position),
      variantId: rows.variantId,
      effectAllele: rows.alternate,
      otherAllele: rows.reference,
    },
    header,
    multiallelic: Uint32Array.from(rows.multiallelic),
    negativePositions: Uint32Array.from(rows.negative),
    repeatedIds: countRepeats(rows.variantId),
    unknownContigs: [...rows.unknown],
  };
}

/** Columns that grow by whole lines of bytes. */
class PvarRows {
  readonly contig: string[] = [];
  readonly chromosome: number[] = [];
  readonly variantId: string[] = [];
  readonly position: number[] = [];
  readonly reference: string[] = [];
  readonly alternate: string[] = [];
  readonly negative: number[] = [];
  readonly multiallelic: number[] = [];
  readonly unknown = new Set<string>();
  readonly #path: string;
  readonly #columns: PvarColumns;
  readonly #decoder = new TextDecoder();
  readonly #from: Int32Array;
  readonly #to: Int32Array;
  #line: number;
  #lastContig = "";
  #lastCode = 0;

  constructor(path: string, columns: PvarColumns, headerLines: number) {
    this.#path = path;
    this.#columns = columns;
    this.#line = headerLines;
    this.#from = new Int32Array(columns.needed);
    this.#to = new Int32Array(columns.needed);
  }

  /** @param bytes - whole lines; the last one may have no end */
  add(bytes: Uint8Array): void {
    const { needed, contig, position, id, reference, alternate, hasWideColumns } = this.#columns;
    const [starts, ends] = [this.#from, this.#to];
    // Pieces of one large text would keep all of it in memory, which only pays where most of it is used.
    const text = hasWideColumns ? "" : this.#decoder.decode(bytes);
    const isAscii = text.length === bytes.length;
    const field = (column: number): string => {
      const from = starts[column];
      const to = ends[column];
      if (to - from === 1) return String.fromCharCode(bytes[from]);
      return isAscii ? text.slice(from, to) : this.#decoder.decode(bytes.subarray(from, to));
    };

    for (let at = 0; at < bytes.length;) {
      this.#line++;
      let found = 0;
      while (found < needed) {
        while (bytes[at] === TAB || bytes[at] === SPACE) at++;
        const from = at;
        while (bytes[at] > SPACE) at++;
        if (at === from) break;
        starts[found] = from;
        ends[found++] = at;
      }
      const lineEnd = bytes[at] === NEWLINE ? at : bytes.indexOf(NEWLINE, at);
      at = lineEnd < 0 ? bytes.length : lineEnd + 1;
      if (found === 0) continue;
      if (found < needed) throw this.#badRow(`has ${found} fields, not ${needed} or more`);

      const row = this.contig.length;
      if (!this.#isLastContig(bytes, starts[contig], ends[contig])) {
        this.#lastContig = field(contig);
        this.#lastCode = chromosomeCode(this.#lastContig);
        if (this.#lastCode === 0 && this.#lastContig !== "0") this.unknown.add(this.#lastContig);
      }
      const place = this.#integer(bytes, starts[position], ends[position]);
      if (place < 0) this.negative.push(row);
      this.contig.push(this.#lastContig);
      this.chromosome.push(this.#lastCode);
      this.position.push(Math.max(0, place));
      this.variantId.push(field(id));
      this.reference.push(field(reference));
      this.alternate.push(field(alternate));
      for (let i = starts[alternate]; i < ends[alternate]; i++) {
        if (bytes[i] !== COMMA) continue;
        this.multiallelic.push(row);
        break;
      }
    }
  }

  #isLastContig(bytes: Uint8Array, from: number, to: number): boolean {
    const last = this.#lastContig;
    if (last.length !== to - from) return false;
    for (let i = 0; i < last.length; i++) if (last.charCodeAt(i) !== bytes[from + i]) return false;
    return true;
  }

  #integer(bytes: Uint8Array, from: number, to: number): number {
    const isNegative = bytes[from] === MINUS;
    const first = isNegative ? from + 1 : from;
    let value = 0;
    for (let i = first; i < to; i++) {
      const digit = bytes[i] - 48;
      if (digit < 0 || digit > 9) value = NaN;
      value = value * 10 + digit;
    }
    if (first < to && value <= 0x7fffffff) return isNegative ? -value : value;
    const text = this.#decoder.decode(bytes.subarray(from, to)).slice(0, 20);
    throw this.#badRow(`has the position "${text}"`);
  }

  #badRow(problem: string): FormatError {
    return new FormatError(this.#path, {
      what: `Line ${this.#line} of ${this.#path} ${problem}.`,
      why: "Every row of a .pvar has a field for each column that its header names.",
      remedy: "Look at that line; a shifted column or a line that was cut is the usual cause.",
    });
  }
}
