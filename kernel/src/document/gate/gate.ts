import { readHtml } from "../html/read-html.ts";
import type { Cell, Notebook, Output } from "../notebook.ts";
import { type DocumentWords, wordsIn } from "../words/words.ts";
import { type Concern, type GateLimits, judgeTable } from "./judge-table.ts";
import { judgeText } from "./judge-text.ts";
import { plotTables } from "./plot-tables.ts";
import { releaseOf } from "./release.ts";

/** Fewer people than this are not counted in public unless an option says otherwise. */
export const SMALLEST_COUNT = 5;

/** Why a notebook is not made a document as it is. */
export interface Finding {
  readonly rule: Concern["rule"];
  /** Counted from 1. */
  readonly cell: number;
  readonly cellId: string;
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
}

export interface Judgement {
  /** What stands against it. */
  readonly refusals: readonly Finding[];
  /** What was let through, cell by cell, and why. */
  readonly releases: readonly { readonly cell: number; readonly reason: string }[];
  /** Pictures without rows or specification, which no program can look into: each with its cell, counted from 1. */
  readonly uncheckedPictures: readonly number[];
}

/** Looks at everything that the outputs of a notebook hold, shown or not. */
export function judgeNotebook(
  notebook: Notebook,
  smallestCount: number,
  { gate: words }: DocumentWords = wordsIn("en"),
): Judgement {
  const limits: GateLimits = { smallestCount, cohortSizes: cohortSizesOf(notebook) };
  const refusals: Finding[] = [];
  const releases: { cell: number; reason: string }[] = [];
  const uncheckedPictures: number[] = [];
  for (const cell of notebook.cells) {
    const concerns = distinct(concernsOf(cell, limits));
    const pictures = cell.outputs.filter(isUncheckedPicture).length + cell.attachments.size;
    uncheckedPictures.push(...Array.from({ length: pictures }, () => cell.number));
    if (concerns.length === 0) continue;
    const release = releaseOf(cell);
    if (release.isGiven) {
      releases.push({ cell: cell.number, reason: release.reason });
      continue;
    }
    for (const concern of concerns) {
      const { rule, seen } = concern;
      refusals.push({
        rule,
        cell: cell.number,
        cellId: cell.id,
        what: words.seen(seen),
        why: words.why[rule],
        remedy: release.isTagged ? words.reasonMissing : words.remedy[rule],
      });
    }
  }
  return { refusals, releases, uncheckedPictures };
}

function concernsOf(cell: Cell, limits: GateLimits): Concern[] {
  if (cell.kind === "markdown") {
    const { tables } = readHtml(cell.source);
    return [...tables.flatMap((table) => judgeTable(table, limits))];
  }
  return cell.outputs.flatMap((output) => {
    if (output.kind === "stream") return judgeText(output.text, limits);
    if (output.kind === "error") return judgeText(`${output.message}\n${output.trace}`, limits);
    return Object.entries(output.data).flatMap(([mime, content]) =>
      judgeContent(mime, content, limits),
    );
  });
}

function judgeContent(mime: string, content: unknown, limits: GateLimits): Concern[] {
  if (/vnd\.vega/.test(mime))
    return plotTables(content).flatMap((table) => judgeTable(table, limits));
  if (/json$/.test(mime)) {
    const text = JSON.stringify(content, null, 1) ?? "";
    const rows = Array.isArray(content) ? plotTables({ values: content }) : [];
    return [
      ...rows.flatMap((table) => judgeTable({ ...table, form: "table" }, limits)),
      ...judgeText(text, limits),
    ];
  }
  if (typeof content !== "string") return [];
  if (mime === "text/html") {
    const { tables, text } = readHtml(content);
    const stated = /([\d,]+) rows × /.exec(text)?.[1];
    return [
      ...tables.flatMap((table) =>
        judgeTable(
          // A table that shows its first rows says below how many it has.
          tables.length === 1 && stated !== undefined
            ? { ...table, rowCount: Number(stated.replaceAll(",", "")) }
            : table,
          limits,
        ),
      ),
      ...judgeText(text.replaceAll(/\t+\n/g, "\n"), limits).filter(
        ({ rule }) => tables.length === 0 || rule === "people",
      ),
    ];
  }
  return /^text\//.test(mime) ? judgeText(content, limits) : [];
}

const COHORT = /(\d[\d,]*) (?:samples|people|individuals|participants|persons)\b/g;
/** A few rows are as many as a few people by chance. */
const SMALLEST_COHORT = 20;

/** How many people the notebook's outputs speak of. */
function cohortSizesOf(notebook: Notebook): ReadonlySet<number> {
  const texts = notebook.cells.flatMap(({ outputs }) => outputs.map(textOf));
  const counts = texts.flatMap((text) =>
    [...text.matchAll(COHORT)].map(([, count]) => Number(count!.replaceAll(",", ""))),
  );
  return new Set(counts.filter((count) => count >= SMALLEST_COHORT));
}

function textOf(output: Output): string {
  if (output.kind === "stream") return output.text;
  if (output.kind === "error") return output.message;
  const plain = output.data["text/plain"];
  return typeof plain === "string" ? plain : "";
}

function isUncheckedPicture(output: Output): boolean {
  if (output.kind !== "data") return false;
  const mimes = Object.keys(output.data);
  return (
    mimes.some((mime) => mime.startsWith("image/")) && !mimes.some((mime) => /vega/.test(mime))
  );
}

function distinct(concerns: readonly Concern[]): Concern[] {
  const byName = new Map(
    concerns.map((concern) => {
      const { rule, seen } = concern;
      const about = "name" in seen ? seen.name : "";
      return [`${rule} ${about}`, concern];
    }),
  );
  return [...byName.values()];
}
