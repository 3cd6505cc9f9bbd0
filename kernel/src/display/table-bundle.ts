import type { MimeBundle } from "../session/link.ts";
import { escapeHtml } from "./escape-html.ts";
import { formatNumber } from "./format-number.ts";

const FIRST_ROWS = 10;
const LAST_ROWS = 5;
const CELL_LIMIT = 60;
const COLUMN_LIMIT = 40;

type Column = ArrayLike<string | number>;

interface TableLike {
  readonly columns: Readonly<Record<string, Column>>;
  readonly rowCount: number;
}

/** A table of the analysis library, also of another copy of it. */
export function isTable(value: object): value is TableLike {
  const { kind, columns, rowCount } = value as Record<string, unknown>;
  return (
    kind === "table" &&
    typeof rowCount === "number" &&
    typeof columns === "object" &&
    columns !== null
  );
}

/** A table as HTML and as aligned text: the first rows, the last rows, and how many there are. */
export function tableBundle(table: TableLike): MimeBundle {
  const names = Object.keys(table.columns);
  const shownNames = names.slice(0, COLUMN_LIMIT);
  const columns = shownNames.map((name) => table.columns[name]!);
  const { indices, gapAt } = shownRows(table.rowCount);
  const rows = indices.map((row) => columns.map((column) => cellText(column[row])));
  const isNumber = columns.map((column) => ArrayBuffer.isView(column));
  const summary = summarise(table.rowCount, names.length, indices.length, shownNames.length);
  return {
    data: {
      "text/html": html(shownNames, rows, isNumber, gapAt, summary),
      "text/plain": plain(shownNames, rows, isNumber, gapAt, summary),
    },
    metadata: {},
  };
}

function shownRows(count: number): { indices: number[]; gapAt: number } {
  if (count <= FIRST_ROWS + LAST_ROWS) {
    return { indices: Array.from({ length: count }, (_, i) => i), gapAt: -1 };
  }
  const first = Array.from({ length: FIRST_ROWS }, (_, i) => i);
  const last = Array.from({ length: LAST_ROWS }, (_, i) => count - LAST_ROWS + i);
  return { indices: [...first, ...last], gapAt: FIRST_ROWS };
}

function cellText(value: string | number | undefined): string {
  if (value === undefined || value === "") return "";
  if (typeof value === "number") return formatNumber(value);
  return value.length > CELL_LIMIT ? `${value.slice(0, CELL_LIMIT - 1)}…` : value;
}

function summarise(rows: number, columns: number, shownRowCount: number, shown: number): string {
  const size = `${rows.toLocaleString("en-GB")} ${rows === 1 ? "row" : "rows"} × ${columns} ${columns === 1 ? "column" : "columns"}`;
  const left = [
    shownRowCount < rows ? `${(rows - shownRowCount).toLocaleString("en-GB")} rows` : undefined,
    shown < columns ? `${columns - shown} columns` : undefined,
  ].filter(Boolean);
  return left.length > 0 ? `${size} (${left.join(" and ")} not shown)` : size;
}

function html(
  names: readonly string[],
  rows: readonly string[][],
  isNumber: readonly boolean[],
  gapAt: number,
  summary: string,
): string {
  const style = (column: number): string =>
    `style="text-align: ${isNumber[column] ? "right" : "left"}; white-space: nowrap"`;
  const head = names.map((name, i) => `<th scope="col" ${style(i)}>${escapeHtml(name)}</th>`);
  const gap = `<tr>${names.map((_, i) => `<td ${style(i)}>…</td>`).join("")}</tr>`;
  const body = rows.map((row, r) => {
    const cells = row.map((text, i) => `<td ${style(i)}>${escapeHtml(text)}</td>`).join("");
    return `${r === gapAt ? gap : ""}<tr>${cells}</tr>`;
  });
  return [
    `<div style="overflow-x: auto"><table>`,
    `<thead><tr>${head.join("")}</tr></thead>`,
    `<tbody>${body.join("\n")}</tbody>`,
    `</table></div><p>${escapeHtml(summary)}</p>`,
  ].join("\n");
}

function plain(
  names: readonly string[],
  rows: readonly string[][],
  isNumber: readonly boolean[],
  gapAt: number,
  summary: string,
): string {
  const widths = names.map((name, i) =>
    Math.max(name.length, ...rows.map((row) => row[i]!.length)),
  );
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, i) => (isNumber[i] ? text.padStart(widths[i]!) : text.padEnd(widths[i]!)))
      .join("  ")
      .trimEnd();
  const lines = rows.map(line);
  if (gapAt >= 0) lines.splice(gapAt, 0, line(names.map(() => "…")));
  return [line(names), ...lines, summary].join("\n");
}
