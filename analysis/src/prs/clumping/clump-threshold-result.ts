import { escapeHtml, tableHtml, tableText } from "../../table-display.ts";
import { Table, type Provenance } from "../../table.ts";
import { counted, whole } from "../../words.ts";
import type { ScoringFile } from "../scoring/scoring-file.ts";
import type { BaseVerdict } from "./judge-base.ts";

/** What became of each association, in their order. */
export type ClumpThresholdColumns = {
  readonly variantId: readonly string[];
  readonly chromosome: Uint8Array;
  readonly basePairLocation: Int32Array;
  readonly effectAllele: readonly string[];
  readonly otherAllele: readonly string[];
  /** Per copy of the effect allele. */
  readonly beta: Float64Array;
  readonly negLog10PValue: Float64Array;
  readonly verdict: readonly BaseVerdict[];
  /** Under which it was clumped; "" otherwise. */
  readonly leadVariantId: readonly string[];
  /** With that lead. */
  readonly r2: Float64Array;
  /** The verdict in words. */
  readonly reason: readonly string[];
};

export type ThresholdColumns = {
  /** Largest P. */
  readonly threshold: Float64Array;
  readonly variants: Int32Array;
  /** Column of `scores`: that of a smaller threshold where this one adds no variant, "" where none has so small a P. */
  readonly score: readonly string[];
};

export type VerdictColumns = {
  readonly verdict: readonly string[];
  readonly variants: Int32Array;
};

/** Scores by clumping and thresholding; its rows are the associations, each with its verdict. */
export class ClumpThreshold extends Table<ClumpThresholdColumns> {
  /** A column a threshold, for `prs.score`. */
  readonly scores: ScoringFile;
  readonly thresholds: Table<ThresholdColumns>;
  readonly verdicts: Table<VerdictColumns>;
  readonly notices: readonly string[];

  constructor(
    columns: ClumpThresholdColumns,
    provenance: Provenance,
    account: Pick<ClumpThreshold, "scores" | "thresholds" | "verdicts" | "notices">,
  ) {
    super(columns, provenance);
    this.scores = account.scores;
    this.thresholds = account.thresholds;
    this.verdicts = account.verdicts;
    this.notices = account.notices;
  }
}

/** How many variants have each verdict, most frequent first. */
export function countVerdicts(verdicts: readonly string[]): Table<VerdictColumns> {
  const counts = new Map<string, number>();
  for (const verdict of verdicts) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  return new Table<VerdictColumns>({
    verdict: sorted.map(([verdict]) => verdict),
    variants: Int32Array.from(sorted, ([, count]) => count),
  });
}

function sentences({ verdicts, rowCount, scores, notices, columns }: ClumpThreshold): string[] {
  const leads = columns.verdict.filter((verdict) => verdict === "lead").length;
  return [
    `Clumping and thresholding: ${whole(leads)} of ${counted(rowCount, "variant")} in ${counted(scores.scores.length, "score")}`,
    `${verdicts.columns.verdict.map((verdict, row) => `${whole(verdicts.columns.variants[row])} ${verdict}`).join("; ")}.`,
    ...notices,
  ];
}

// Computed symbol keys in a class would have no declaration.
Object.defineProperty(ClumpThreshold.prototype, Symbol.for("Jupyter.display"), {
  value(this: ClumpThreshold) {
    const [first, ...rest] = sentences(this).map(escapeHtml);
    return {
      "text/plain": [...sentences(this), "", tableText(this.thresholds)].join("\n"),
      "text/html": `<p><strong>${first}</strong><br>${rest.join("<br>")}</p>${tableHtml(this.thresholds)}`,
    };
  },
});
Object.defineProperty(ClumpThreshold.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value(this: ClumpThreshold) {
    return [...sentences(this), "", tableText(this.thresholds)].join("\n");
  },
});
