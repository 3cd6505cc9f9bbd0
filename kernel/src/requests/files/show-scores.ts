import type { prs } from "@genobook/analysis";
import type { FileLeftOut } from "./file-messages.ts";
import { columnsOf, type Library, type ShownFile } from "./shown-file.ts";

const MOST_LEFT_OUT = 100;
/** The library's pointer to a table that the page does not have: it shows the rows themselves. */
const SEE_ISSUES = /: see issues\.$/;

/** A scoring file: its weights as a table, and its header. */
export async function showScores(library: Library, file: string): Promise<ShownFile> {
  const scores = await library.prs.readScores(file, {
    drop: ["complex", "missing weight", "missing effect allele"],
  });
  const header = Object.entries(scores.header)
    .filter(([, value]) => ["string", "number"].includes(typeof value))
    .map(([name, value]) => [name, String(value)] as const);
  const leftOut = leftOutOf(scores);
  return {
    account: () => ({
      kind: "scores",
      columns: columnsOf(scores, library),
      rowCount: scores.rowCount,
      rowsExpected: scores.rowCount,
      isWhole: true,
      build: scores.build ?? null,
      notices: scores.notices.filter((notice) => !SEE_ISSUES.test(notice)),
      header,
      leftOut,
    }),
    table: () => scores,
    whole: Promise.resolve(),
    progress: () => ({ done: 1, total: 1 }),
    views: [],
    close: () => Promise.resolve(),
  };
}

function leftOutOf({ issues, rowCount }: prs.ScoringFile): FileLeftOut | undefined {
  const { line, variantId, problem } = issues.columns;
  // Rows without a place are listed among the issues, too, and kept.
  const left = [...line.keys()].filter((i) => problem[i] !== "no place");
  if (left.length === 0) return undefined;
  const rows = left.slice(0, MOST_LEFT_OUT).map((i) => ({
    line: line[i]!,
    variantId: variantId[i]!,
    problem: problem[i]!,
  }));
  return { count: left.length, ofRows: rowCount + left.length, rows };
}
