import { normalLnP, normalQuantile } from "../../stats/normal.ts";
import type { EvaluationCode } from "./evaluation-errors.ts";

/** An estimate with its uncertainty; the interval names how it was made. */
export interface Measure {
  readonly measure: string;
  readonly estimate: number;
  readonly standardError: number;
  readonly lower: number;
  readonly upper: number;
  /** How the interval was made; empty when there is none. */
  readonly interval: string;
  /** Of the hypothesis that the measure says nothing; NaN where none is tested. */
  readonly negLog10PValue: number;
  readonly errorCode: EvaluationCode | "";
  /** In words, why there is no estimate or no interval; empty when there is. */
  readonly reason: string;
}

/** −log10 of the two-sided P value of a z. */
export function negLog10POfZ(z: number): number {
  return Math.abs(normalLnP(z)) / Math.LN10;
}

/** estimate ± z · SE, within the range of the measure. */
export function normalMeasure(
  measure: string,
  estimate: number,
  standardError: number,
  options: {
    readonly interval: string;
    readonly confidence: number;
    readonly range?: readonly [number, number];
    readonly nullValue?: number;
  },
): Measure {
  const { interval, confidence, range = [-Infinity, Infinity], nullValue } = options;
  const width = normalQuantile((1 + confidence) / 2) * standardError;
  return {
    measure,
    estimate,
    standardError,
    lower: Math.max(range[0], estimate - width),
    upper: Math.min(range[1], estimate + width),
    interval,
    negLog10PValue:
      nullValue === undefined ? NaN : negLog10POfZ((estimate - nullValue) / standardError),
    errorCode: "",
    reason: "",
  };
}

/** e^estimate with bounds e^(estimate ± z · SE); the SE stays that of the logarithm. */
export function ratioMeasure(
  measure: string,
  logEstimate: number,
  standardError: number,
  confidence: number,
  interval = "Wald, of the logarithm",
): Measure {
  const width = normalQuantile((1 + confidence) / 2) * standardError;
  return {
    measure,
    estimate: Math.exp(logEstimate),
    standardError,
    lower: Math.exp(logEstimate - width),
    upper: Math.exp(logEstimate + width),
    interval,
    negLog10PValue: negLog10POfZ(logEstimate / standardError),
    errorCode: "",
    reason: "",
  };
}

export function plainMeasure(measure: string, estimate: number): Measure {
  return {
    measure,
    estimate,
    standardError: NaN,
    lower: NaN,
    upper: NaN,
    interval: "",
    negLog10PValue: NaN,
    errorCode: "",
    reason: "",
  };
}

export function refusedMeasure(
  measure: string,
  errorCode: EvaluationCode,
  reason: string,
): Measure {
  return { ...plainMeasure(measure, NaN), errorCode, reason };
}
