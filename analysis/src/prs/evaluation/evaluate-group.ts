import { meanAndDeviation } from "../../stats/standard-scale.ts";
import type { Table } from "../../table.ts";
import { attempted, measuresOrRefusal } from "./attempt.ts";
import type { DecisionCurveColumns } from "./decision-curve.ts";
import { aucDifference, aucMeasure, concordanceMeasures } from "./discrimination-measures.ts";
import { NotEvaluableError, constantScore, fewPeople, oneClass } from "./evaluation-errors.ts";
import type { EvaluatedPeople } from "./evaluation-people.ts";
import type { GroupSettings } from "./group-settings.ts";
import { needsPrevalence } from "./liability-scale.ts";
import { refusedMeasure, type Measure } from "./measure.ts";
import { EFFECTS, effectMeasure, fitOutcome, outcomeAt, type OutcomeValues } from "./outcome.ts";
import { crossFittedPredictions, type Predictions } from "./predictions.ts";
import { judgeRisks, predictionMeasures } from "./risk-measures.ts";
import type { Calibration } from "./risk-quality.ts";
import { rocPoints, type RocPoint } from "./roc.ts";
import { scoreDistribution, type ScoreDensity } from "./score-distribution.ts";
import { stratumEffects, type StratumEffect } from "./stratum-effects.ts";
import { survivalByStratum, type StrataTest, type SurvivalPoint } from "./survival-strata.ts";
import { varianceExplained } from "./variance-explained.ts";

/** Everything about one group of people. */
export interface GroupEvaluation {
  readonly n: number;
  /** NaN for a quantitative outcome, and where hidden. */
  readonly cases: number;
  readonly scoreMean: number;
  readonly scoreDeviation: number;
  /** NaN unless the outcome is of cases and controls. */
  readonly caseScoreMean: number;
  readonly controlScoreMean: number;
  readonly densities: readonly ScoreDensity[];
  readonly leftOutCovariates: readonly string[];
  /** Why nothing could be measured. */
  readonly refusal?: NotEvaluableError;
  readonly measures: readonly Measure[];
  readonly strata: readonly StratumEffect[];
  readonly calibration?: Calibration | undefined;
  readonly decision?: Table<DecisionCurveColumns> | undefined;
  readonly roc?: readonly RocRow[];
  readonly survival?: readonly SurvivalPoint[];
  readonly strataTest?: StrataTest | undefined;
}

/** A point of the ROC curve of the score, of the covariates, or of both. */
interface RocRow extends RocPoint {
  readonly model: string;
}

/** The people at these places of an evaluation. */
export function peopleAt(people: EvaluatedPeople, places: Uint32Array): EvaluatedPeople {
  const at = (values: Float64Array): Float64Array => Float64Array.from(places, (p) => values[p]);
  return {
    ...people,
    scores: people.scores.map(at),
    outcome: outcomeAt(people.outcome, places),
    covariates: people.covariates.map((column) => ({ ...column, values: at(column.values) })),
    group: people.group && Array.from(places, (p) => people.group![p]),
    order: at(people.order),
    rows: Uint32Array.from(places, (p) => people.rows[p]),
  };
}

export function evaluateGroup(
  people: EvaluatedPeople,
  settings: GroupSettings & {
    /** Where densities of the score are given. */
    readonly grid: Float64Array;
  },
  given: Predictions | undefined,
): GroupEvaluation {
  const { outcome, scores } = people;
  const [score, other] = scores as readonly [Float64Array, Float64Array?];
  const varying = people.covariates.filter(({ values }) => isVarying(values));
  const { mean, deviation } = meanAndDeviation(score);
  const refusal = refusalOf(people, settings.smallestCount);
  const about = {
    n: score.length,
    cases: refusal ? NaN : casesOf(outcome),
    scoreMean: mean,
    scoreDeviation: deviation,
    leftOutCovariates: people.covariates
      .filter((c) => !varying.includes(c))
      .map(({ name }) => name),
  };
  if (refusal) {
    const measures = [refusedMeasure("all measures", refusal.code, refusal.what)];
    const nothing = { densities: [], caseScoreMean: NaN, controlScoreMean: NaN };
    return { ...about, ...nothing, refusal, measures, strata: [] };
  }
  const covariates = varying.map(({ values }) => values);
  const inputs = { ...settings, score, other, outcome, covariates };
  const perSd = score.map((value) => (value - mean) / deviation);
  const evaluated = {
    ...about,
    ...scoreDistribution(score, outcome, settings),
    measures: effectsPerSd({ ...inputs, score: perSd }),
    strata: stratumEffects(inputs),
  };
  if (outcome.kind === "quantitative") {
    return {
      ...evaluated,
      measures: [
        ...evaluated.measures,
        ...quantitativeMeasures({ ...inputs, outcome: outcome.values }, given),
      ],
    };
  }
  const predictions = attempted(
    () => given ?? crossFittedPredictions(people, covariates, settings.folds),
  );
  if (outcome.kind === "survival") {
    const { points, test } = survivalByStratum(score, outcome.time, outcome.isEvent, {
      ...settings,
      parts: settings.survivalParts,
    });
    return {
      ...evaluated,
      measures: [
        ...evaluated.measures,
        ...concordanceMeasures(score, outcome, predictions, settings.confidence),
      ],
      survival: points,
      strataTest: test,
    };
  }
  const { measures, calibration, decision } = judgeRisks(predictions, outcome.values, settings);
  return {
    ...evaluated,
    measures: [
      ...evaluated.measures,
      ...binaryMeasures({ ...inputs, outcome: outcome.values }),
      ...measures,
    ],
    calibration,
    decision,
    roc: rocRows(score, outcome.values, predictions.value, settings.smallestCount),
  };
}

function rocRows(
  score: Float64Array,
  isCase: Float64Array,
  predictions: Predictions | undefined,
  smallestCount: number,
): RocRow[] {
  const curves: (readonly [string, Float64Array | undefined])[] = [
    ["score", score],
    ["covariates", predictions?.base],
    // Without covariates they are the score once more.
    ["covariates and score", predictions?.base && predictions.full],
  ];
  return curves.flatMap(([model, values]) =>
    values === undefined
      ? []
      : rocPoints(values, isCase, smallestCount).map((point) => ({ model, ...point })),
  );
}

const isVarying = (values: Float64Array): boolean => values.some((value) => value !== values[0]);

function casesOf(outcome: OutcomeValues): number {
  if (outcome.kind === "quantitative") return NaN;
  const status = outcome.kind === "binary" ? outcome.values : outcome.isEvent;
  return status.reduce((sum, value) => sum + value, 0);
}

/** Why nothing can be said of a group. */
function refusalOf(
  { outcome, scores }: EvaluatedPeople,
  smallestCount: number,
): NotEvaluableError | undefined {
  const n = scores[0].length;
  const cases = casesOf(outcome);
  if (outcome.kind === "binary" && (cases === 0 || cases === n)) return oneClass(cases);
  if (outcome.kind === "survival" && cases === 0) {
    return new NotEvaluableError("NO_EVENTS", {
      what: "Nobody has the event.",
      why: "Hazards are compared at the times of events.",
      remedy: "Check the coding of the event: 1 for an event, 0 for censored.",
    });
  }
  const counted = { quantitative: "people", binary: "cases or controls", survival: "events" };
  const least =
    outcome.kind === "binary"
      ? Math.min(cases, n - cases)
      : outcome.kind === "survival"
        ? cases
        : n;
  if (least < smallestCount) {
    const what = `There are fewer than ${smallestCount} ${counted[outcome.kind]}.`;
    return fewPeople(what, `${smallestCount}, the least that is shown`);
  }
  if (outcome.kind === "quantitative" && !isVarying(outcome.values)) {
    return new NotEvaluableError("CONSTANT_OUTCOME", {
      what: "The outcome is the same in all these people.",
      why: "There is no variance to explain.",
      remedy: "Check the column and its coding.",
    });
  }
  return isVarying(scores[0]) ? undefined : constantScore();
}

interface EffectInputs extends GroupSettings {
  readonly score: Float64Array;
  readonly outcome: OutcomeValues;
  readonly covariates: readonly Float64Array[];
}

function effectsPerSd({ score, outcome, covariates, confidence }: EffectInputs): Measure[] {
  const ties =
    outcome.kind === "survival" ? ` (Cox, ${outcome.ties === "efron" ? "Efron" : "Breslow"})` : "";
  const name = `${EFFECTS[outcome.kind]} per SD${ties}`;
  const effect = (measure: string, adjusting: readonly Float64Array[]): readonly Measure[] =>
    measuresOrRefusal(measure, () => {
      const fit = fitOutcome(outcome, [...adjusting, score]);
      return [effectMeasure(measure, outcome.kind, fit, adjusting.length, confidence)];
    });
  return [
    ...effect(name, covariates),
    ...(covariates.length > 0 ? effect(`${name}, unadjusted`, []) : []),
  ];
}

interface MeasureInputs extends GroupSettings {
  readonly score: Float64Array;
  readonly other: Float64Array | undefined;
  readonly outcome: Float64Array;
  readonly covariates: readonly Float64Array[];
}

function quantitativeMeasures(
  inputs: MeasureInputs,
  predictions: Predictions | undefined,
): Measure[] {
  const { other, outcome, confidence } = inputs;
  const explained = (score: Float64Array): Measure[] =>
    varianceExplained({ ...inputs, score, isBinary: false });
  return [
    ...measuresOrRefusal("R²", () => explained(inputs.score)),
    ...(other ? measuresOrRefusal("other score: R²", () => named(explained(other))) : []),
    ...(predictions
      ? measuresOrRefusal("calibration slope", () =>
          predictionMeasures(predictions, outcome, confidence),
        )
      : []),
  ];
}

const named = (measures: readonly Measure[]): Measure[] =>
  measures.map((row) => ({ ...row, measure: `other score: ${row.measure}` }));

function binaryMeasures(inputs: MeasureInputs): Measure[] {
  const { score, other, outcome, confidence, prevalence } = inputs;
  const auc = (name: string, values: Float64Array): readonly Measure[] =>
    measuresOrRefusal(name, () => [aucMeasure(name, values, outcome, confidence)]);
  const difference = "AUC difference from the other score";
  return [
    ...measuresOrRefusal("Nagelkerke R²", () => varianceExplained({ ...inputs, isBinary: true })),
    ...(prevalence === undefined
      ? [refusedMeasure("liability R²", "NEEDS_PREVALENCE", needsPrevalence().what)]
      : []),
    ...auc("AUC", score),
    ...(other
      ? [
          ...auc("AUC of the other score", other),
          ...measuresOrRefusal(difference, () => [
            aucDifference(difference, [score, other], outcome, confidence),
          ]),
        ]
      : []),
  ];
}
