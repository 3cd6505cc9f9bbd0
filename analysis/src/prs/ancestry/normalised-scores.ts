import { escapeHtml, tableHtml, tableText } from "../../table-display.ts";
import { Table, type Provenance } from "../../table.ts";
import { hiddenCells, SMALLEST_COUNT } from "../evaluation/small-counts.ts";

/** A row a person and score. */
export type NormalisedColumns = {
  readonly familyId: readonly string[];
  readonly individualId: readonly string[];
  readonly score: readonly string[];
  /** As it was given. */
  readonly sum: Float64Array;
  readonly mostSimilarPopulation: readonly string[];
  /** 1 where even the most similar population is unlike. */
  readonly isLowConfidence: Uint8Array;
  /** Among the reference people of that population, 0 … 100. */
  readonly percentileMostSimilarPopulation: Float64Array;
  /** In units of that population's mean and standard deviation. */
  readonly zMostSimilarPopulation: Float64Array;
  /** With the mean that the components predict. */
  readonly zNorm1: Float64Array;
  /** With the mean and the variance that the components predict; NaN where that fit failed, see `notices`. */
  readonly zNorm2: Float64Array;
};

/** A row a person: squared Mahalanobis distances, a column a population, and how unlikely the least is. */
export type SimilarityTable = Table;

export type PopulationColumns = {
  readonly population: readonly string[];
  /** People of the reference who define it. */
  readonly reference: Int32Array;
  /** People of the target to whom it is the most similar. */
  readonly target: Int32Array;
  readonly lowConfidence: Int32Array;
};

export type ScoreModelColumns = {
  readonly score: readonly string[];
  readonly term: readonly string[];
  /** Of the mean, one variance for all (zNorm1); per standard deviation of the component. */
  readonly mean: Float64Array;
  /** Of the mean and of the logarithm of the variance, fitted together (zNorm2). */
  readonly meanOfBoth: Float64Array;
  readonly logVarianceOfBoth: Float64Array;
};

/** Scores on a scale that people of different ancestry share. Displays show groups, never people. */
export class NormalisedScores extends Table<NormalisedColumns> {
  /** The same of the people of the reference. */
  readonly reference: Table<NormalisedColumns>;
  readonly similarity: SimilarityTable;
  readonly populations: Table<PopulationColumns>;
  readonly models: Table<ScoreModelColumns>;
  readonly notices: readonly string[];

  constructor(
    columns: NormalisedColumns,
    provenance: Provenance,
    account: Pick<
      NormalisedScores,
      "reference" | "similarity" | "populations" | "models" | "notices"
    >,
  ) {
    super(columns, provenance);
    this.reference = account.reference;
    this.similarity = account.similarity;
    this.populations = account.populations;
    this.models = account.models;
    this.notices = account.notices;
  }
}

function sentences({ provenance, notices, models }: NormalisedScores): string[] {
  const scores = new Set(models.columns.score).size;
  return [
    `${scores} ${scores === 1 ? "score" : "scores"} of ${Number(provenance["samples"]).toLocaleString("en-US")} people, adjusted for ancestry by ${Number(provenance["referenceSamples"]).toLocaleString("en-US")} people of the reference`,
    ...notices,
  ];
}

/** Populations with counts of people of the target, small ones not told. */
function shown({ populations }: NormalisedScores): Table {
  const { population, reference, target, lowConfidence } = populations.columns;
  const isHidden = hiddenCells(
    Array.from(target, (count) => [count === 0 ? SMALLEST_COUNT : count]),
    SMALLEST_COUNT,
  );
  const told = (counts: Int32Array): string[] =>
    Array.from(counts, (count, row) => (isHidden[row] ? "few" : String(count)));
  return new Table({
    population,
    reference,
    target: told(target),
    lowConfidence: Array.from(lowConfidence, (count, row) =>
      isHidden[row] || (count > 0 && count < SMALLEST_COUNT) ? "few" : String(count),
    ),
  });
}

// Computed symbol keys in a class would have no declaration.
Object.defineProperty(NormalisedScores.prototype, Symbol.for("Jupyter.display"), {
  value(this: NormalisedScores) {
    const [first, ...rest] = sentences(this).map(escapeHtml);
    return {
      "text/plain": [...sentences(this), "", tableText(shown(this))].join("\n"),
      "text/html": `<p><strong>${first}</strong><br>${rest.join("<br>")}</p>${tableHtml(shown(this))}<details><summary>What the components predict</summary>${tableHtml(this.models)}</details>`,
    };
  },
});
Object.defineProperty(NormalisedScores.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value(this: NormalisedScores) {
    return [...sentences(this), "", tableText(shown(this))].join("\n");
  },
});
