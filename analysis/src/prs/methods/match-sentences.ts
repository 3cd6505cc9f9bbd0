import type { LdPanel } from "../../ld/ld-panel.ts";
import { resembleRatios } from "../../stats/resemble-ratios.ts";
import { ancestryNotice } from "../panel-ancestry.ts";
import { counted, whole } from "../../words.ts";
import type { Matched, MatchLog } from "./match-log.ts";
import type { SummaryEffects } from "./summary-effects.ts";

/** How much of study and panel is used. */
export function matchSentence(
  kept: number,
  { rowCount }: SummaryEffects,
  panel: LdPanel,
  log: MatchLog,
): string {
  const left = log.count > 0 ? `; left out: ${log.words()}` : "";
  return `${whole(kept)} of ${counted(rowCount, "variant")} of the study match the panel ${panel.source} of ${counted(panel.variants.count, "variant")} and ${counted(panel.sampleCount, "person", "people")}${left}.`;
}

/** What frequencies say about the panel's ancestry, where ld.check has not compared it. */
export function ancestryOf(
  paired: readonly Matched[],
  effects: SummaryEffects,
  { variants, sampleCount }: LdPanel,
): readonly string[] {
  const said = ancestryNotice(
    {
      study: Float64Array.from(paired, ({ row, sign }) =>
        sign > 0 ? effects.effectAlleleFrequency(row) : 1 - effects.effectAlleleFrequency(row),
      ),
      panel: Float64Array.from(paired, ({ variant }) => variants.effectAlleleFrequency[variant]),
      studyPeople: Float64Array.from(paired, ({ row }) => effects.n(row)),
      panelPeople: sampleCount,
    },
    "give effectAlleleFrequency, or ask ld.check(panel, summary), which compares effects with linkage.",
  );
  return said === undefined ? [] : [said];
}

/** What is odd about the study beside the panel. */
export function cautionsOf(
  kept: readonly Matched[],
  effects: SummaryEffects,
  panel: LdPanel,
  log: MatchLog,
): string[] {
  const m = kept.length;
  const notices: string[] = [];
  if (m < 0.5 * panel.variants.count)
    notices.push("Less than half of the panel's variants are in the study.");
  const odd = log.countOf("frequency differs");
  if (odd > 0.02 * (m + odd)) {
    notices.push(
      `${((100 * odd) / (m + odd)).toFixed(1)} % of the shared variants have another frequency in the panel: it may be of another ancestry, and its LD then misleads every method.`,
    );
  }
  if (resembleRatios(Float64Array.from(kept, ({ row }) => effects.beta(row)))) {
    notices.push(
      "All effects are above 0 and half of them near 1: they may be odds ratios, which belong into a column oddsRatio.",
    );
  }
  const sizes = Float64Array.from(kept, ({ row }) => effects.n(row)).sort();
  if (sizes[0] < 0.5 * sizes[m - 1]) {
    notices.push(
      `n is ${whole(sizes[0])} to ${whole(sizes[m - 1])}: variants of few people make the methods unstable; consider leaving out those below ${whole(Math.round(0.5 * sizes[m - 1]))}.`,
    );
  }
  return notices;
}
