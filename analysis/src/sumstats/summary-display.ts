import { escapeHtml, tableHtml, tableText } from "../table-display.ts";
import type { SummaryFile } from "./summary-file.ts";

const SHOWN_NOTICES = 8;

/** The first rows, what the columns were taken for, and what is odd, as text. */
export function summaryText(file: SummaryFile): string {
  return [tableText(file), mappingLine(file), ...noticeLines(file)].join("\n");
}

/** The same as HTML; all columns and notices unfold. */
export function summaryHtml(file: SummaryFile): string {
  const lines = noticeLines(file).map((line) => `<li>${escapeHtml(line)}</li>`);
  const notices = lines.length > 0 ? `<ul>${lines.join("")}</ul>` : "";
  const mapping = `<details><summary><small>${escapeHtml(mappingLine(file))}</small></summary>${mappingHtml(file)}</details>`;
  return `${tableHtml(file)}${mapping}${notices}`;
}

function mappingHtml({ mapping }: SummaryFile): string {
  const rows = mapping.toRows().map(
    (row) =>
      `<tr>${Object.values(row)
        .map((cell) => `<td>${escapeHtml(cell)}</td>`)
        .join("")}</tr>`,
  );
  const head = mapping.columnNames.map((name) => `<th>${name}</th>`).join("");
  return `<table><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

function mappingLine({ mapping }: SummaryFile): string {
  const { column, fileColumn, known } = mapping.columns;
  const pairs = column.flatMap((name, i) =>
    name === "" || known[i] === "kept" ? [] : [`${name} ← ${fileColumn[i] || "derived"}`],
  );
  return `columns: ${pairs.join(", ")}`;
}

function noticeLines({ notices }: SummaryFile): string[] {
  const rest = notices.length - SHOWN_NOTICES;
  return [
    ...notices.slice(0, SHOWN_NOTICES),
    ...(rest > 0 ? [`and ${rest} more: see notices and issues`] : []),
  ];
}
