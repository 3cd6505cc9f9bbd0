import type { TranslationBundle } from "@jupyterlab/translation";
import type { PlotDescription } from "@genobook/kernel/messages";
import { isLinked, isMr, opensRegions, showsStrata } from "./plot-kind.ts";
import type { PlotSpec } from "./rows.ts";

/** The sentence that says what a plot shows, from its description or else from its specification; empty when neither tells. */
export function plotSummary(description: PlotDescription | undefined, spec: PlotSpec): string {
  if (description?.summary) return description.summary;
  if (typeof spec["description"] === "string") return spec["description"];
  return headline(spec);
}

/** The title of a plot without its subtitle; empty when it has none. */
export function headline(spec: PlotSpec): string {
  const title = spec["title"];
  const text = typeof title === "string" ? title : (title as { text?: unknown } | undefined)?.text;
  if (Array.isArray(text)) return text.join(" ");
  return typeof text === "string" ? text : "";
}

/** How many points are on screen, and of how many; empty when nothing was left out or nothing is known. */
export function shownSentence(
  description: PlotDescription | undefined,
  trans: TranslationBundle,
): string {
  if (description === undefined) return "";
  const { shown, total } = description.rows;
  const number = new Intl.NumberFormat();
  return shown === total
    ? trans.__("All %1 points are shown.", number.format(total))
    : trans.__("Showing %1 of %2 points.", number.format(shown), number.format(total));
}

/** The name of a drawing for those who reach it by keys: what keys do in it. */
export function stageLabel(
  description: PlotDescription | undefined,
  trans: TranslationBundle,
): string {
  if (!isLinked(description)) return trans.__("Drawing. Arrow keys step through its points.");
  if (opensRegions(description)) {
    return trans.__(
      "Drawing. Arrow keys step through its lead variants, Enter opens the region of one, Escape closes it.",
    );
  }
  if (showsStrata(description)) {
    return trans.__("Drawing. Arrow keys step through its points, Enter selects one in all plots.");
  }
  return isMr(description)
    ? trans.__("Drawing. Arrow keys step through its variants, Enter selects one in all plots.")
    : trans.__("Drawing. Arrow keys step through its peaks, Enter selects one in all plots.");
}

/** What went wrong and what to do, for a plot that could not be drawn. */
export function failureSentence(error: unknown, trans: TranslationBundle): string {
  const reason = error instanceof Error ? error.message : String(error);
  return trans.__(
    "This plot could not be drawn: %1 Run its cell again; if that does not help, open the plot in a text editor and check its specification.",
    /[.!?]$/.test(reason) ? reason : `${reason}.`,
  );
}

/** A file name for a plot, without its ending. */
export function plotFileName(description: PlotDescription | undefined): string {
  const parts = [description?.dataset, description?.kind ?? "plot"];
  const name = parts.filter((part) => part !== undefined && part !== "").join("-");
  return name.replaceAll(/[^\p{L}\p{N}._-]+/gu, "-").replaceAll(/^-+|-+$/g, "") || "plot";
}
