import { AnswerWithBuffers, type RequestContext, type RequestHandlers } from "../handlers.ts";
import type { FileRequests, FileRowsColumn } from "./file-messages.ts";
import { fileStrip } from "./file-strip.ts";
import { FileRefusal } from "./file-refusal.ts";
import { matrixOf } from "./matrix-of.ts";
import { closeFile, keepOpen, openFile } from "./open-files.ts";
import { isPlain, rowsOfView } from "./rows-of-view.ts";
import { serverPath } from "./server-path.ts";
import { showFile } from "./show-file.ts";
import type { Library, ShownFile } from "./shown-file.ts";

const MOST_ROWS = 1000;
const SAMPLE_ROWS = 200_000;
const WAIT_REPORT_MS = 250;

/** Answers of the viewers' requests. Nothing here writes. */
export const fileHandlers: Pick<RequestHandlers, keyof FileRequests> = {
  "file.open": async ({ path }, { load }) => {
    const file = await showFile(await library(load), await serverPath(path));
    return { handle: keepOpen(file), ...file.account() };
  },

  "file.whole": async ({ handle }, context) => {
    const file = openFile(handle);
    await wholeOf(file, context);
    return { handle, ...file.account() };
  },

  "file.rows": async ({ handle, view, from, count }, context) => {
    const file = openFile(handle);
    const wanted = Math.min(count, MOST_ROWS);
    if (!isPlain(view) || from + wanted > file.table().rowCount) await wholeOf(file, context);
    const all = rowsOfView(await library(context.load), file, view);
    const table = file.table();
    const rowCount = all?.length ?? table.rowCount;
    const end = Math.min(rowCount, from + wanted);
    const rows = all?.subarray(from, end) ?? range(from, end);
    const taken = { ...table.take(rows).columns, ...(await file.pageColumns?.(rows)) };
    const buffers: ArrayBufferView[] = [];
    const columns = Object.entries(taken).map(([name, column]): FileRowsColumn => {
      if (!ArrayBuffer.isView(column)) return { name, texts: column };
      const sent = sendable(column);
      buffers.push(sent);
      return { name, numbers: numbersOf(sent) };
    });
    return new AnswerWithBuffers({ from, count: rows.length, rowCount, columns }, buffers);
  },

  "file.summary": async ({ handle, view, column, isEvery }, context) => {
    const file = openFile(handle);
    if (!isPlain(view) || isEvery) await wholeOf(file, context);
    const used = await library(context.load);
    const rows = rowsOfView(used, file, { ...view, orderBy: "" });
    const described = used.data.describeColumn(file.table(), column, {
      rows,
      atMost: isEvery ? undefined : SAMPLE_ROWS,
    });
    const rowCount = rows?.length ?? file.table().rowCount;
    if (described.holds === "texts") return { ...described, rowCount };
    const { minimum, maximum, mean } = described;
    return {
      ...described,
      rowCount,
      minimum: finite(minimum),
      maximum: finite(maximum),
      mean: finite(mean),
    };
  },

  "file.region": async ({ handle, view, region }, context) => {
    const file = openFile(handle);
    await wholeOf(file, context);
    const used = await library(context.load);
    const inside = used.data.selectRows(file.table(), { where: regionOnly(region) });
    const all = rowsOfView(used, file, view);
    if (!all) return { first: inside[0] ?? null, count: inside.length };
    const isInside = new Set(inside);
    let first: number | null = null;
    let count = 0;
    all.forEach((row, place) => {
      if (!isInside.has(row)) return;
      first ??= place;
      count++;
    });
    return { first, count };
  },

  "file.strip": async ({ handle, isEvery }, context) => {
    const { genotypes } = openFile(handle);
    if (!genotypes) throw otherKind("frequencies");
    return fileStrip(await library(context.load), genotypes, { isEvery, ...context });
  },

  "file.matrix": async ({ handle, first, count }) => {
    const { panel } = openFile(handle);
    if (!panel) throw otherKind("correlations");
    const { answers, r } = await matrixOf(panel, first, count);
    return new AnswerWithBuffers(answers, [r]);
  },

  "file.close": async ({ handle }) => {
    await closeFile(handle);
    return {};
  },
};

/** Waits for all rows, and says how far reading has come. */
async function wholeOf(
  file: ShownFile,
  { signal, progress }: Pick<RequestContext, "signal" | "progress">,
): Promise<void> {
  const timer = setInterval(() => {
    const { done, total } = file.progress();
    progress("reading", done, total > 0 ? total : undefined);
  }, WAIT_REPORT_MS);
  const cancelled = new Promise<void>((resolve) =>
    signal.addEventListener("abort", () => resolve(), { once: true }),
  );
  try {
    await Promise.race([file.whole, cancelled]);
  } finally {
    clearInterval(timer);
  }
}

async function library(load: RequestContext["load"]): Promise<Library> {
  return (await load("@genobook/analysis")) as unknown as Library;
}

function range(from: number, end: number): Uint32Array {
  return Uint32Array.from({ length: Math.max(0, end - from) }, (_, i) => from + i);
}

type Numbers = Float64Array | Float32Array | Int32Array | Uint8Array;

function sendable(column: ArrayBufferView): Numbers {
  if (column instanceof Uint32Array || column instanceof Uint16Array) {
    return Float64Array.from(column);
  }
  return column as Numbers;
}

function numbersOf(column: Numbers): "float64" | "float32" | "int32" | "uint8" {
  if (column instanceof Float64Array) return "float64";
  if (column instanceof Float32Array) return "float32";
  return column instanceof Int32Array ? "int32" : "uint8";
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** A whole chromosome, or a part of one. */
function regionOnly(region: string): string {
  const text = region.trim();
  if (/^(?:chr)?[\dXYMT]{1,2}$/i.test(text)) return `chromosome = ${text}`;
  if (/^(?:chr)?[\dXYMT]{1,2}:[\d,.]+(?:[-–][\d,.]+)?$/i.test(text)) return text;
  throw new FileRefusal({
    tag: "region",
    what: `"${region}" is no region.`,
    why: "A region is a chromosome, or a chromosome with a position or two.",
    remedy: "Write 6, or 6:28000000-34000000, or chrX:5000000.",
  });
}

function otherKind(what: string): FileRefusal {
  return new FileRefusal({
    tag: "other-kind",
    what: `This file has no ${what}.`,
    why: "The page took it for another kind of file.",
    remedy: "Close it and open it again.",
  });
}

