import { escapeHtml } from "../../table-display.ts";

/** Lets a notebook and a terminal show a value by sentences, of which the first is the main one. */
export function displayed<T extends object>(
  value: T,
  describe: (value: T) => readonly string[],
): T {
  const html = (): string =>
    `<p>${describe(value)
      .map((sentence, i) =>
        i === 0 ? `<strong>${escapeHtml(sentence)}</strong>` : escapeHtml(sentence),
      )
      .join("<br>")}</p>`;
  const text = (): string => describe(value).join("\n");
  Object.defineProperty(value, Symbol.for("Jupyter.display"), {
    value: () => ({ "text/plain": text(), "text/html": html() }),
  });
  Object.defineProperty(value, Symbol.for("nodejs.util.inspect.custom"), { value: text });
  return value;
}
