import { escapeHtml, tableHtml, tableText } from "../../table-display.ts";
import type { Table } from "../../table.ts";

/** Lets a notebook show a result of several parts: its sentences, then one of its tables. */
export function displayed<T extends object>(
  result: T,
  sentences: readonly string[],
  table: Table | undefined,
): T {
  const text = [...sentences, ...(table ? [tableText(table)] : [])].join("\n");
  const html = [
    ...sentences.map((sentence) => `<p>${escapeHtml(sentence)}</p>`),
    ...(table ? [tableHtml(table)] : []),
  ].join("");
  for (const [name, value] of [
    ["Jupyter.display", () => ({ "text/plain": text, "text/html": html })],
    ["nodejs.util.inspect.custom", () => text],
  ] as const) {
    Object.defineProperty(result, Symbol.for(name), { value });
  }
  return result;
}
