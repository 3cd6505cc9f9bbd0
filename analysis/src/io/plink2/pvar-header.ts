import { FormatError } from "../../errors.ts";
import { lineEnd } from "../field-bounds.ts";
import { whitespaceFields } from "../fields.ts";
import type { VariantColumns } from "../variant-batch.ts";

/** Takes the lines of a .pvar up to its first row. */
export interface PvarHeaderReader {
  /** Undefined until the first row is reached. */
  columns: VariantColumns | undefined;
  /** Lines that start with ##. */
  readonly header: string[];
  /** Lines taken. */
  lines: number;
  /** Takes what belongs to the header and returns where the rest begins. */
  take(bytes: Uint8Array, from: number, to: number): number;
}

const HASH = 35;
/** Columns of a file without a header, which is a .bim: with centimorgans and without. */
const BIM_COLUMNS = ["#CHROM", "ID", "CM", "POS", "ALT", "REF"] as const;
const SHORT_BIM_COLUMNS = ["#CHROM", "ID", "POS", "ALT", "REF"] as const;

/** `take` throws FormatError when a needed column is not named. */
export function pvarHeaderReader(path: string): PvarHeaderReader {
  const decoder = new TextDecoder();
  const reader: PvarHeaderReader = {
    columns: undefined,
    header: [],
    lines: 0,
    take(bytes, from, to) {
      let at = from;
      while (at < to && !reader.columns) {
        const end = lineEnd(bytes, at, to);
        const line = decoder.decode(bytes.subarray(at, end)).trim();
        if (line !== "" && bytes[at] !== HASH) {
          const isShort = whitespaceFields(line).length === 5;
          reader.columns = columnsOf(path, isShort ? SHORT_BIM_COLUMNS : BIM_COLUMNS);
          break;
        }
        if (line.startsWith("##")) reader.header.push(line);
        else if (line !== "") reader.columns = columnsOf(path, whitespaceFields(line));
        reader.lines++;
        at = Math.min(end + 1, to);
      }
      return at;
    },
  };
  return reader;
}

function columnsOf(path: string, names: readonly string[]): VariantColumns {
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
  return { contig, position, id, reference, alternate, needed: Math.max(...columns) + 1 };
}
