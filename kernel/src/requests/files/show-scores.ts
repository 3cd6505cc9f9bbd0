import { columnsOf, type Library, type ShownFile } from "./shown-file.ts";

/** A scoring file: its weights as a table, and its header. */
export async function showScores(library: Library, file: string): Promise<ShownFile> {
  const scores = await library.prs.readScores(file, {
    drop: ["complex", "missing weight", "missing effect allele"],
  });
  const header = Object.entries(scores.header)
    .filter(([, value]) => ["string", "number"].includes(typeof value))
    .map(([name, value]) => [name, String(value)] as const);
  return {
    account: () => ({
      kind: "scores",
      columns: columnsOf(scores, library),
      rowCount: scores.rowCount,
      rowsExpected: scores.rowCount,
      isWhole: true,
      build: scores.build ?? null,
      notices: scores.notices,
      header,
    }),
    table: () => scores,
    whole: Promise.resolve(),
    progress: () => ({ done: 1, total: 1 }),
    views: [],
    close: () => Promise.resolve(),
  };
}
