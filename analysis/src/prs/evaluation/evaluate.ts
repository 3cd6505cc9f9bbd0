import type { AttritionColumns } from "../../genotypes/attrition.ts";
import { InvalidArgumentError } from "../../errors.ts";
import { densityGrid } from "../../stats/kernel-density.ts";
import type { Provenance, Row, Table } from "../../table.ts";
import { withDisplay } from "./evaluation-display.ts";
import { checkedSettings, isTuned, outcomeName, type EvaluateOptions } from "./evaluate-options.ts";
import { evaluatedPeople, type EvaluatedPeople, type PersonValues } from "./evaluation-people.ts";
import { evaluateGroup, peopleAt } from "./evaluate-group.ts";
import {
  evaluationTables,
  type CalibrationColumns,
  type DecisionColumns,
  type DensityColumns,
  type GroupColumns,
  type MeasureColumns,
  type RocColumns,
  type StrataTestColumns,
  type StratumColumns,
  type SurvivalColumns,
} from "./evaluation-tables.ts";
import { covariatesOf, givenPredictions } from "./given-predictions.ts";
import { overlap, type OverlapColumns } from "./overlap.ts";
import { RECLASSIFICATION_CAUTION } from "./reclassification.ts";
import { refuseSeen } from "./tune.ts";
import { refuseTunedBefore } from "./tuned-before.ts";

/** How well a score foretells an outcome, over all people and by group; counts of few people are not in it. */
export interface Evaluation {
  readonly kind: "evaluation";
  readonly score: string;
  readonly outcome: string;
  readonly seed: number;
  /** People of each group, cases (or events) and controls, mean and SD of the score. */
  readonly groups: Table<GroupColumns>;
  /** A row a group and measure, with its interval and how that was made, or why there is none. */
  readonly measures: Table<MeasureColumns>;
  /**
   * One row of `measures`, by its name or the beginning of it; of all people unless a group is named.
   *
   * @throws InvalidArgumentError, which lists what there is
   */
  readonly measure: (name: string, group?: string) => Row<MeasureColumns>;
  /** Deciles (or other equal parts) and top shares against the named reference. */
  readonly strata: Table<StratumColumns>;
  readonly calibrationBins: Table<CalibrationColumns>;
  readonly decisionCurve: Table<DecisionColumns>;
  /** Of the score, and of predicted risks with and without it. */
  readonly roc: Table<RocColumns>;
  /** Smoothed distributions of the score, of all and of cases and controls. */
  readonly densities: Table<DensityColumns>;
  /** Kaplan–Meier curves by quintile. */
  readonly survival: Table<SurvivalColumns>;
  /** Log-rank tests over the quintiles. */
  readonly logRank: Table<StrataTestColumns>;
  /** Whether the base shares people with these: a row a kind of evidence. */
  readonly overlap: Table<OverlapColumns>;
  readonly attrition: Table<AttritionColumns>;
  readonly notices: readonly string[];
  readonly provenance: Provenance;
}

/**
 * Evaluates a polygenic score: variance explained and added to covariates, discrimination, effect per SD and by stratum,
 * calibration, net benefit, survival, each with a named interval, over all people and in each group.
 *
 * Models of several columns predict each person from the others (cross-fitting), or come with a tuned score. A score
 * that was tuned on any of these people is refused, by its type and by its memory of them, and so is a column that
 * `prs.tune` has chosen among in this session where they are of no set.
 *
 * @param options.people - where names of columns are looked up; without it all values are arrays of n
 * @param options.score - a column, n numbers, or a `TunedScore`
 * @param options.outcome - `{ quantitative }`, `{ binary }`, or `{ time, event, ties? }`
 * @param options.covariates - columns, or arrays by name; those of a tuned score by default
 * @param options.group - a column of ancestry groups, or n names
 * @throws NotEvaluableError when all is undefined: too few people, one class, a constant score; SeenInTuningError;
 *   InvalidArgumentError; LengthMismatchError
 * @example
 * const evaluation = prs.evaluate({ people, score: "age", outcome: { quantitative: "height" }, covariates: ["sex"] });
 * evaluation.measure("R²").estimate;
 * @see Wand et al. 2021, doi:10.1038/s41586-021-03243-6 (PRS-RS)
 */
export function evaluate(options: EvaluateOptions): Evaluation {
  const settings = checkedSettings(options);
  const tuned = isTuned(options.score) ? options.score : undefined;
  if (tuned) refuseSeen(tuned, options.people);
  refuseTuningSet(options.people);
  const score: PersonValues = isTuned(options.score) ? options.score.name : options.score;
  const covariates = options.covariates ?? (tuned ? covariatesOf(tuned) : []);
  const people = evaluatedPeople(
    { ...options, covariates },
    {
      score,
      ...(options.compareWith === undefined ? {} : { "other score": options.compareWith }),
      ...(options.risk === undefined ? {} : { risk: options.risk }),
    },
    settings.smallestCount,
    settings.seed,
  );
  const tunedBefore = tuned ? [] : refuseChosen(options);
  const predictions = givenPredictions(options, tuned, people);
  const scored = {
    ...people,
    scores: people.scores.slice(0, options.compareWith === undefined ? 1 : 2),
  };
  const grid = densityGrid(scored.scores[0]);
  const groups = groupPlaces(scored).map(([name, places]) => {
    const own = places ? peopleAt(scored, places) : scored;
    const at = (values: Float64Array): Float64Array =>
      places ? Float64Array.from(places, (p) => values[p]) : values;
    const predicted = predictions && {
      source: predictions.source,
      base: predictions.base && at(predictions.base),
      full: at(predictions.full),
    };
    return [name, evaluateGroup(own, { ...settings, grid }, predicted)] as const;
  });
  const [, everybody] = groups[0];
  if (everybody.refusal && groups.every(([, { refusal }]) => refusal)) throw everybody.refusal;
  const shared = overlap({
    target: options.people,
    targetCohorts: options.cohorts,
    base: options.base ?? {},
  });
  const scoreName = typeof score === "string" ? score : "score";
  const outcome = outcomeName(options);
  const provenance: Provenance = {
    method: "evaluation of a score",
    score: scoreName,
    outcome,
    covariates: people.covariates.map(({ name }) => name),
    n: people.rows.length,
    confidence: settings.confidence,
    smallestCount: settings.smallestCount,
    reference: settings.reference,
    predictions: predictions?.source ?? `cross-fitted in ${settings.folds} folds`,
    bootstraps: settings.bootstraps,
    seed: settings.seed,
    ...(settings.prevalence === undefined ? {} : { prevalence: settings.prevalence }),
    ...(tuned ? { tunedOn: tuned.tunedOn, candidates: tuned.candidates.rowCount } : {}),
  };
  const tables = evaluationTables(groups, provenance, settings);
  return withDisplay({
    kind: "evaluation",
    score: scoreName,
    outcome,
    seed: settings.seed,
    ...tables,
    measure: (name, group = "all") => measureNamed(tables.measures, name, group),
    overlap: shared,
    attrition: people.attrition,
    notices: [
      ...tunedBefore,
      ...shared
        .toRows()
        .filter(({ verdict }) => verdict === "overlap")
        .map(({ reason }) => `Base and target overlap: ${reason}`),
      ...(options.people
        ? []
        : ["Without ids nobody can tell whether a choice has seen these people."]),
      ...(people.hiddenGroups.length > 0
        ? [
            `${people.hiddenGroups.join(", ")}: fewer than ${settings.smallestCount} people, cases, controls or events; left out of all people too, so that subtraction does not tell how many.`,
          ]
        : []),
      ...groups.flatMap(([name, { leftOutCovariates }]) =>
        leftOutCovariates.map(
          (covariate) => `${covariate} is constant in ${name} and was left out there.`,
        ),
      ),
      ...(people.outcome.kind === "binary" && people.covariates.length > 0
        ? [RECLASSIFICATION_CAUTION]
        : []),
    ],
    provenance,
  });
}

function measureNamed(
  measures: Table<MeasureColumns>,
  name: string,
  group: string,
): Row<MeasureColumns> {
  const rows = measures.toRows().filter((row) => row.group === group);
  const row =
    rows.find(({ measure }) => measure === name) ??
    rows.find(({ measure }) => measure.startsWith(name));
  if (row) return row;
  throw new InvalidArgumentError(rows.length === 0 ? "group" : "name", {
    what: rows.length === 0 ? `There is no group ${group}.` : `There is no measure ${name}.`,
    why:
      rows.length === 0
        ? `The groups are ${[...new Set(measures.columns.group)].join(", ")}.`
        : `Measured were ${rows.map(({ measure }) => measure).join(", ")}.`,
    remedy: "Name one of them.",
  });
}

function refuseTuningSet(people: object | undefined): void {
  if (!people || !("setRole" in people) || people.setRole === "test") return;
  throw new InvalidArgumentError("people", {
    what: "These people are a tuning set.",
    why: "What is chosen on people looks better in them than it is.",
    remedy: "Evaluate on the test set of the same prs.split.",
  });
}

/** Names and arrays that an earlier choice in these people was among. */
function refuseChosen({ people, score, compareWith }: EvaluateOptions): readonly string[] {
  if (!people) return [];
  const said = [score, compareWith].flatMap((values) => {
    if (values === undefined || isTuned(values)) return [];
    return typeof values === "string"
      ? refuseTunedBefore(people, people.columns[values] as Float64Array, values)
      : refuseTunedBefore(people, values, undefined);
  });
  return [...new Set(said)];
}

/** Everybody, then each group by name. */
function groupPlaces({ group }: EvaluatedPeople): (readonly [string, Uint32Array | undefined])[] {
  if (!group) return [["all", undefined]];
  const names = [...new Set(group)].sort();
  return [
    ["all", undefined],
    ...names.map(
      (name) => [name, Uint32Array.from(group.keys()).filter((i) => group[i] === name)] as const,
    ),
  ];
}
