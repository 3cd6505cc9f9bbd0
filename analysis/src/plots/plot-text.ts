import { counted, whole } from "../words.ts";
import type { Associations, AssociationTable } from "./associations.ts";
import { placeOf, pText, thresholdText, type ScanWords } from "./describe-scan.ts";
import type { PlotTitle } from "./plot-spec.ts";

interface Thinning {
  readonly shown: number;
  readonly of: number;
  readonly keptAllAbove: boolean;
  readonly suggestive: number;
}

export interface TitleParts {
  /** `Manhattan plot`. */
  readonly kind: string;
  /** Ends the headline: `λGC 1.03`. */
  readonly figure?: string | undefined;
  readonly facts: readonly (string | undefined)[];
  readonly thinning: Thinning;
  readonly notes?: readonly string[] | undefined;
  /** Of the plot, in pixels. */
  readonly width: number;
}

// Sans-serif text, measured in DejaVu Sans, the widest of the usual ones: 8.1 px a character in bold 14 px, 5.8 in 11 px.
const HEADLINE_CHARACTER_PX = 8.4;
const SUBTITLE_CHARACTER_PX = 6.1;
const Y_AXIS_PX = 50;

/** Title with what was tested, and below it what is shown of it; long lines are broken, never cut. */
export function plotTitle(words: ScanWords, parts: TitleParts): PlotTitle {
  const { shown, of, keptAllAbove, suggestive } = parts.thinning;
  const kept = keptAllAbove
    ? `every P < ${thresholdText(suggestive)} kept`
    : "lead variants kept, others above the line thinned too";
  const honesty = shown < of && `Showing ${whole(shown)} of ${whole(of)}; ${kept}`;
  const headline = [sentenceStart(parts.kind, words), parts.figure].filter(Boolean).join(", ");
  const lines = [parts.facts, [honesty, ...words.leftOut], parts.notes ?? []].map((pieces) =>
    pieces.filter((piece) => typeof piece === "string"),
  );
  return brokenTitle(headline, lines, parts.width);
}

/** @param lines - each of pieces that are kept together where there is room */
export function brokenTitle(
  headline: string,
  lines: readonly (readonly string[])[],
  plotWidth: number,
): PlotTitle {
  const width = plotWidth - Y_AXIS_PX;
  return {
    text: inLines(headline.split(" "), " ", width / HEADLINE_CHARACTER_PX),
    subtitle: lines.flatMap((pieces) => inLines(pieces, " · ", width / SUBTITLE_CHARACTER_PX)),
    limit: width,
    anchor: "start",
    frame: "group",
    fontSize: 14,
    subtitleFontSize: 11,
    subtitlePadding: 4,
    offset: 10,
  };
}

/** Lines of at most `most` characters where the pieces allow it; `separator` stands between two on one line. */
function inLines(pieces: readonly string[], separator: string, most: number): string[] {
  const lines: string[] = [];
  for (const piece of pieces) {
    const joined = `${lines.at(-1) ?? ""}${separator}${piece}`;
    if (lines.length > 0 && joined.length <= most) lines[lines.length - 1] = joined;
    else if (piece.length <= most || separator === " ") lines.push(piece);
    else lines.push(...inLines(piece.split(" "), " ", most));
  }
  return lines;
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
      ? `${loci === 1 ? "1 locus passes" : `${whole(loci)} loci pass`} ${line}, the strongest at ${place} (${names})`
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
