import { escapeHtml } from "../../display/escape-html.ts";
import type { DocumentWords } from "../words/words.ts";
import { cellText } from "../gate/plot-tables.ts";
import { type Row, rowsOf, type Spec } from "./plot-of-output.ts";

/** Places of labels and the like are no findings. */
const DRAWING_ONLY = /^(?:align|dx|dy|tone|tier|label|capped|lead|x|y|x2|y2|bin)$/;

/** The rows behind a plot as a table, for those who do not see the drawing: the strongest first where there is a P value. */
export function rowsTable(spec: Spec, most: number, words: DocumentWords["plot"]): string {
  const rows = rowsOf(spec);
  if (rows.length === 0) return "";
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter(
    (name) => !DRAWING_ONLY.test(name),
  );
  const hasP = columns.includes("negLog10PValue");
  const shown = (hasP ? rows.toSorted((a, b) => strength(b) - strength(a)) : rows).slice(0, most);
  const number = new Intl.NumberFormat("en");
  const counted =
    shown.length === rows.length
      ? words.rows(rows.length, number.format(rows.length))
      : words.firstRows(number.format(shown.length), number.format(rows.length), hasP);
  const head = columns.map((name) => `<th scope="col">${escapeHtml(name)}</th>`).join("");
  const body = shown.map((row) => {
    const { variantId } = row;
    const key = typeof variantId === "string" ? ` data-variant="${escapeHtml(variantId)}"` : "";
    return `<tr${key}>${columns.map((name) => cell(row[name])).join("")}</tr>`;
  });
  return `<details class="rows"><summary>${words.rowsBehind} (${counted})</summary><div class="wide" tabindex="0" role="region" aria-label="${words.rowsBehind}"><table><thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table></div></details>`;
}

function strength(row: Row): number {
  return Number(row["negLog10PValue"] ?? 0);
}

function cell(value: unknown): string {
  return typeof value === "number"
    ? `<td style="text-align:right">${+value.toPrecision(6)}</td>`
    : `<td>${escapeHtml(cellText(value))}</td>`;
}
