import { escapeHtml, tableHtml, tableText } from "../../table-display.ts";
import { Table, type Provenance } from "../../table.ts";
import { counted, whole } from "../../words.ts";
import type { ScoringFile } from "../scoring/scoring-file.ts";

/** A row a candidate: one clumping and one threshold. */
export type StackCandidateColumns = {
  readonly info: Float64Array;
  readonly r2: Float64Array;
  readonly kilobases: Float64Array;
  /** Largest P. */
  readonly threshold: Float64Array;
  readonly variants: Int32Array;
  /** With the trait in the tuning set, covariates taken off both. */
  readonly correlation: Float64Array;
  /** Of the candidate in the stacked score. */
  readonly coefficient: Float64Array;
};

/** One score stacked from many clumpings and thresholds; its rows are the candidates. */
export class StackedScore extends Table<StackCandidateColumns> {
  /** The stacked score, for `prs.score`. */
  readonly scores: ScoringFile;
  /** The single candidate that correlates most with the trait in the tuning set. */
  readonly best: ScoringFile;
  readonly notices: readonly string[];

  constructor(
    columns: StackCandidateColumns,
    provenance: Provenance,
    account: Pick<StackedScore, "scores" | "best" | "notices">,
  ) {
    super(columns, provenance);
    this.scores = account.scores;
    this.best = account.best;
    this.notices = account.notices;
  }

  /** Candidates with a coefficient, largest first by their part in the score. */
  get used(): Table<StackCandidateColumns> {
    const { coefficient } = this.columns;
    const rows = Array.from(coefficient.keys()).filter((row) => coefficient[row] !== 0);
    return this.take(rows.sort((a, b) => Math.abs(coefficient[b]) - Math.abs(coefficient[a])));
  }
}

function sentences({ scores, notices, rowCount, used }: StackedScore): string[] {
  return [
    `Stacked clumping and thresholding: ${counted(scores.rowCount, "variant")}, from ${whole(used.rowCount)} of ${counted(rowCount, "candidate")}`,
    ...notices,
  ];
}

// Computed symbol keys in a class would have no declaration.
Object.defineProperty(StackedScore.prototype, Symbol.for("Jupyter.display"), {
  value(this: StackedScore) {
    const [first, ...rest] = sentences(this).map(escapeHtml);
    return {
      "text/plain": [...sentences(this), "", tableText(this.used)].join("\n"),
      "text/html": `<p><strong>${first}</strong><br>${rest.join("<br>")}</p>${tableHtml(this.used)}`,
    };
  },
});
Object.defineProperty(StackedScore.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value(this: StackedScore) {
    return [...sentences(this), "", tableText(this.used)].join("\n");
  },
});
