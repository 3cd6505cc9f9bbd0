import type { Associations, AssociationTable } from "./associations.ts";
import {
  counted,
  grouped,
  placeOf,
  pText,
  thresholdText,
  type ScanWords,
} from "./describe-scan.ts";
import type { PlotTitle } from "./plot-spec.ts";

export interface Thinning {
  readonly shown: number;
  readonly of: number;
  readonly keptAllAbove: boolean;
  readonly suggestive: number;
}

/** Title with what was tested, and below it what is shown of it. */
export function plotTitle(
  kind: string,
  words: ScanWords,
  thinning: Thinning,
  notes: readonly string[] = [],
): PlotTitle {
  const { shown, of, keptAllAbove, suggestive } = thinning;
  const facts = [words.samples, words.variants, words.build, words.lambdaGC];
  const kept = keptAllAbove
    ? `every P < ${thresholdText(suggestive)} kept`
    : "lead variants kept, others above the line thinned too";
  const honesty = shown < of && `Showing ${grouped(shown)} of ${grouped(of)}; ${kept}`;
  const lines = [facts, [honesty, ...words.leftOut], notes]
    .map((parts) => parts.filter(Boolean).join(" · "))
    .filter((line) => line !== "");
  return {
    text: words.name === undefined ? kind : `${kind} of ${words.name}`,
    subtitle: lines,
    anchor: "start",
    frame: "group",
    fontSize: 14,
    subtitleFontSize: 11,
    subtitlePadding: 4,
    offset: 10,
  };
}

export interface Findings {
  readonly table: AssociationTable;
  readonly associations: Associations;
  readonly strongest: number;
  readonly loci: number;
  readonly threshold: number;
}

/** One sentence: loci, the strongest variant, samples, variants, λGC. */
export function manhattanSummary(
  { table, associations, strongest, loci, threshold }: Findings,
  words: ScanWords,
): string {
  const { place, id } = placeOf(table, strongest);
  const peak = associations.y[strongest];
  const bound = associations.cappedRows.has(strongest) ? "≥" : "=";
  const line = thresholdText(threshold);
  const names = [id, `−log10 P ${bound} ${peak.toFixed(1)}`].filter(Boolean).join(", ");
  const finding =
    loci > 0
      ? `${loci === 1 ? "1 locus passes" : `${grouped(loci)} loci pass`} ${line}, the strongest at ${place} (${names})`
      : `no locus passes ${line}, the smallest P is ${pText(peak)} at ${place}${id ? ` (${id})` : ""}`;
  return `${sentenceStart("Manhattan plot", words)}: ${finding}; ${scanFacts(associations, words)}.`;
}

export function sentenceStart(kind: string, words: ScanWords): string {
  return words.name === undefined ? kind : `${kind} of ${words.name}`;
}

/** `1,480 samples, 29,312 variants tested, λGC 1.03`, and how many rows could not be drawn. */
export function scanFacts({ total, rows }: Associations, words: ScanWords): string {
  const facts = [words.samples, words.variants, words.lambdaGC].filter(Boolean).join(", ");
  const omitted = total - rows.length;
  return omitted > 0 ? `${facts}; ${counted(omitted, "variant")} could not be drawn` : facts;
}
