import { weightedLeastSquares } from "../../stats/least-squares.ts";
import { inverseLogit } from "../../stats/logistic-regression.ts";
import type { Table } from "../../table.ts";
import { attempted, measuresOrRefusal, type Attempt } from "./attempt.ts";
import { decisionCurve, type DecisionCurveColumns } from "./decision-curve.ts";
import { aucDifference, aucMeasure } from "./discrimination-measures.ts";
import { constantScore } from "./evaluation-errors.ts";
import type { GroupSettings } from "./group-settings.ts";
import { normalMeasure, plainMeasure, refusedMeasure, type Measure } from "./measure.ts";
import type { Predictions } from "./predictions.ts";
import { reclassification } from "./reclassification.ts";
import { calibration, type Calibration } from "./risk-quality.ts";

export interface JudgedRisks {
  readonly measures: readonly Measure[];
  readonly calibration: Calibration | undefined;
  readonly decision: Table<DecisionCurveColumns> | undefined;
}

/** Calibration, net benefit, and what the score adds to the risks of the covariates. */
export function judgeRisks(
  predictions: Attempt<Predictions>,
  isCase: Float64Array,
  settings: GroupSettings,
): JudgedRisks {
  const { value, refusal } = predictions;
  const nothing = "calibration of predicted risks";
  if (refusal) {
    const measures = [refusedMeasure(nothing, refusal.code, refusal.what)];
    return { measures, calibration: undefined, decision: undefined };
  }
  const { confidence, smallestCount, calibrationBins: bins, cuts, thresholds } = settings;
  const full = value.full.map(inverseLogit);
  const base = value.base?.map(inverseLogit);
  const calibrated = attempted(() =>
    calibration({ risk: full, isCase, bins, smallestCount, confidence }),
  );
  return {
    measures: [
      ...(base
        ? measuresOrRefusal("AUC of covariates and score", () => [
            aucMeasure(`AUC of the covariates, ${value.source}`, base, isCase, confidence),
            aucMeasure(`AUC of covariates and score, ${value.source}`, full, isCase, confidence),
            aucDifference(`AUC added, ${value.source}`, [full, base], isCase, confidence),
          ])
        : []),
      ...measuresOrRefusal(nothing, () => {
        if (calibrated.refusal) throw calibrated.refusal;
        return calibrated.value.measures;
      }),
      ...(base
        ? measuresOrRefusal(
            "NRI and IDI",
            () =>
              reclassification({ before: base, after: full, isCase, cuts, confidence }).measures,
          )
        : []),
    ],
    calibration: calibrated.value,
    decision: decisionCurve({
      risks: base ? { covariates: base, "covariates and score": full } : { score: full },
      isCase,
      ...(thresholds ? { thresholds } : {}),
      prevalence: settings.prevalence,
      smallestCount,
    }),
  };
}

/** How predictions of a quantitative outcome, made without these people, agree with it. */
export function predictionMeasures(
  { full, source }: Predictions,
  outcome: Float64Array,
  confidence: number,
): readonly Measure[] {
  const n = outcome.length;
  const fit = weightedLeastSquares({ columns: [new Float64Array(n).fill(1), full], y: outcome });
  if (!fit) throw constantScore("The prediction");
  const mean = outcome.reduce((sum, y) => sum + y, 0) / n;
  const total = outcome.reduce((sum, y) => sum + (y - mean) ** 2, 0);
  const lost = outcome.reduce((sum, y, i) => sum + (y - full[i]) ** 2, 0);
  const variance = fit.residualSumOfSquares / fit.degreesOfFreedom;
  const options = { interval: "normal", confidence };
  return [
    plainMeasure(`R² ${source} (1 − squared error / variance)`, 1 - lost / total),
    normalMeasure(
      "calibration slope",
      fit.coefficients[1],
      Math.sqrt(variance * fit.covariance[3]),
      {
        ...options,
        nullValue: 1,
      },
    ),
    normalMeasure(
      "calibration intercept",
      fit.coefficients[0],
      Math.sqrt(variance * fit.covariance[0]),
      { ...options, nullValue: 0 },
    ),
  ];
}
