import type { data } from "@genobook/analysis";
import { columnsOf, type Library, type ShownFile } from "./shown-file.ts";

/** First rows at once; all are read in the background. */
export async function showSummaryStatistics(library: Library, file: string): Promise<ShownFile> {
  const preview = await library.data.previewSummaryStatistics(file);
  let shown: data.SummaryFile = preview;
  let isWhole = false;
  let state = { done: 0, total: 0 };
  const stop = new AbortController();
  const whole = library.data
    .summaryStatistics(file, {
      signal: stop.signal,
      onProgress: ({ done, total }) => void (state = { done, total }),
    })
    .then((read) => {
      shown = read;
      isWhole = true;
    });
  // Whoever waits for it hears of it; a rejection that nobody waits for would end the kernel.
  whole.catch(() => undefined);
  return {
    account: () => ({
      kind: "summary-statistics",
      columns: columnsOf(shown, library, fileNames(shown)),
      rowCount: shown.rowCount,
      isWhole,
      build: textOf(shown.provenance["build"]),
      notices: isWhole ? shown.notices : [],
      header: [],
    }),
    table: () => shown,
    whole,
    progress: () => state,
    views: [],
    close: () => {
      stop.abort();
      return Promise.resolve();
    },
  };
}

function fileNames({ mapping }: data.SummaryFile): Map<string, string> {
  const { column, fileColumn } = mapping.columns;
  return new Map(column.map((name, i) => [name, fileColumn[i]!]));
}

function textOf(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}
