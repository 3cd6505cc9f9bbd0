import { Table } from "../../table.ts";
import { counted } from "../../words.ts";
import type { Evaluation } from "./evaluate.ts";
import { REPORTING_ITEMS, type ReportingItem } from "./reporting-items.ts";
import type { TunedScore } from "./tune.ts";

export type { ReportingItem } from "./reporting-items.ts";

export interface ReportingOptions {
  readonly evaluation: Evaluation;
  /** When the score was tuned. */
  readonly tuned?: TunedScore | undefined;
  /** What only people know, by item; added to what the evaluation tells. */
  readonly given?: Readonly<Partial<Record<ReportingItem, string>>>;
}

export type ReportingColumns = {
  readonly item: Uint32Array;
  readonly section: readonly string[];
  readonly title: readonly string[];
  readonly asks: readonly string[];
  /** Empty where it is missing. */
  readonly answer: readonly string[];
  /** `evaluation`, `given`, `both` or `missing`. */
  readonly source: readonly string[];
  /** The option that adds to the answer. */
  readonly option: readonly string[];
};

/**
 * The PRS reporting standard (PRS-RS) as a table: what the evaluation knows is filled in, what only people know is taken
 * from `given`, and the rest is marked missing.
 *
 * @returns 22 rows
 * @example
 * const evaluation = prs.evaluate({ people, score: "age", outcome: { quantitative: "height" } });
 * prs.reportingTable({ evaluation, given: { ancestry: "Simulated, one population" } }).filter(({ source }) => source === "missing");
 * @see Wand et al. 2021, doi:10.1038/s41586-021-03243-6
 */
export function reportingTable(options: ReportingOptions): Table<ReportingColumns> {
  const { evaluation, tuned, given = {} } = options;
  const known = knownAnswers(evaluation, tuned);
  const rows = REPORTING_ITEMS.map(([section, key, title, asks], i) => {
    const answers = [known[key] ?? "", given[key]?.trim() ?? ""];
    const [fromEvaluation, fromPeople] = answers.map((answer) => answer !== "");
    return {
      item: i + 1,
      section,
      title,
      asks,
      answer: answers.filter((answer) => answer !== "").join(" "),
      source: fromEvaluation
        ? fromPeople
          ? "both"
          : "evaluation"
        : fromPeople
          ? "given"
          : "missing",
      option: `given.${key}`,
    };
  });
  return new Table(
    {
      item: Uint32Array.from(rows, ({ item }) => item),
      section: rows.map(({ section }) => section),
      title: rows.map(({ title }) => title),
      asks: rows.map(({ asks }) => asks),
      answer: rows.map(({ answer }) => answer),
      source: rows.map(({ source }) => source),
      option: rows.map(({ option }) => option),
    },
    {
      method: "PRS reporting standard (Wand et al. 2021)",
      missing: rows.filter(({ source }) => source === "missing").length,
      seed: evaluation.seed,
    },
  );
}

function knownAnswers(
  evaluation: Evaluation,
  tuned: TunedScore | undefined,
): Partial<Record<ReportingItem, string>> {
  const { score, outcome, provenance, groups, attrition, seed } = evaluation;
  const covariates = listed(provenance["covariates"]);
  const { group, n, scoreMean, scoreDeviation } = groups.columns;
  const names = group.filter((name) => name !== "all");
  const measured = (pattern: RegExp): string => sentences(evaluation, pattern);
  const removed = attrition.columns.removed.reduce((sum, count) => sum + count, 0);
  return {
    purpose: `Predicts ${outcome} from ${score}.`,
    covariates: covariates === "" ? "None." : `${covariates}.`,
    missingData:
      removed === 0
        ? "Nobody misses a value."
        : `People with a missing value are left out: ${attrition
            .toRows()
            .filter((row) => row.removed > 0)
            .map((row) => `${row.removed} for ${row.step}`)
            .join(", ")}.`,
    ...(tuned
      ? {
          construction: `${tuned.name} was chosen among ${counted(tuned.candidates.rowCount, "score")} by ${tuned.criterion} in ${counted(tuned.tunedOn, "person", "people")}, none of whom is evaluated.`,
          integratedModel: `Fitted on the ${tuned.tunedOn} people of the tuning set${covariates === "" ? "" : `, with ${covariates}`}.`,
        }
      : covariates === ""
        ? {}
        : {
            integratedModel: `Score with ${covariates}; predictions ${String(provenance["predictions"])}, seed ${seed}.`,
          }),
    modelType: measured(/ per SD/).includes("HR")
      ? "Cox regression: relative hazards."
      : measured(/ per SD/).includes("OR")
        ? "Logistic regression: odds ratios and predicted risks."
        : "Linear regression.",
    distribution: group
      .map(
        (name, g) =>
          `${name}: mean ${short(scoreMean[g])}, SD ${short(scoreDeviation[g])}, n ${n[g]}`,
      )
      .join("; ")
      .concat("."),
    predictiveAbility: measured(/per SD|R²/),
    discrimination: measured(/^(AUC|C-index)/),
    calibration: measured(/^calibration|Brier/),
    ...(names.length > 0 ? { subgroups: `Every measure by ${names.join(", ")}.` } : {}),
  };
}

/** Measures of all people whose name matches, with their intervals. */
function sentences({ measures, provenance }: Evaluation, pattern: RegExp): string {
  const percent = `${100 * Number(provenance["confidence"])} % CI`;
  const found = measures
    .toRows()
    .filter(
      ({ group, measure, estimate }) =>
        group === "all" && pattern.test(measure) && Number.isFinite(estimate),
    )
    .map(({ measure, estimate, lower, upper, interval }) =>
      Number.isFinite(lower)
        ? `${measure} ${short(estimate)} (${percent} ${short(lower)} to ${short(upper)}, ${interval})`
        : `${measure} ${short(estimate)}`,
    );
  return found.length > 0 ? `${found.join("; ")}.` : "";
}

const short = (value: number): string => String(Number(value.toPrecision(3)));

function listed(value: string | number | boolean | readonly string[] | undefined): string {
  return typeof value === "object" ? value.join(", ") : "";
}
