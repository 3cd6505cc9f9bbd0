import type { AttritionColumns } from "../../genotypes/attrition.ts";
import type { SampleTable } from "../../io/sample-table.ts";
import { InvalidArgumentError } from "../../errors.ts";
import { densityGrid } from "../../stats/kernel-density.ts";
import type { Provenance, Row, Table } from "../../table.ts";
import { properShare } from "./checked-values.ts";
import { withDisplay } from "./evaluation-display.ts";
import {
  evaluatedPeople,
  type EvaluatedPeople,
  type PeopleOptions,
  type PersonValues,
} from "./evaluation-people.ts";
import { evaluateGroup, peopleAt } from "./evaluate-group.ts";
import type { GroupSettings } from "./group-settings.ts";
import type { Predictions } from "./predictions.ts";
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
import { overlap, type BaseStudy, type OverlapColumns } from "./overlap.ts";
import { RECLASSIFICATION_CAUTION } from "./reclassification.ts";
import { SMALLEST_COUNT } from "./small-counts.ts";
import type { TestSet } from "./split.ts";
import type { StratumReference } from "./stratum-effects.ts";
import { predictedBy, refuseSeen, type TunedScore } from "./tune.ts";
import { refuseTunedBefore } from "./tuned-before.ts";

export interface EvaluationSettings extends Omit<PeopleOptions, "people"> {
  /** The study that the weights come from, to look for its people among these. */
  readonly base?: BaseStudy | undefined;
  /** Names of the cohorts that these people are from. */
  readonly cohorts?: readonly string[] | undefined;
  /** A second score of the same people, to compare with. */
  readonly compareWith?: PersonValues | undefined;
  /** Of the disease in the population, for R² on the liability scale and for net benefit. */
  readonly prevalence?: number | undefined;
  /** Predicted risks, made without these people, to calibrate instead of cross-fitted ones. */
  readonly risk?: PersonValues | undefined;
  /** Shares of people with the highest scores; 1, 5, 10 and 20 % by default. */
  readonly topShares?: readonly number[] | undefined;
  /** Equal parts of the score; deciles by default. */
  readonly parts?: number | undefined;
  readonly reference?: StratumReference | undefined;
  readonly calibrationBins?: number | undefined;
  /** Risks at which net benefit is computed. */
  readonly thresholds?: readonly number[] | undefined;
  /** Risks that divide the categories of the categorical NRI. */
  readonly cuts?: readonly number[] | undefined;
  /** Draws for intervals of R²; 0, the default, for analytic ones. */
  readonly bootstraps?: number | undefined;
  readonly folds?: number | undefined;
  readonly seed?: number | undefined;
  readonly confidence?: number | undefined;
  /** Groups and strata with fewer people, cases or controls are not shown. */
  readonly smallestCount?: number | undefined;
}

/** A score of any making, or a tuned one, which only a test set may judge. */
export type EvaluateOptions = EvaluationSettings &
  (
    | {
        readonly people?: (SampleTable & { readonly setRole?: "test" }) | undefined;
        readonly score: PersonValues;
      }
    | { readonly people: TestSet; readonly score: TunedScore }
  );

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

function isTuned(score: PersonValues | TunedScore): score is TunedScore {
  return typeof score === "object" && "kind" in score && score.kind === "tuned-score";
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

function checkedSettings(options: EvaluateOptions): GroupSettings {
  const {
    prevalence,
    topShares = [0.01, 0.05, 0.1, 0.2],
    smallestCount = SMALLEST_COUNT,
  } = options;
  const whole = (name: string, value: number, least: number, most: number): number => {
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(name, {
      what: `${name} is ${value}.`,
      why: `It is a whole number from ${least} to ${most}.`,
      remedy: "Leave it out for the default.",
    });
  };
  return {
    prevalence: prevalence === undefined ? undefined : properShare("prevalence", prevalence),
    confidence: properShare("confidence", options.confidence ?? 0.95),
    bootstraps: whole("bootstraps", options.bootstraps ?? 0, 0, 1_000_000),
    seed: options.seed ?? 1,
    folds: whole("folds", options.folds ?? 10, 2, 1000),
    parts: whole("parts", options.parts ?? 10, 2, 100),
    survivalParts: 5,
    topShares: topShares.map((share) => properShare("topShares", share)),
    reference: options.reference ?? "middle quintile",
    smallestCount: whole("smallestCount", smallestCount, 1, 1_000_000),
    thresholds: options.thresholds,
    cuts: options.cuts,
    calibrationBins: whole("calibrationBins", options.calibrationBins ?? 10, 2, 100),
  };
}

/** Linear predictors that were made without these people; undefined where they are to be cross-fitted. */
function givenPredictions(
  options: EvaluateOptions,
  tuned: TunedScore | undefined,
  people: EvaluatedPeople,
): Predictions | undefined {
  if (options.risk !== undefined) {
    if (people.outcome.kind !== "binary") {
      throw new InvalidArgumentError("risk", {
        what: "A risk was given for times to an event.",
        why: "Calibration is evaluated for cases and controls.",
        remedy: "Leave out risk, or evaluate the event by a fixed time.",
      });
    }
    const risk = people.scores.at(-1)!;
    if (!risk.every((value) => value > 0 && value < 1)) {
      throw new InvalidArgumentError("risk", {
        what: "A given risk is not between 0 and 1.",
        why: "It is a predicted probability, never certain.",
        remedy: "Pass probabilities; a polygenic score itself is not one.",
      });
    }
    return { source: "as given", full: risk.map((p) => Math.log(p / (1 - p))) };
  }
  if (!tuned || tuned.outcome !== people.outcome.kind) return undefined;
  const predict = (model: TunedScore["model"]): Float64Array =>
    finite(predictedBy(model, options.people!, people.rows));
  return {
    source: "of the tuning set's model",
    full: predict(tuned.model),
    base: tuned.baseModel && predict(tuned.baseModel),
  };
}

function covariatesOf({ baseModel }: TunedScore): readonly string[] {
  return [...new Set(baseModel?.columns.map(({ source }) => source) ?? [])];
}

function finite(predicted: Float64Array): Float64Array {
  const missing = predicted.reduce((count, value) => count + Number(!Number.isFinite(value)), 0);
  if (missing === 0) return predicted;
  throw new InvalidArgumentError("covariates", {
    what: `${missing} people miss a covariate of the tuned model.`,
    why: "It was fitted with covariates that are not among those named here.",
    remedy: "Leave out covariates, for those of the tuned score, or name them all.",
  });
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

function outcomeName({ outcome }: EvaluationSettings): string {
  const named =
    "quantitative" in outcome
      ? outcome.quantitative
      : "binary" in outcome
        ? outcome.binary
        : outcome.event;
  return typeof named === "string" ? named : "outcome";
}
