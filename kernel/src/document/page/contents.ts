import { escapeHtml } from "../../display/escape-html.ts";
import type { Heading } from "../html/markdown.ts";

/** Headings of the first levels as links. */
export function contentsHtml(headings: readonly Heading[]): string {
  const shown = headings.filter(({ level }) => level <= 3);
  if (shown.length < 2) return "";
  const items = shown.map(
    ({ level, text, anchor }) =>
      `<li class="level-${level}"><a href="#${anchor}">${escapeHtml(text)}</a></li>`,
  );
  return `<nav aria-label="Contents"><ol>${items.join("")}<li class="level-2"><a href="#provenance">Provenance</a></li></ol></nav>`;
}
