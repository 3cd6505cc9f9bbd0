import type { Table, data } from "@genobook/analysis";
import { range } from "./range.ts";
import { columnsOf, type Library, type RowsBeingRead, type ShownFile } from "./shown-file.ts";

/** First rows at once; all are read in the background. */
export async function showSummaryStatistics(library: Library, file: string): Promise<ShownFile> {
  const preview = await library.data.previewSummaryStatistics(file);
  let shown: data.SummaryFile = preview;
  let isWhole = false;
  let state = { done: 0, total: 0 };
  let soFar: data.RowsSoFar | undefined;
  const beingRead = (): RowsBeingRead | undefined => {
    if (isWhole) return undefined;
    const share = state.total > 0 ? state.done / state.total : 0;
    const count = Math.max(preview.rowCount, soFar?.count() ?? 0);
    const rows = (from: number, to: number): Table =>
      soFar && soFar.count() >= to ? soFar.rows(from, to) : preview.take(range(from, to));
    return {
      count,
      expected: share > 0 ? Math.max(count, Math.round(count / share)) : count,
      rows,
    };
  };
  const stop = new AbortController();
  const whole = library.data
    .summaryStatistics(file, {
      signal: stop.signal,
      onProgress: ({ done, total }) => void (state = { done, total }),
      onRows: (rows) => void (soFar = rows),
    })
    .then((read) => {
      shown = read;
      isWhole = true;
      soFar = undefined;
    });
  // Whoever waits for it hears of it; a rejection that nobody waits for would end the kernel.
  whole.catch(() => undefined);
  return {
    account: () => ({
      kind: "summary-statistics",
      columns: columnsOf(shown, library, fileNames(shown)),
      rowCount: beingRead()?.count ?? shown.rowCount,
      rowsExpected: beingRead()?.expected ?? shown.rowCount,
      isWhole,
      build: textOf(shown.provenance["build"]),
      notices: isWhole ? shown.notices : [],
      header: [],
    }),
    table: () => shown,
    whole,
    soFar: beingRead,
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
