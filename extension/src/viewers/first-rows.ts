import type { TranslationBundle } from "@jupyterlab/translation";
import { Widget } from "@lumino/widgets";
import { cellText, countText } from "./cell-text.ts";
import type { HeadSummary } from "./head-summary.ts";
import type { RowsModel } from "./rows-model.ts";

const ROWS = 100;

/**
 * The first rows of the present view as an HTML table, for screen readers and for copying.
 *
 * @param headOf - what is known of the column at a place
 */
export async function firstRows(
  rows: RowsModel,
  headOf: (column: number) => HeadSummary | undefined,
  trans: TranslationBundle,
): Promise<Widget> {
  const page = await rows.page(0, ROWS);
  const table = document.createElement("table");
  const caption = table.createCaption();
  caption.textContent = trans.__(
    "Rows 1 to %1 of %2",
    countText(page.count),
    countText(page.rowCount),
  );
  const head = table.createTHead().insertRow();
  rows.columns.forEach(({ name }, column) => {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = name;
    const summary = headOf(column);
    for (const text of [summary?.values ?? "", summary?.detail ?? ""]) {
      if (text === "") continue;
      const line = document.createElement("small");
      line.textContent = text;
      cell.append(line);
    }
    head.append(cell);
  });
  const body = table.createTBody();
  for (let i = 0; i < page.count; i++) {
    const row = body.insertRow();
    for (const column of rows.columns) {
      row.insertCell().textContent = cellText(column, page.columns.get(column.name)?.[i] ?? "");
    }
  }
  const node = document.createElement("div");
  node.tabIndex = 0;
  node.append(table);
  const widget = new Widget({ node });
  widget.addClass("jp-GenobookViewer-table");
  return widget;
}
