import type { PlotDescription } from "@genobook/kernel/messages";
import type { StepOrder } from "./hover.ts";
import { leadingMarks, leadVariantMarks, marksInOrder } from "./nearest-mark.ts";

/** Whether a plot is one of Mendelian randomization. */
export function isMr(description: Pick<PlotDescription, "kind"> | undefined): boolean {
  return /^(?:mv)?mr[A-Z]/.test(description?.kind ?? "");
}

/** Whether its points are variants, or parts of a score's people, that other plots may show. */
export function isLinked(description: PlotDescription | undefined): boolean {
  return (description?.links.length ?? 0) > 0;
}

/** Whether it shows people by parts of a score, never one of them. */
export function showsStrata(description: PlotDescription | undefined): boolean {
  return description?.links.includes("stratum") ?? false;
}

/** Whether a click on it opens the part of the genome around. */
export function opensRegions(description: PlotDescription | undefined): boolean {
  return description?.kind === "manhattan";
}

/** Of a Manhattan or QQ plot the peaks, as thousands of points are too many for keys; of strata and instruments all. */
export function stepOrder(description: PlotDescription | undefined): StepOrder {
  const isScore = /^prs[A-Z]/.test(description?.kind ?? "");
  if (opensRegions(description)) return leadVariantMarks;
  if (!isMr(description) && !isScore) return leadingMarks;
  const axis = /forest|leaveOneOut|strength|portability/i.test(description?.kind ?? "") ? "y" : "x";
  return (marks) => marksInOrder(marks, axis);
}
