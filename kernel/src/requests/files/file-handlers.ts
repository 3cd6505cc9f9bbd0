import { AnswerWithBuffers, type RequestContext, type RequestHandlers } from "../handlers.ts";
import type { Table } from "@genobook/analysis";
import { awaitRows } from "./await-rows.ts";
import { checkPanel } from "./check-panel.ts";
import type { FileRequests, FileRowsColumn, FileView } from "./file-messages.ts";
import { fileStrip } from "./file-strip.ts";
import { KernelRefusal } from "../../refusals/kernel-refusal.ts";
import { matrixOf } from "./matrix-of.ts";
import { closeFile, keepOpen, openFile, untilClosed } from "./open-files.ts";
import { range } from "./range.ts";
import { isPlain, rowsOfView } from "./rows-of-view.ts";
import { serverPath } from "./server-path.ts";
import { showFile } from "./show-file.ts";
import type { Library, ShownFile } from "./shown-file.ts";
import { showValue } from "./show-value.ts";

const MOST_ROWS = 1000;
const SAMPLE_ROWS = 200_000;
/** Read on either side of a page of a file that is still being read. */
const CONTEXT_ROWS = 500;

/** Answers of the viewers' requests. Nothing here writes. */
export const fileHandlers: Pick<RequestHandlers, keyof FileRequests> = {
  "file.open": async ({ path, value }, { load, values }) => {
    const used = await library(load);
    const file =
      value === undefined
        ? await showFile(used, await serverPath(path))
        : showValue(used, value, values);
    return { handle: keepOpen(file), ...file.account() };
  },

  "file.whole": async ({ handle }, context) => {
    const file = openFile(handle);
    await awaitRows(file, Infinity, context, () => context.update({ handle, ...file.account() }));
    return { handle, ...file.account() };
  },

  "file.rows": async ({ handle, view, from, count }, context) => {
    const file = openFile(handle);
    const { rowCount, taken, size } = await pageOf(file, {
      ...{ view, from, context },
      count: Math.min(count, MOST_ROWS),
    });
    const buffers: ArrayBufferView[] = [];
    const columns = Object.entries(taken).map(([name, column]): FileRowsColumn => {
      if (!ArrayBuffer.isView(column)) return { name, texts: column };
      const sent = sendable(column);
      buffers.push(sent);
      return { name, numbers: numbersOf(sent) };
    });
    return new AnswerWithBuffers({ from, count: size, rowCount, columns }, buffers);
  },

  "file.summary": async ({ handle, view, column, isEvery }, context) => {
    const file = openFile(handle);
    if (!isPlain({ ...view, orderBy: "" }) || isEvery) await awaitRows(file, Infinity, context);
    const used = await library(context.load);
    const rows = await rowsOfView(used, file, { ...view, orderBy: "" }, context);
    const described = used.data.describeColumn(file.table(), column, {
      rows,
      atMost: isEvery ? undefined : SAMPLE_ROWS,
    });
    const rowCount = rows?.length ?? file.table().rowCount;
    if (described.holds === "texts") return { ...described, rowCount };
    const { minimum, maximum, mean, median } = described;
    return {
      ...described,
      rowCount,
      minimum: finite(minimum),
      maximum: finite(maximum),
      mean: finite(mean),
      median: finite(median),
    };
  },

  "file.region": async ({ handle, view, region }, context) => {
    const file = openFile(handle);
    await awaitRows(file, Infinity, context);
    const used = await library(context.load);
    const { signal } = context;
    const where = placeOnly(region, file.table());
    const inside = await used.data.browseRows(file.table(), {
      ...{ where, signal },
      onProgress: ({ done, total }) => context.progress("searching", done, total),
    });
    const all = await rowsOfView(used, file, view, context);
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
    if (!genotypes) throw new KernelRefusal("other-kind", "frequencies");
    return fileStrip(await library(context.load), genotypes, { isEvery, ...context });
  },

  "file.matrix": async ({ handle, first, count }) => {
    const { panel } = openFile(handle);
    if (!panel) throw new KernelRefusal("other-kind", "correlations");
    const { answers, r } = await matrixOf(panel, first, count);
    return new AnswerWithBuffers(answers, [r]);
  },

  "file.check": async ({ handle, study }, context) => {
    const { panel } = openFile(handle);
    if (!panel) throw new KernelRefusal("other-kind", "correlations");
    return checkPanel(await library(context.load), panel, study, context);
  },

  "file.watch": async ({ handle }, { signal }) => {
    await untilClosed(handle, signal);
    return {};
  },

  "file.close": async ({ handle }) => {
    await closeFile(handle);
    return {};
  },
};

interface PageQuestion {
  readonly view: FileView;
  readonly from: number;
  readonly count: number;
  readonly context: RequestContext;
}

/** Rows of a page; of a file that is still being read as soon as they are. */
async function pageOf(
  file: ShownFile,
  { view, from, count, context }: PageQuestion,
): Promise<{ readonly taken: Columns; readonly size: number; readonly rowCount: number }> {
  await awaitRows(file, isPlain(view) ? from + count : Infinity, context);
  const reading = file.soFar?.();
  if (reading && isPlain(view)) {
    // What a column is shows in more rows than a page has.
    const [start, end] = [Math.max(0, from - CONTEXT_ROWS), from + count + CONTEXT_ROWS];
    const some = reading.rows(start, Math.min(reading.count, end));
    const page = some.take(range(from - start, Math.min(some.rowCount, from + count - start)));
    return { taken: page.columns, size: page.rowCount, rowCount: reading.expected };
  }
  const all = await rowsOfView(await library(context.load), file, view, context);
  const table = file.table();
  const rowCount = all?.length ?? table.rowCount;
  const end = Math.min(rowCount, from + count);
  const rows = all?.subarray(from, end) ?? range(from, end);
  const taken = { ...table.take(rows).columns, ...(await file.pageColumns?.(rows)) };
  return { taken, size: rows.length, rowCount };
}

type Columns = Table["columns"];

async function library(load: RequestContext["load"]): Promise<Library> {
  return (await load("@genobook/analysis")) as unknown as Library;
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

/** The condition of a whole chromosome, a part of one, or a variant's name. */
function placeOnly(place: string, table: Table): string {
  const text = place.trim();
  if (/^(?:chr)?[\dXYMT]{1,2}$/i.test(text)) return `chromosome = ${text}`;
  if (/^(?:chr)?[\dXYMT]{1,2}:[\d,.]+(?:[-–][\d,.]+)?$/i.test(text)) return text;
  const names = ["variantId", "rsid"].filter((name) => Object.hasOwn(table.columns, name));
  if (/^[^\s"]+$/.test(text) && names.length > 0) {
    return names.map((name) => `${name} = "${text}"`).join(" | ");
  }
  throw new KernelRefusal("region", place);
}
