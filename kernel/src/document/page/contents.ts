import { escapeHtml } from "../../display/escape-html.ts";
import type { DocumentWords } from "../words/words.ts";
import type { Heading } from "../html/markdown.ts";

/** Headings of the first levels as links. */
export function contentsHtml(
  headings: readonly Heading[],
  { page, provenance }: DocumentWords,
): string {
  const shown = headings.filter(({ level }) => level <= 3);
  if (shown.length < 2) return "";
  const items = shown.map(
    ({ level, text, anchor }) =>
      `<li class="level-${level}"><a href="#${anchor}">${escapeHtml(text)}</a></li>`,
  );
  return `<nav aria-label="${page.contents}"><ol>${items.join("")}<li class="level-2"><a href="#provenance">${provenance.title}</a></li></ol></nav>`;
}
