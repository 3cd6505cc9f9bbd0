import { COLUMNS } from "./columns.ts";
import { summarisePeople } from "./people-display.ts";
import { firstValues } from "./held-texts.ts";
import type { Column, Columns, Provenance } from "./table.ts";

const SHOWN_ROWS = 10;
/** The provenance that is shown; all of it is in `table.provenance`. */
const SHOWN_PROVENANCE = [
  "method",
  "trait",
  "covariates",
  "n",
  "build",
  "device",
  "caution",
] as const;
// Long indels and paths would push all other columns out of sight.
const LONGEST_TEXT = 60;
/** Of sentences, which wrap in HTML. */
const LONGEST_PROSE = 300;
/** Text that needs no room of its own. */
const SHORT_TEXT = 30;

interface Displayed {
  readonly columns: Columns;
  readonly rowCount: number;
  readonly provenance: Provenance;
}

/** First rows as aligned text, then how many there are and what made them. */
export function tableText(given: Displayed): string {
  const table = summarisePeople(given) ?? given;
  const shown = Math.min(SHOWN_ROWS, table.rowCount);
  const columns = Object.keys(table.columns).map((name) => {
    const column = firstValues(table.columns, name, shown);
    const cells = Array.from({ length: shown }, (_, i) => formatCell(column, i));
    const width = Math.max(name.length, ...cells.map((cell) => cell.length));
    const pad = (cell: string): string =>
      isNumeric(column) ? cell.padStart(width) : cell.padEnd(width);
    return [name, ...cells].map(pad);
  });
  const lines = Array.from({ length: shown + 1 }, (_, i) =>
    columns
      .map((column) => column[i])
      .join("  ")
      .trimEnd(),
  );
  return [...lines, ...footer(table)].join("\n");
}

/** The same as HTML; names and values are escaped, known columns explain themselves on hover. */
export function tableHtml(given: Displayed): string {
  const table = summarisePeople(given) ?? given;
  const shown = Math.min(SHOWN_ROWS, table.rowCount);
  const entries = Object.keys(table.columns).map(
    (name) => [name, firstValues(table.columns, name, shown)] as const,
  );
  const head = entries
    .map(([name, column]) => {
      const title = Object.hasOwn(COLUMNS, name)
        ? ` title="${escapeHtml(COLUMNS[name].meaning)}"`
        : "";
      return `<th${title} style="text-align:${alignment(column)}">${escapeHtml(name)}</th>`;
    })
    .join("");
  const body = Array.from({ length: shown }, (_, i) => {
    const cells = entries.map(([, column]) => {
      const cell = formatCell(column, i, LONGEST_PROSE);
      return `<td style="${cellStyle(column, cell)}">${escapeHtml(cell)}</td>`;
    });
    return `<tr>${cells.join("")}</tr>`;
  }).join("");
  const notes = footer(table)
    .map((line) => `<div><small>${escapeHtml(line)}</small></div>`)
    .join("");
  return `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>${notes}`;
}

function footer({ columns, rowCount, provenance }: Displayed): string[] {
  const width = Object.keys(columns).length;
  const more = rowCount > SHOWN_ROWS ? `, first ${SHOWN_ROWS} shown` : "";
  const made = SHOWN_PROVENANCE.flatMap((name) => {
    const value = provenance[name] ?? [];
    const text = typeof value === "object" ? value.join(", ") : String(value);
    return text === "" ? [] : [`${name} ${text}`];
  });
  return [
    `${rowCount.toLocaleString("en-US")} row${rowCount === 1 ? "" : "s"} × ${width} column${width === 1 ? "" : "s"}${more}`,
    ...(made.length > 0 ? [made.join("; ")] : []),
  ];
}

/** A cell for people: at most six digits, missing as NA. */
function formatCell(column: Column, index: number, longestProse = LONGEST_TEXT): string {
  const value = column[index];
  if (typeof value === "string") {
    const longest = value.includes(" ") ? longestProse : LONGEST_TEXT;
    return value.length > longest ? `${value.slice(0, longest - 1)}…` : value;
  }
  if (Number.isNaN(value)) return "NA";
  return Number.isInteger(value) && Math.abs(value) < 1e15 ? String(value) : sixDigits(value);
}

function sixDigits(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e6)) {
    return value.toExponential(5).replace(/\.?0+e/, "e");
  }
  return String(Number(value.toPrecision(6)));
}

function isNumeric(column: Column): boolean {
  return ArrayBuffer.isView(column);
}

/** Numbers stay on their line, and sentences get room to wrap in. */
function cellStyle(column: Column, cell: string): string {
  const room = isNumeric(column)
    ? ";white-space:nowrap"
    : cell.length > SHORT_TEXT
      ? ";min-width:16em"
      : "";
  return `text-align:${alignment(column)}${room}`;
}

function alignment(column: Column): string {
  return isNumeric(column) ? "right" : "left";
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
