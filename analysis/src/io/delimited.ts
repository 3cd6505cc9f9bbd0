import { FormatError } from "../errors.ts";
import type { ByteSource } from "./byte-source.ts";
import { whitespaceFields } from "./fields.ts";
import { expectedRows } from "./expected-rows.ts";
import { lineEnd, SPACE, TAB } from "./field-bounds.ts";
import { numberFields } from "./number-fields.ts";
import { blockMemory, plainBytes, readLineBlocks, readLines, type VisitLines } from "./lines.ts";

export type Delimiter = "tab" | "comma" | "semicolon" | "blanks";

/** What separates the fields of a header line: tabs if it has any, else commas, else semicolons, else blanks. */
export function sniffDelimiter(header: string): Delimiter {
  if (header.includes("\t")) return "tab";
  return header.includes(",") ? "comma" : header.includes(";") ? "semicolon" : "blanks";
}

export function splitFields(line: string, delimiter: Delimiter): string[] {
  if (delimiter === "blanks") return whitespaceFields(line);
  return line.split(String.fromCharCode(SEPARATOR[delimiter]));
}

/** Called once for the header; returns what is called for every row with its fields and line number. */
export type VisitHeader = (
  names: readonly string[],
) => (fields: readonly string[], line: number) => void;

/**
 * Reads text with one header line and fields separated by tabs, commas or blanks; empty lines are skipped.
 *
 * @param options.isComment - lines before the header to leave out, `##` lines by default
 * @throws FormatError for a row with another number of fields than the header, a repeated column name, a quoted field,
 * or no header at all
 */
export async function readDelimited(
  source: ByteSource,
  visitHeader: VisitHeader,
  { isComment = isMeta }: { readonly isComment?: (line: string) => boolean } = {},
): Promise<void> {
  let delimiter: Delimiter = "tab";
  let width = 0;
  let visitRow: ((fields: readonly string[], line: number) => void) | undefined;
  await readLines(source, (line, number) => {
    if (line.trim() === "") return;
    if (!visitRow) {
      if (isComment(line)) return;
      const header = headerOf(source.name, line, number);
      delimiter = header.delimiter;
      width = header.names.length;
      visitRow = visitHeader(header.names);
      refuseRepeats(source.name, header.names);
      return;
    }
    const fields = splitFields(line, delimiter);
    if (fields.length !== width) throw wrongWidth(source.name, number, fields.length, width);
    refuseQuotes(source.name, fields, number);
    visitRow(fields, number);
  });
  if (!visitRow) throw emptyText(source.name);
}

/**
 * Called for every row. Its field i is bytes[bounds[2i] … bounds[2i + 1]), as it stands, and values[i] where it is a
 * plain decimal of up to nine digits; NaN says nothing. All are only good during the call.
 */
type VisitFields = (
  bytes: Uint8Array,
  bounds: Int32Array,
  values: Float64Array,
  line: number,
) => void;

/**
 * Called with whole lines, of which the first is line `line`, and the byte between fields; returns how many lines it has
 * taken, or undefined to be called row by row.
 */
type VisitRows = (
  bytes: Uint8Array,
  from: number,
  to: number,
  separator: number,
  line: number,
) => number | undefined;

interface RowVisitor {
  readonly row: VisitFields;
  readonly rows?: VisitRows | undefined;
}

/** Called once for the header with a guess of how many rows follow; returns what is called for the rows. */
export type VisitFieldHeader = (names: readonly string[], expectedRows: number) => RowVisitor;

export interface FieldOptions {
  readonly room?: ((bytes: number) => Uint8Array) | undefined;
  readonly delimiter?: Delimiter | undefined;
  readonly unquotes?: boolean | undefined;
}

/**
 * Reads what `readDelimited` reads, as bytes: no strings are made but those of the header.
 *
 * @param options.room - gives the memory that blocks are read into
 * @param options.delimiter - what separates fields, where the header does not tell
 * @param options.unquotes - takes the quotes off quoted fields, instead of refusing them; a separator still separates
 * @throws FormatError as `readDelimited` does
 */
export async function readDelimitedFields(
  source: ByteSource,
  visitHeader: VisitFieldHeader,
  { room, delimiter, unquotes = false }: FieldOptions = {},
): Promise<void> {
  let rows: FieldRows | undefined;
  let line = 0;
  const visit: VisitLines = (bytes, from, to) => {
    let at = from;
    while (!rows && at < to) {
      line++;
      const end = lineEnd(bytes, at, to);
      const text = lineDecoder.decode(bytes.slice(at, end));
      at = end + 1;
      if (text.trim() === "" || isMeta(text)) continue;
      const header = headerOf(source.name, text, line, { delimiter, unquotes });
      const visitor = visitHeader(header.names, expectedRows(source, bytes, at, to));
      refuseRepeats(source.name, header.names);
      rows = new FieldRows(source.name, header, visitor, unquotes);
    }
    if (rows && at < to) line = rows.visit(bytes, at, to, line);
  };
  const memory = blockMemory(source, room);
  await readLineBlocks(source, visit, plainBytes(source, { memory }));
  if (!rows) throw emptyText(source.name);
}

const lineDecoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Visits the rows behind a header. */
class FieldRows {
  readonly #path: string;
  readonly #separator: number;
  readonly #visitor: RowVisitor;
  readonly #width: number;
  readonly #bounds: Int32Array;
  readonly #values: Float64Array;
  readonly #unquotes: boolean;

  constructor(
    path: string,
    { delimiter, names }: { readonly delimiter: Delimiter; readonly names: readonly string[] },
    visitor: RowVisitor,
    unquotes: boolean,
  ) {
    this.#unquotes = unquotes;
    this.#path = path;
    this.#separator = SEPARATOR[delimiter];
    this.#visitor = visitor;
    this.#width = names.length;
    this.#bounds = new Int32Array(2 * names.length + 1);
    this.#values = new Float64Array(names.length);
  }

  /** Returns the lines so far, of which there were `linesBefore`. */
  visit(bytes: Uint8Array, from: number, to: number, linesBefore: number): number {
    const taken = this.#visitor.rows?.(bytes, from, to, this.#separator, linesBefore + 1);
    if (taken !== undefined) return linesBefore + taken;
    const bounds = this.#bounds;
    const width = this.#width;
    let line = linesBefore;
    for (let at = from; at < to; at++) {
      line++;
      if (bytes[at] <= SPACE || bytes[at] >= 128) {
        const end = lineEnd(bytes, at, to);
        if (lineDecoder.decode(bytes.slice(at, end)).trim() === "") {
          at = end;
          continue;
        }
      }
      at = numberFields(bytes, at, to, this.#separator, bounds, this.#values);
      const count = bounds[2 * width];
      if (count !== width) throw wrongWidth(this.#path, line, count, width);
      for (let i = 0; i < width; i++) {
        const from = bounds[2 * i];
        if (bytes[from] !== QUOTE || from === bounds[2 * i + 1]) continue;
        if (!this.#unquotes) throw quotedField(this.#path, line);
        bounds[2 * i]++;
        if (bytes[bounds[2 * i + 1] - 1] === QUOTE && bounds[2 * i + 1] > from + 1)
          bounds[2 * i + 1]--;
      }
      this.#visitor.row(bytes, bounds, this.#values, line);
    }
    return line;
  }
}

const QUOTE = 34;
const SEPARATOR: Readonly<Record<Delimiter, number>> = {
  tab: TAB,
  comma: 44,
  semicolon: 59,
  blanks: SPACE,
};

function headerOf(
  path: string,
  line: string,
  number: number,
  options: FieldOptions = {},
): { readonly delimiter: Delimiter; readonly names: string[] } {
  const text = line.startsWith("\uFEFF") ? line.slice(1) : line;
  const delimiter = options.delimiter ?? sniffDelimiter(text);
  const names = splitFields(text, delimiter).map((name) => name.trim());
  if (options.unquotes) return { delimiter, names: names.map(unquoted) };
  refuseQuotes(path, names, number);
  return { delimiter, names };
}

/** A field without the quotes around it. */
export function unquoted(field: string): string {
  return /^".*"$/.test(field) ? field.slice(1, -1) : field;
}

function isMeta(line: string): boolean {
  return line.startsWith("##");
}

function refuseQuotes(path: string, fields: readonly string[], line: number): void {
  for (const field of fields) {
    if (field.charCodeAt(0) === QUOTE) throw quotedField(path, line);
  }
}

function quotedField(path: string, line: number): FormatError {
  return new FormatError(path, {
    what: `Line ${line} of ${path} has a quoted field.`,
    why: "Fields are read as they stand; a quoted one could hide a separator.",
    remedy: "Write the file without quotes, for example in R with quote = FALSE.",
  });
}

function emptyText(path: string): FormatError {
  return new FormatError(path, {
    what: `${path} is empty.`,
    why: "It has not even a header line.",
    remedy: "Copy or make the file again.",
  });
}

function refuseRepeats(path: string, names: readonly string[]): void {
  const repeated = names.find((name, i) => names.indexOf(name) !== i);
  if (repeated === undefined) return;
  throw new FormatError(path, {
    what: `${path} has two columns named "${repeated}".`,
    why: "Columns are found by name.",
    remedy: "Rename one of them.",
  });
}

function wrongWidth(path: string, line: number, found: number, expected: number): FormatError {
  return new FormatError(path, {
    what: `Line ${line} of ${path} has ${found} fields, the header ${expected}.`,
    why: "Every row has one field a column.",
    remedy:
      "Look at that line: a missing value left empty, or a blank within a value, is the usual cause; write NA instead.",
  });
}
