import { escapeHtml, tableHtml, tableText } from "../table-display.ts";
import type { Table } from "../table.ts";

/** What a result says of itself: sentences first, of which the first names it, then its tables. */
export interface ResultAccount {
  readonly sentences: readonly string[];
  /** A table with a title is folded under it in HTML. */
  readonly tables: readonly { readonly title?: string | undefined; readonly table: Table }[];
}

/** Lets a notebook and a terminal show a result of several parts by its account. */
export function displayed<T extends object>(result: T, account: (result: T) => ResultAccount): T {
  const text = (): string => {
    const { sentences, tables } = account(result);
    return [
      ...sentences,
      ...tables.flatMap(({ title, table }) => ["", ...(title ? [title] : []), tableText(table)]),
    ].join("\n");
  };
  const html = (): string => {
    const { sentences, tables } = account(result);
    const parts = tables.map(({ title, table }) =>
      title
        ? `<details><summary>${escapeHtml(title)}</summary>${tableHtml(table)}</details>`
        : tableHtml(table),
    );
    const prose = sentences
      .map(escapeHtml)
      .map((sentence, i) => (i === 0 ? `<strong>${sentence}</strong>` : sentence));
    return `<p>${prose.join("<br>")}</p>${parts.join("")}`;
  };
  Object.defineProperty(result, Symbol.for("Jupyter.display"), {
    value: () => ({ "text/plain": text(), "text/html": html() }),
  });
  Object.defineProperty(result, Symbol.for("nodejs.util.inspect.custom"), { value: text });
  return result;
}
