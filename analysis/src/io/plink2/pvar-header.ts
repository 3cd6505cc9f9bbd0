import { FormatError } from "../../errors.ts";
import type { ByteSource } from "../byte-source.ts";
import { LINE_FEED } from "../field-bounds.ts";
import { whitespaceFields } from "../fields.ts";
import { textBytes } from "./text-bytes.ts";

/** Where the columns of a .pvar are. */
export interface PvarColumns {
  readonly contig: number;
  readonly position: number;
  readonly id: number;
  readonly reference: number;
  readonly alternate: number;
  /** Fields that a row must have: up to the last of these columns. */
  readonly needed: number;
}

export interface PvarHeader {
  readonly columns: PvarColumns;
  /** Lines that start with ##. */
  readonly header: readonly string[];
  readonly headerBytes: number;
  readonly headerLines: number;
}

const HASH = 35;
/** Columns of a file without a header, which is a .bim: with centimorgans and without. */
const BIM_COLUMNS = ["#CHROM", "ID", "CM", "POS", "ALT", "REF"] as const;
const SHORT_BIM_COLUMNS = ["#CHROM", "ID", "POS", "ALT", "REF"] as const;

/**
 * Reads the lines of a .pvar that start with #, and the first row where there are none.
 *
 * @throws FormatError when a needed column is not there
 */
export async function readPvarHeader(source: ByteSource): Promise<PvarHeader> {
  const decoder = new TextDecoder();
  const header: string[] = [];
  let names: readonly string[] | undefined;
  let [headerBytes, headerLines] = [0, 0];
  for await (const line of firstLines(source)) {
    if (line[0] !== HASH) {
      const fields = whitespaceFields(decoder.decode(line).trim());
      if (fields.length === 0 && !names && header.length === 0) {
        headerBytes += line.length;
        headerLines++;
        continue;
      }
      names ??= fields.length === 5 ? SHORT_BIM_COLUMNS : BIM_COLUMNS;
      break;
    }
    headerBytes += line.length;
    headerLines++;
    const text = decoder.decode(line).trimEnd();
    if (text.startsWith("##")) header.push(text);
    else {
      names = whitespaceFields(text);
      break;
    }
  }
  return {
    columns: columnsOf(source.name, names ?? BIM_COLUMNS),
    header,
    headerBytes,
    headerLines,
  };
}

function columnsOf(path: string, names: readonly string[]): PvarColumns {
  const find = (name: string): number => names.indexOf(name);
  const [contig, position, id] = [find("#CHROM"), find("POS"), find("ID")];
  const [reference, alternate] = [find("REF"), find("ALT")];
  const columns = [contig, position, id, reference, alternate];
  if (columns.some((column) => column < 0)) {
    const missing = ["#CHROM", "POS", "ID", "REF", "ALT"].filter((name) => find(name) < 0);
    throw new FormatError(path, {
      what: `The header of ${path} names no ${missing.join(", ")}.`,
      why: "A .pvar has the columns #CHROM, POS, ID, REF and ALT.",
      remedy: "Check that the file is whole, or make it again with plink2 --make-just-pvar.",
    });
  }
  const needed = Math.max(...columns) + 1;
  return { contig, position, id, reference, alternate, needed };
}

async function* firstLines(source: ByteSource): AsyncGenerator<Uint8Array> {
  let rest: Uint8Array = new Uint8Array(0);
  for await (const chunk of textBytes(source)) {
    const bytes = new Uint8Array(rest.length + chunk.length);
    bytes.set(rest);
    bytes.set(chunk, rest.length);
    let from = 0;
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, from)) {
      yield bytes.subarray(from, end + 1);
      from = end + 1;
    }
    rest = bytes.subarray(from);
  }
  if (rest.length > 0) yield rest;
}
