import type { DataTable } from "./data-table.ts";
import { isPersonId } from "./person-columns.ts";

const STATED = /^([\d,]+) rows? × [\d,]+ columns?/;

/** Tables that were printed as text: columns by tabs, two spaces or more, or commas. */
export function textTables(text: string): DataTable[] {
  const lines = text.split(/\r?\n/);
  const tables: DataTable[] = [];
  for (let at = 0; at < lines.length - 1; at++) {
    const head = headOf(lines[at]!);
    if (head === undefined) continue;
    const rows: string[][] = [];
    let next = at + 1;
    while (next < lines.length && lines[next]!.trim() !== "" && !STATED.test(lines[next]!)) {
      const cells = split(lines[next]!, head.by);
      if (cells.length < 2 && head.columns.length > 1) break;
      rows.push(cells);
      next++;
    }
    if (rows.length === 0) continue;
    const stated = STATED.exec(
      lines
        .slice(next, next + 2)
        .join("\n")
        .trim(),
    )?.[1];
    const rowCount = stated === undefined ? rows.length : Number(stated.replaceAll(",", ""));
    // Cells that are left empty shift those after them: such rows say nothing of columns.
    const whole = rows.filter(({ length }) => length === head.columns.length);
    tables.push({ form: "text", columns: head.columns, rows: whole, rowCount });
    at = next - 1;
  }
  return tables;
}

type Separator = RegExp | string;

function headOf(line: string): { columns: string[]; by: Separator } | undefined {
  for (const by of ["\t", /\s{2,}/, ",", /\s+/] as const) {
    const columns = split(line, by).map((name) => name.replace(/^#/, ""));
    const isHead =
      columns.length > 1 &&
      columns.every((name) => /^[\p{L}_][\p{L}\p{N}_ .%²⁰-⁹()-]*$/u.test(name));
    // Words with one space between them are a sentence, unless they name people.
    const isSentence = by instanceof RegExp && by.source === String.raw`\s+`;
    const isList = by === ",";
    if (isHead && ((!isSentence && !isList) || columns.some(isPersonId))) return { columns, by };
  }
  return undefined;
}

function split(line: string, by: Separator): string[] {
  return line
    .trim()
    .split(by)
    .map((cell) => cell.trim());
}
