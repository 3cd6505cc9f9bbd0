import { escapeHtml, tableText } from "../../table-display.ts";
import type { MatchedScores } from "./matched-scores.ts";

/** Counts a file and a verdict. */
export function matchedText(matched: MatchedScores): string {
  const { counts, notices } = matched;
  return [tableText(counts), "", tableText(matched.explore().counts), ...notices].join("\n");
}

/** What is odd, then lists that unfold. */
export function matchedHtml(matched: MatchedScores): string {
  const notices = matched.notices.map(
    (notice) => `<div><small>${escapeHtml(notice)}</small></div>`,
  );
  return `${notices.join("")}${matched.explore().html()}`;
}
