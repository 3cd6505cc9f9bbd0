import { FormatError } from "../../errors.ts";
import type { ByteSource } from "../byte-source.ts";
import { chromosomeCode } from "../chromosome.ts";
import type { Variants } from "../cohort.ts";
import { countRepeats } from "../count-repeats.ts";
import { LINE_FEED, SPACE, TAB } from "../field-bounds.ts";
import { readLineBlocks } from "../lines.ts";
import { textColumn } from "../text-column.ts";
import { readPvarHeader, type PvarColumns } from "./pvar-header.ts";
import { textBytes } from "./text-bytes.ts";

const MINUS = 45;
const MOST_POSITION = 0x7fffffff;
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
 * Bytes are split, not lines, and only up to the last column that is needed.
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
      rows.add(bytes, from + skipped, to);
    },
    textBytes(source),
  );
  const pvar = rows.finish(header);
  if (pvar.variants.count > 0) return pvar;
  throw new FormatError(source.name, {
    what: `${source.name} names no variants.`,
    why: header.length > 0 ? "It has a header and no rows." : "It is empty.",
    remedy: "Copy or make the PLINK files again.",
  });
}

/** Columns that grow by whole lines of bytes. */
class PvarRows {
  readonly #contig: string[] = [];
  readonly #id = textColumn();
  readonly #reference = textColumn();
  readonly #alternate = textColumn();
  readonly #negative: number[] = [];
  readonly #multiallelic: number[] = [];
  readonly #unknown = new Set<string>();
  readonly #path: string;
  readonly #columns: PvarColumns;
  #numbers = growNumbers(4096);
  #line: number;
  #lastContig = "";
  #lastCode = 0;

  constructor(path: string, columns: PvarColumns, headerLines: number) {
    this.#path = path;
    this.#columns = columns;
    this.#line = headerLines;
  }

  /** Adds whole lines; the last one may have no end. */
  add(bytes: Uint8Array, from: number, end: number): void {
    const { needed, contig, position, id, reference, alternate } = this.#columns;
    const [idColumn, referenceColumn, alternateColumn] = [
      this.#id,
      this.#reference,
      this.#alternate,
    ];
    const contigs = this.#contig;
    const starts = new Int32Array(needed);
    const ends = new Int32Array(needed);
    let { positions, chromosomes, hashes } = this.#numbers;
    let at = from;
    while (at < end) {
      this.#line++;
      let found = 0;
      let byte = bytes[at];
      while (found < needed) {
        while (byte === TAB || byte === SPACE) byte = bytes[++at];
        const start = at;
        while (byte > SPACE && at < end) byte = bytes[++at];
        if (at === start) break;
        starts[found] = start;
        ends[found++] = at;
      }
      while (at < end && bytes[at] !== LINE_FEED) at++;
      at++;
      if (found < needed) {
        if (found === 0) continue;
        throw this.#badRow(`has ${found} fields, not ${needed} or more`);
      }
      const row = contigs.length;
      if (row === positions.length) {
        this.#numbers = growNumbers(4 * row, this.#numbers);
        ({ positions, chromosomes, hashes } = this.#numbers);
      }
      if (!isText(this.#lastContig, bytes, starts[contig], ends[contig])) {
        this.#startContig(bytes.subarray(starts[contig], ends[contig]));
      }
      contigs.push(this.#lastContig);
      chromosomes[row] = this.#lastCode;
      let place = 0;
      for (let i = starts[position]; i < ends[position]; i++) {
        const digit = bytes[i] - 48;
        place = digit >= 0 && digit <= 9 ? place * 10 + digit : NaN;
      }
      if (!(place <= MOST_POSITION)) {
        this.#checkNegative(bytes.subarray(starts[position], ends[position]));
        this.#negative.push(row);
        place = 0;
      }
      positions[row] = place;
      hashes[row] = idColumn.append(bytes, starts[id], ends[id]);
      referenceColumn.append(bytes, starts[reference], ends[reference]);
      alternateColumn.append(bytes, starts[alternate], ends[alternate]);
      if (
        ends[alternate] - starts[alternate] > 2 &&
        bytes.subarray(starts[alternate], ends[alternate]).includes(COMMA)
      ) {
        this.#multiallelic.push(row);
      }
    }
  }

  finish(header: readonly string[]): Pvar {
    const count = this.#contig.length;
    const { positions, chromosomes, hashes } = this.#numbers;
    const variantId = this.#id.finish();
    return {
      variants: {
        count,
        chromosome: chromosomes.slice(0, count),
        contig: this.#contig,
        basePairLocation: positions.slice(0, count),
        variantId,
        effectAllele: this.#alternate.finish(),
        otherAllele: this.#reference.finish(),
      },
      header,
      multiallelic: Uint32Array.from(this.#multiallelic),
      negativePositions: Uint32Array.from(this.#negative),
      repeatedIds: countRepeats(variantId, hashes.subarray(0, count)),
      unknownContigs: [...this.#unknown],
    };
  }

  #startContig(name: Uint8Array): void {
    this.#lastContig = new TextDecoder().decode(name);
    this.#lastCode = chromosomeCode(this.#lastContig);
    if (this.#lastCode === 0 && this.#lastContig !== "0") this.#unknown.add(this.#lastContig);
  }

  #checkNegative(field: Uint8Array): void {
    const text = new TextDecoder().decode(field);
    if (field[0] === MINUS && /^-\d+$/.test(text) && Number(text) >= -MOST_POSITION) return;
    throw this.#badRow(`has the position "${text.slice(0, 20)}"`);
  }

  #badRow(problem: string): FormatError {
    return new FormatError(this.#path, {
      what: `Line ${this.#line} of ${this.#path} ${problem}.`,
      why: "Every row of a .pvar has a field for each column that its header names.",
      remedy: "Look at that line; a shifted column or a line that was cut is the usual cause.",
    });
  }
}

interface VariantNumbers {
  readonly positions: Int32Array;
  readonly chromosomes: Uint8Array;
  /** Of ids. */
  readonly hashes: Uint32Array;
}

function growNumbers(length: number, before?: VariantNumbers): VariantNumbers {
  const grown = {
    positions: new Int32Array(length),
    chromosomes: new Uint8Array(length),
    hashes: new Uint32Array(length),
  };
  if (before) {
    grown.positions.set(before.positions);
    grown.chromosomes.set(before.chromosomes);
    grown.hashes.set(before.hashes);
  }
  return grown;
}

function isText(text: string, bytes: Uint8Array, from: number, to: number): boolean {
  if (text.length !== to - from) return false;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) !== bytes[from + i]) return false;
  return true;
}
