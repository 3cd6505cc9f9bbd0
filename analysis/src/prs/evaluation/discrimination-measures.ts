import { concordanceIndex } from "../../stats/concordance.ts";
import { measuresOrRefusal, type Attempt } from "./attempt.ts";
import { auc, compareAuc } from "./auc.ts";
import { normalMeasure, plainMeasure, refusedMeasure, type Measure } from "./measure.ts";
import type { Predictions } from "./predictions.ts";

export function aucMeasure(
  measure: string,
  score: Float64Array,
  isCase: Float64Array,
  confidence: number,
): Measure {
  const found = auc({ score, isCase, confidence });
  const isKnown = found.interval === "DeLong";
  return {
    ...plainMeasure(measure, found.auc),
    standardError: found.standardError,
    lower: found.lower,
    upper: found.upper,
    interval: isKnown ? found.interval : "",
    reason: isKnown ? "" : found.interval,
  };
}

/** First less second, with DeLong's paired test. */
export function aucDifference(
  measure: string,
  scores: readonly [Float64Array, Float64Array],
  isCase: Float64Array,
  confidence: number,
): Measure {
  const test = compareAuc({ scores, isCase, confidence });
  return {
    ...plainMeasure(measure, test.difference),
    standardError: test.standardError,
    lower: test.lower,
    upper: test.upper,
    interval: "DeLong, paired",
    negLog10PValue: test.negLog10PValue,
  };
}

/** Harrell's C of the score, and of models with and without it. */
export function concordanceMeasures(
  score: Float64Array,
  outcome: { readonly time: Float64Array; readonly isEvent: Float64Array },
  predictions: Attempt<Predictions>,
  confidence: number,
): readonly Measure[] {
  const row = (measure: string, risk: Float64Array): Measure => {
    const found = concordanceIndex(risk, outcome.time, outcome.isEvent);
    if (!found) {
      const reason = "No two people can be compared: nobody is followed beyond an event.";
      return refusedMeasure(measure, "NO_EVENTS", reason);
    }
    return normalMeasure(measure, found.concordance, found.standardError, {
      interval: "normal, infinitesimal jackknife",
      confidence,
      range: [0, 1],
      nullValue: 0.5,
    });
  };
  return [
    row("C-index", score),
    ...measuresOrRefusal("C-index of covariates and score", () => {
      const { value, refusal } = predictions;
      if (refusal) throw refusal;
      const { base, full, source } = value;
      if (!base) return [];
      return [
        row(`C-index of the covariates, ${source}`, base),
        row(`C-index of covariates and score, ${source}`, full),
      ];
    }),
  ];
}
