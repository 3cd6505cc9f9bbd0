import { concordanceIndex } from "../../stats/concordance.ts";
import { inverseLogit } from "../../stats/logistic-regression.ts";
import { meanAndDeviation } from "../../stats/standard-scale.ts";
import { auc, compareAuc } from "./auc.ts";
import { NotEvaluableError, constantScore, fewPeople } from "./evaluation-errors.ts";
import type { EvaluatedPeople } from "./evaluation-people.ts";
import { needsPrevalence } from "./liability-scale.ts";
import { normalMeasure, plainMeasure, refusedMeasure, type Measure } from "./measure.ts";
import { EFFECTS, crossFitted, effectMeasure, fitOutcome, outcomeAt } from "./outcome.ts";
import { reclassification } from "./reclassification.ts";
import { calibration, type Calibration } from "./risk-quality.ts";
import { stratumEffects, type StratumEffect, type StratumReference } from "./stratum-effects.ts";
import { survivalByStratum, type StrataTest, type SurvivalPoint } from "./survival-strata.ts";
import { decisionCurve, type DecisionCurveColumns } from "./decision-curve.ts";
import { varianceExplained } from "./variance-explained.ts";
import type { Table } from "../../table.ts";

export interface GroupSettings {
  readonly prevalence: number | undefined;
  readonly confidence: number;
  readonly bootstraps: number;
  readonly seed: number;
  readonly folds: number;
  readonly parts: number;
  readonly survivalParts: number;
  readonly topShares: readonly number[];
  readonly reference: StratumReference;
  readonly smallestCount: number;
  readonly thresholds: readonly number[] | undefined;
  readonly cuts: readonly number[] | undefined;
  readonly calibrationBins: number;
}

/** Linear predictors made without these people, from a tuned score, or a risk that was given. */
export interface Predictions {
  readonly source: string;
  readonly base?: Float64Array | undefined;
  readonly full: Float64Array;
}

export interface RocPoint {
  readonly falsePositiveShare: number;
  readonly truePositiveShare: number;
}

/** Everything about one group of people. */
export interface GroupEvaluation {
  readonly n: number;
  readonly cases: number;
  readonly scoreMean: number;
  readonly scoreDeviation: number;
  readonly measures: readonly Measure[];
  readonly strata: readonly StratumEffect[];
  readonly calibration: Calibration | undefined;
  readonly decision: Table<DecisionCurveColumns> | undefined;
  readonly roc: readonly RocPoint[];
  readonly survival: readonly SurvivalPoint[];
  readonly strataTest: StrataTest | undefined;
  readonly leftOutCovariates: readonly string[];
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
  settings: GroupSettings,
  given: Predictions | undefined,
): GroupEvaluation {
  const { outcome } = people;
  const [score] = people.scores;
  const { smallestCount } = settings;
  const n = score.length;
  const status =
    outcome.kind === "binary"
      ? outcome.values
      : outcome.kind === "survival"
        ? outcome.isEvent
        : undefined;
  const cases = status ? status.reduce((sum, value) => sum + value, 0) : NaN;
  const varying = people.covariates.filter(({ values }) =>
    values.some((value) => value !== values[0]),
  );
  const leftOutCovariates = people.covariates
    .filter((column) => !varying.includes(column))
    .map(({ name }) => name);
  const { mean: scoreMean, deviation: scoreDeviation } = meanAndDeviation(score);
  const isFew = n < smallestCount || cases < smallestCount || n - cases < smallestCount;
  const base = { n, cases: isFew ? NaN : cases, scoreMean, scoreDeviation, leftOutCovariates };
  const refusal = isFew
    ? fewPeople(
        `There are fewer than ${smallestCount} ${outcome.kind === "survival" ? "events or censored people" : outcome.kind === "binary" ? "cases or controls" : "people"}.`,
        `${smallestCount} of each`,
      )
    : score.every((value) => value === score[0])
      ? constantScore()
      : undefined;
  if (refusal) {
    return {
      ...base,
      measures: [refusedMeasure("all measures", refusal.code, refusal.what)],
      strata: [],
      calibration: undefined,
      decision: undefined,
      roc: [],
      survival: [],
      strataTest: undefined,
    };
  }
  const covariates = varying.map(({ values }) => values);
  const measures: Measure[] = [];
  const add = (names: string, compute: () => readonly Measure[]): void => {
    measures.push(...refused(names, compute));
  };
  const settled = { score, outcome, covariates, ...settings };
  const perSd = score.map((value) => (value - scoreMean) / scoreDeviation);
  const effect = EFFECTS[outcome.kind];
  const ties =
    outcome.kind === "survival" ? ` (Cox, ${outcome.ties === "efron" ? "Efron" : "Breslow"})` : "";
  add(`${effect} per SD${ties}`, () => [
    effectMeasure(
      `${effect} per SD${ties}`,
      outcome.kind,
      fitOutcome(outcome, [...covariates, perSd]),
      covariates.length,
      settings.confidence,
    ),
  ]);
  if (covariates.length > 0) {
    const name = `${effect} per SD${ties}, unadjusted`;
    add(name, () => [
      effectMeasure(name, outcome.kind, fitOutcome(outcome, [perSd]), 0, settings.confidence),
    ]);
  }
  const other = people.scores[1] as Float64Array | undefined;
  const predictions =
    outcome.kind === "quantitative" && !given
      ? undefined
      : attempted(() => given ?? crossFit(people, covariates, settings.folds));
  const shared = { measures, add, settled, other, predictions };
  const parts = {
    calibration: undefined,
    decision: undefined,
    roc: [],
    survival: [],
    strataTest: undefined,
  };
  const strata = stratumEffects({ ...settled });
  if (outcome.kind === "survival") {
    addConcordance(shared, score, outcome, settings);
    const { points, test } = survivalByStratum(score, outcome.time, outcome.isEvent, {
      ...settings,
      parts: settings.survivalParts,
    });
    return { ...base, measures, strata, ...parts, survival: points, strataTest: test };
  }
  const isBinary = outcome.kind === "binary";
  add(isBinary ? "Nagelkerke R²" : "R²", () =>
    varianceExplained({ ...settled, outcome: outcome.values, isBinary }),
  );
  if (other) {
    add(isBinary ? "AUC difference from the other score" : "R² of the other score", () =>
      isBinary
        ? aucDifference(score, other, outcome.values, settings.confidence)
        : varianceExplained({ ...settled, score: other, outcome: outcome.values, isBinary }).map(
            (row) => ({ ...row, measure: `other score: ${row.measure}` }),
          ),
    );
  }
  if (!isBinary) return { ...base, measures, strata, ...parts };
  if (settings.prevalence === undefined)
    measures.push(refusedMeasure("liability R²", "NEEDS_PREVALENCE", needsPrevalence().what));
  add("AUC", () => [aucMeasure("AUC", score, outcome.values, settings.confidence)]);
  const judged = judgeRisks(shared, outcome.values, settings);
  return { ...base, measures, strata, ...parts, ...judged, roc: rocPoints(score, outcome.values) };
}

interface Shared {
  readonly measures: Measure[];
  readonly add: (names: string, compute: () => readonly Measure[]) => void;
  readonly predictions: Attempt<Predictions> | undefined;
}

interface Attempt<T> {
  readonly value?: T;
  readonly refusal?: NotEvaluableError;
}

function attempted<T>(compute: () => T): Attempt<T> {
  try {
    return { value: compute() };
  } catch (refusal) {
    if (refusal instanceof NotEvaluableError) return { refusal };
    throw refusal;
  }
}

function refused(name: string, compute: () => readonly Measure[]): readonly Measure[] {
  const { value, refusal } = attempted(compute);
  return value ?? [refusedMeasure(name, refusal!.code, refusal!.what)];
}

function crossFit(
  people: EvaluatedPeople,
  covariates: readonly Float64Array[],
  folds: number,
): Predictions {
  const { outcome, order, scores } = people;
  return {
    source: `cross-fitted in ${folds} folds`,
    full: crossFitted(outcome, [...covariates, scores[0]], order, folds),
    base: covariates.length > 0 ? crossFitted(outcome, covariates, order, folds) : undefined,
  };
}

function aucMeasure(
  measure: string,
  score: Float64Array,
  isCase: Float64Array,
  confidence: number,
): Measure {
  const {
    auc: estimate,
    standardError,
    lower,
    upper,
    interval,
  } = auc({ score, isCase, confidence });
  const isKnown = interval === "DeLong";
  return {
    ...plainMeasure(measure, estimate),
    standardError,
    lower,
    upper,
    interval: isKnown ? interval : "",
    reason: isKnown ? "" : interval,
  };
}

function aucDifference(
  first: Float64Array,
  second: Float64Array,
  isCase: Float64Array,
  confidence: number,
): Measure[] {
  const test = compareAuc({ scores: [first, second], isCase, confidence });
  return [
    aucMeasure("AUC of the other score", second, isCase, confidence),
    {
      ...plainMeasure("AUC difference from the other score", test.difference),
      standardError: test.standardError,
      lower: test.lower,
      upper: test.upper,
      interval: "DeLong, paired",
      negLog10PValue: test.negLog10PValue,
    },
  ];
}

function addConcordance(
  { add, predictions }: Shared,
  score: Float64Array,
  outcome: { readonly time: Float64Array; readonly isEvent: Float64Array },
  { confidence }: GroupSettings,
): void {
  const row = (measure: string, risk: Float64Array): Measure => {
    const found = concordanceIndex(risk, outcome.time, outcome.isEvent);
    if (!found)
      return refusedMeasure(
        measure,
        "NO_EVENTS",
        "No two people can be compared: nobody is followed beyond an event.",
      );
    return normalMeasure(measure, found.concordance, found.standardError, {
      interval: "normal, infinitesimal jackknife",
      confidence,
      range: [0, 1],
      nullValue: 0.5,
    });
  };
  add("C-index", () => [row("C-index", score)]);
  const { value, refusal } = predictions!;
  if (!value) {
    add("C-index of covariates and score", () => {
      throw refusal!;
    });
    return;
  }
  if (!value.base) return;
  add("C-index of covariates and score", () => [
    row(`C-index of the covariates, ${value.source}`, value.base!),
    row(`C-index of covariates and score, ${value.source}`, value.full),
  ]);
}

function judgeRisks(
  { add, measures, predictions }: Shared,
  isCase: Float64Array,
  settings: GroupSettings,
): {
  readonly calibration: Calibration | undefined;
  readonly decision: Table<DecisionCurveColumns> | undefined;
} {
  const { value, refusal } = predictions!;
  if (!value) {
    measures.push(refusedMeasure("calibration of predicted risks", refusal!.code, refusal!.what));
    return { calibration: undefined, decision: undefined };
  }
  const { confidence, smallestCount, calibrationBins: bins, cuts, thresholds } = settings;
  const full = value.full.map(inverseLogit);
  const base = value.base?.map(inverseLogit);
  if (base) {
    add("AUC of covariates and score", () => {
      const test = compareAuc({ scores: [full, base], isCase, confidence });
      return [
        aucMeasure(`AUC of the covariates, ${value.source}`, base, isCase, confidence),
        aucMeasure(`AUC of covariates and score, ${value.source}`, full, isCase, confidence),
        {
          ...plainMeasure(`AUC that the score adds, ${value.source}`, test.difference),
          standardError: test.standardError,
          lower: test.lower,
          upper: test.upper,
          interval: "DeLong, paired",
          negLog10PValue: test.negLog10PValue,
        },
      ];
    });
  }
  const calibrated = attempted(() =>
    calibration({ risk: full, isCase, bins, smallestCount, confidence }),
  );
  measures.push(
    ...(calibrated.value?.measures ?? [
      refusedMeasure(
        "calibration of predicted risks",
        calibrated.refusal!.code,
        calibrated.refusal!.what,
      ),
    ]),
  );
  if (base)
    add(
      "NRI and IDI",
      () => reclassification({ before: base, after: full, isCase, cuts, confidence }).measures,
    );
  const decision = decisionCurve({
    risks: { ...(base ? { covariates: base, "covariates and score": full } : { score: full }) },
    isCase,
    ...(thresholds ? { thresholds } : {}),
    prevalence: settings.prevalence,
  });
  return { calibration: calibrated.value, decision };
}

const ROC_POINTS = 101;

/** On a grid of false positive shares, so that no point is one person's. */
function rocPoints(score: Float64Array, isCase: Float64Array): RocPoint[] {
  const order = Uint32Array.from(score.keys()).sort((a, b) => score[b] - score[a]);
  const cases = isCase.reduce((sum, value) => sum + value, 0);
  const controls = isCase.length - cases;
  const points: RocPoint[] = [];
  let [falseOnes, trueOnes] = [0, 0];
  let [lastFalse, lastTrue] = [0, 0];
  for (let from = 0; from < order.length;) {
    let to = from;
    for (; to < order.length && score[order[to]] === score[order[from]]; to++) {
      if (isCase[order[to]] === 1) trueOnes++;
      else falseOnes++;
    }
    from = to;
    const [x0, x1] = [lastFalse / controls, falseOnes / controls];
    const [y0, y1] = [lastTrue / cases, trueOnes / cases];
    while (points.length < ROC_POINTS) {
      const x = points.length / (ROC_POINTS - 1);
      if (x > x1 || (x === x1 && falseOnes < controls && from < order.length)) break;
      // Ties of a case and a control are a slanted step.
      const y = x1 > x0 ? y0 + ((y1 - y0) * (x - x0)) / (x1 - x0) : y1;
      points.push({ falsePositiveShare: x, truePositiveShare: y });
    }
    [lastFalse, lastTrue] = [falseOnes, trueOnes];
  }
  return points;
}
