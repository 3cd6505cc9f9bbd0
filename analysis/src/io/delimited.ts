import { FormatError } from "../errors.ts";
import type { ByteSource } from "./byte-source.ts";
import { whitespaceFields } from "./fields.ts";
import { readLines } from "./lines.ts";

export type Delimiter = "tab" | "comma" | "blanks";

/** What separates the fields of a header line: tabs if it has any, else commas, else blanks. */
export function sniffDelimiter(header: string): Delimiter {
  return header.includes("\t") ? "tab" : header.includes(",") ? "comma" : "blanks";
}

export function splitFields(line: string, delimiter: Delimiter): string[] {
  if (delimiter === "blanks") return whitespaceFields(line);
  return line.split(delimiter === "tab" ? "\t" : ",");
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
      const text = line.startsWith("\uFEFF") ? line.slice(1) : line;
      delimiter = sniffDelimiter(text);
      const names = splitFields(text, delimiter).map((name) => name.trim());
      refuseQuotes(source.name, names, number);
      width = names.length;
      visitRow = visitHeader(names);
      refuseRepeats(source.name, names);
      return;
    }
    const fields = splitFields(line, delimiter);
    if (fields.length !== width) throw wrongWidth(source.name, number, fields.length, width);
    refuseQuotes(source.name, fields, number);
    visitRow(fields, number);
  });
  if (!visitRow) {
    throw new FormatError(source.name, {
      what: `${source.name} is empty.`,
      why: "It has not even a header line.",
      remedy: "Copy or make the file again.",
    });
  }
}

function isMeta(line: string): boolean {
  return line.startsWith("##");
}

function refuseQuotes(path: string, fields: readonly string[], line: number): void {
  for (const field of fields) {
    if (field.charCodeAt(0) !== 34) continue;
    throw new FormatError(path, {
      what: `Line ${line} of ${path} has a quoted field.`,
      why: "Fields are read as they stand; a quoted one could hide a separator.",
      remedy: "Write the file without quotes, for example in R with quote = FALSE.",
    });
  }
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
