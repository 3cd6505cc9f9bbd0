import { escapeHtml, tableHtml, tableText } from "../../table-display.ts";
import type { MatchedScores } from "./matched-scores.ts";

/** Counts first, then the first rows of the log. */
export function matchedText(matched: MatchedScores): string {
  return [tableText(matched.counts), tableText(matched), ...matched.notices].join("\n");
}

/** The same as HTML; the log unfolds. */
export function matchedHtml(matched: MatchedScores): string {
  const notices = matched.notices.map(
    (notice) => `<div><small>${escapeHtml(notice)}</small></div>`,
  );
  const log = `<details><summary><small>what became of each variant</small></summary>${tableHtml(matched)}</details>`;
  return `${tableHtml(matched.counts)}${notices.join("")}${log}`;
}
