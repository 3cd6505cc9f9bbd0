import { counted } from "../words.ts";
import { InvalidArgumentError } from "../errors.ts";
import type { Provenance } from "../table.ts";
import { NothingToPlotError } from "./plot-errors.ts";
import { intervalText } from "./plot-numbers.ts";
import { numberAt, textAt, type PlotTable } from "./plot-tables.ts";

/** What plots of polygenic scores read of `prs.evaluate`: tables over groups of people, never of people. */
export interface EvaluationInput {
  readonly score: string;
  readonly outcome: string;
  readonly groups: PlotTable;
  readonly measures: PlotTable;
  readonly strata: PlotTable;
  readonly calibrationBins: PlotTable;
  readonly decisionCurve: PlotTable;
  readonly roc: PlotTable;
  readonly densities: PlotTable;
  readonly survival: PlotTable;
  readonly logRank: PlotTable;
  readonly provenance?: Provenance | undefined;
}

export interface PrsNameOptions {
  /** Name of the score for title and axes. Taken from the evaluation when absent. */
  readonly score?: string | undefined;
  /** Name of the outcome for title and axes. Taken from the evaluation when absent. */
  readonly outcome?: string | undefined;
  /** Ancestry of these people, for the subtitle, where the evaluation has no groups that say it. */
  readonly ancestry?: string | undefined;
}

export interface PrsGroupOptions extends PrsNameOptions {
  /** One of the evaluation's groups; `all` people unless given. */
  readonly group?: string | undefined;
}

/** One group's share of an evaluation, and the words for it. */
export interface GroupView {
  readonly evaluation: EvaluationInput;
  readonly group: string;
  readonly score: string;
  readonly outcome: string;
  /** `group EUR`, `1,200 people, 310 cases`: pieces of a subtitle. */
  readonly people: readonly string[];
  readonly n: number;
  /** NaN for a quantitative outcome. */
  readonly cases: number;
  readonly confidence: number;
}

/** @throws InvalidArgumentError for what is no evaluation, and for a group that it lacks */
export function groupView(evaluation: EvaluationInput, options: PrsGroupOptions): GroupView {
  requireEvaluation(evaluation);
  const { groups } = evaluation;
  const { group = "all" } = options;
  const names = Array.from({ length: groups.rowCount }, (_, row) => textAt(groups, "group", row));
  const row = names.indexOf(group);
  if (row < 0) {
    throw new InvalidArgumentError("group", {
      what: `The evaluation has no group ${group}.`,
      why: `Its groups are ${names.join(", ")}; small ones are left out.`,
      remedy: "Name one of them, or leave group out for all people.",
    });
  }
  const cases = numberAt(groups, "cases", row);
  const n = numberAt(groups, "n", row);
  return {
    evaluation,
    group,
    score: options.score ?? evaluation.score,
    outcome: options.outcome ?? evaluation.outcome,
    people: [
      ancestryWords(group, names, options.ancestry),
      [
        counted(n, "person").replace("persons", "people"),
        Number.isFinite(cases) && counted(cases, isSurvival(evaluation) ? "event" : "case"),
      ]
        .filter(Boolean)
        .join(", "),
    ],
    n,
    cases,
    confidence: confidenceOf(evaluation),
  };
}

/** @throws InvalidArgumentError */
export function requireEvaluation(evaluation: EvaluationInput): void {
  const tables = ["groups", "measures", "strata", "roc", "densities", "survival"] as const;
  const isEvaluation =
    typeof evaluation === "object" &&
    evaluation !== null &&
    tables.every((name) => typeof (evaluation[name] as unknown) === "object");
  if (isEvaluation) return;
  throw new InvalidArgumentError("evaluation", {
    what: "The first argument is not an evaluation.",
    why: "The plot reads its tables of groups of people.",
    remedy: "Pass what prs.evaluate returned.",
  });
}

export function confidenceOf({ provenance }: EvaluationInput): number {
  const confidence = provenance?.["confidence"];
  return typeof confidence === "number" ? confidence : 0.95;
}

function ancestryWords(
  group: string,
  names: readonly string[],
  ancestry: string | undefined,
): string {
  if (ancestry !== undefined) return `Ancestry: ${ancestry}`;
  if (group !== "all") return `Group ${group}`;
  const others = names.filter((name) => name !== "all");
  return others.length > 0 ? `Groups ${others.join(", ")} together` : "Ancestry not stated";
}

function isSurvival({ strata }: EvaluationInput): boolean {
  return textAt(strata, "effect", 0) === "HR";
}

/** Rows of a table that are of the view's group. */
export function rowsOf({ group }: GroupView, table: PlotTable): number[] {
  return Array.from({ length: table.rowCount }, (_, row) => row).filter(
    (row) => textAt(table, "group", row) === group,
  );
}

export interface ShownMeasure {
  readonly measure: string;
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  readonly standardError: number;
}

/** The first measure whose name begins so (or is just that, ending in `$`); undefined where it was refused. */
export function measureOf(
  { evaluation: { measures } }: Pick<GroupView, "evaluation">,
  group: string,
  isWanted: (measure: string) => boolean,
): ShownMeasure | undefined {
  for (let row = 0; row < measures.rowCount; row++) {
    const measure = textAt(measures, "measure", row);
    if (textAt(measures, "group", row) !== group || !isWanted(measure)) continue;
    const [estimate, lower, upper, standardError] = [
      "estimate",
      "lower",
      "upper",
      "standardError",
    ].map((name) => numberAt(measures, name, row));
    if (Number.isFinite(estimate)) return { measure, estimate, lower, upper, standardError };
  }
  return undefined;
}

/** `AUC 0.71 (95 % CI 0.68 to 0.74)`; undefined where there is none. */
export function measureText(
  view: GroupView,
  name: string,
  isWanted = (measure: string): boolean => measure === name,
): string | undefined {
  const found = measureOf(view, view.group, isWanted);
  if (!found) return undefined;
  return `${name} ${intervalText(found.estimate, found.lower, found.upper, view.confidence)}`;
}

/** What other plots know a range of the score by: `decile 10 of PGS000018 in EUR`. */
export function stratumId({ score, group }: GroupView, stratum: string): string {
  return `${stratum} of ${score}${group === "all" ? "" : ` in ${group}`}`;
}

export function nothingToPlot(view: GroupView, what: string, remedy: string): NothingToPlotError {
  return new NothingToPlotError({
    what: `There is no ${what} of ${view.score}${view.group === "all" ? "" : ` in ${view.group}`}.`,
    why: `The evaluation for ${view.outcome} has none: the outcome is of another kind, or all of it is hidden or refused.`,
    remedy,
  });
}
