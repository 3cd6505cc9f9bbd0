import type { FileColumn, FileColumnSummary } from "@genobook/kernel/messages";
import type { TranslationBundle } from "@jupyterlab/translation";
import { cellText, countText, numberText } from "./cell-text.ts";

/** What the head of a column shows of its values. */
export interface HeadSummary {
  /** Heights of the histogram, the highest 1. */
  readonly bars: readonly number[];
  /** From the least to the greatest value, or the most frequent one. */
  readonly values: string;
  /** Median or number of different values, and the share that is missing. */
  readonly detail: string;
}

/** A column's summary in two short lines and a histogram. */
export function headSummary(
  column: FileColumn,
  summary: FileColumnSummary,
  trans: TranslationBundle,
): HeadSummary {
  const { rowsSeen, missing } = summary;
  const counts = (summary.holds === "texts" ? summary.top : summary.bars).map(({ count }) => count);
  const most = Math.max(1, ...counts);
  const bars = isOfNames(summary) ? [] : counts.map((count) => count / most);
  const missingText =
    missing > 0 ? trans.__("%1 missing", shareText(missing / Math.max(1, rowsSeen))) : "";
  if (rowsSeen > 0 && missing === rowsSeen) return { bars: [], values: "–", detail: missingText };
  const [values, about] =
    summary.holds === "texts" ? ofTexts(summary, trans) : ofNumbers(column, summary, trans);
  return { bars, values, detail: [about, missingText].filter((text) => text !== "").join(" · ") };
}

/** Whether no text is frequent, so that the first ones say nothing. */
function isOfNames(summary: FileColumnSummary): boolean {
  if (summary.holds !== "texts" || summary.distinct < 2) return false;
  const present = summary.rowsSeen - summary.missing;
  return summary.distinct === present || (summary.top[0]?.count ?? 0) < present / 1000;
}

type Of<Holds> = Extract<FileColumnSummary, { readonly holds: Holds }>;

function ofTexts(summary: Of<"texts">, trans: TranslationBundle): [string, string] {
  const { rowsSeen, missing, distinct, top } = summary;
  const present = rowsSeen - missing;
  const [first] = top;
  if (!first || isOfNames(summary)) {
    return distinct === present
      ? [trans.__("all different"), ""]
      : [trans.__("%1 or more different", countText(distinct)), ""];
  }
  return [
    `${first.text} ${shareText(first.count / present)}`,
    trans.__("%1 different", countText(distinct)),
  ];
}

function ofNumbers(
  column: FileColumn,
  { minimum, maximum, median }: Of<"numbers">,
  trans: TranslationBundle,
): [string, string] {
  const write = (value: number | null): string => {
    if (value === null) return "–";
    if (Math.abs(value) >= 1e5) return COMPACT.format(value);
    return column.holds === "whole numbers" && Number.isInteger(value)
      ? cellText(column, value)
      : numberText(value);
  };
  if (minimum === maximum) return [write(minimum), ""];
  // The middle of a list of chromosomes says nothing.
  const about = column.name === "chromosome" ? "" : trans.__("median %1", write(median));
  return [`${write(minimum)} – ${write(maximum)}`, about];
}

function shareText(share: number): string {
  if (share > 0 && share < 0.001) return `< ${SHARE.format(0.001)}`;
  return SHARE.format(share);
}

const COMPACT = new Intl.NumberFormat(undefined, { notation: "compact", maximumFractionDigits: 1 });
const SHARE = new Intl.NumberFormat(undefined, { style: "percent", maximumSignificantDigits: 2 });
