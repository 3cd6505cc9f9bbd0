import type { TranslationBundle } from "@jupyterlab/translation";
import { Widget } from "@lumino/widgets";
import { cellText, countText } from "./cell-text.ts";
import type { RowsModel } from "./rows-model.ts";

const ROWS = 100;

/** The first rows of the present view as an HTML table, for screen readers and for copying. */
export async function firstRows(rows: RowsModel, trans: TranslationBundle): Promise<Widget> {
  const page = await rows.page(0, ROWS);
  const table = document.createElement("table");
  const caption = table.createCaption();
  caption.textContent = trans.__(
    "Rows 1 to %1 of %2",
    countText(page.count),
    countText(page.rowCount),
  );
  const head = table.createTHead().insertRow();
  for (const { name } of rows.columns) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = name;
    head.append(cell);
  }
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
