import { Table } from "../../table.ts";
import {
  linearPredictor,
  logisticRegression,
  type LogisticRegression,
} from "../../stats/logistic-regression.ts";
import { countOf, probabilities, properShare, twoClasses } from "./checked-values.ts";
import { fewPeople, fitted, NotEvaluableError } from "./evaluation-errors.ts";
import { normalMeasure, plainMeasure, type Measure } from "./measure.ts";
import { hiddenCells } from "./small-counts.ts";
import { equalParts } from "./score-strata.ts";

export type CalibrationBinColumns = {
  /** From the lowest predicted risks up, 1-based. */
  readonly bin: Uint32Array;
  /** NaN where hidden because fewer people than the limit were counted. */
  readonly n: Float64Array;
  readonly cases: Float64Array;
  readonly meanRisk: Float64Array;
  readonly observedShare: Float64Array;
};

/** How predicted risks agree with what happened. */
export interface Calibration {
  /** Calibration slope, intercept, calibration in the large, Brier score, scaled Brier score. */
  readonly measures: readonly Measure[];
  readonly bins: Table<CalibrationBinColumns>;
}

/**
 * Calibration of predicted risks: slope 1, intercept 0 and in-the-large 0 are perfect; and their Brier score.
 *
 * Risks must come from people other than these: in the people that a model was fitted to, its slope is 1 by construction.
 *
 * @param options.risk - n predicted probabilities
 * @param options.isCase - n values, 1 case and 0 control
 * @param options.bins - of equally many people
 * @param options.smallestCount - bins with fewer cases or controls than this are not shown
 * @throws NotEvaluableError, InvalidArgumentError, LengthMismatchError
 * @example
 * const risk = Array.from({ length: 60 }, (_, i) => (i + 1) / 61);
 * const { measures } = prs.calibration({ risk, isCase: risk.map((p, i) => Number(p > ((7 * i) % 10) / 10)), bins: 3 });
 * @see Cox 1958, doi:10.1093/biomet/45.3-4.562 (slope and intercept)
 * @see Steyerberg et al. 2010, doi:10.1097/EDE.0b013e3181c30fb2
 */
export function calibration(options: {
  readonly risk: ArrayLike<number>;
  readonly isCase: ArrayLike<number>;
  readonly bins?: number;
  readonly smallestCount?: number;
  readonly confidence?: number;
}): Calibration {
  const { bins = 10, smallestCount = 10 } = options;
  const confidence = properShare("confidence", options.confidence ?? 0.95);
  const risk = probabilities("risk", options.risk);
  const isCase = twoClasses("isCase", options.isCase, risk.length);
  if (risk.length < 2 * bins)
    throw fewPeople(`There are ${risk.length} people for ${bins} bins.`, "two people for each bin");
  return {
    measures: [...logitCalibration(risk, isCase, confidence), ...brier(risk, isCase, confidence)],
    bins: calibrationBins(risk, isCase, bins, smallestCount),
  };
}

function logitCalibration(risk: Float64Array, isCase: Float64Array, confidence: number): Measure[] {
  if (risk.some((value) => value === 0 || value === 1)) {
    throw new NotEvaluableError("SEPARATED", {
      what: "Some predicted risks are exactly 0 or 1.",
      why: "Their log odds are infinite, and calibration is a regression on log odds.",
      remedy: "Predict with a model that claims no certainty.",
    });
  }
  const logOdds = risk.map((value) => Math.log(value / (1 - value)));
  const options = { interval: "Wald", confidence };
  const large = offsetIntercept(logOdds, isCase);
  const measures = [
    normalMeasure("calibration in the large", large.intercept, large.standardError, {
      ...options,
      nullValue: 0,
    }),
  ];
  if (logOdds.every((value) => value === logOdds[0])) return measures;
  const fit: LogisticRegression = fitted(logisticRegression({ columns: [logOdds], isCase }));
  const [intercept, slope] = fit.coefficients;
  return [
    normalMeasure("calibration slope", slope, Math.sqrt(fit.covariance[3]), {
      ...options,
      nullValue: 1,
    }),
    normalMeasure("calibration intercept", intercept, Math.sqrt(fit.covariance[0]), {
      ...options,
      nullValue: 0,
    }),
    ...measures,
  ];
}

/** The log odds to add to all predictions so that as many cases are expected as there are. */
function offsetIntercept(
  logOdds: Float64Array,
  isCase: Float64Array,
): { intercept: number; standardError: number } {
  const cases = countOf(isCase);
  let intercept = 0;
  for (let i = 0; i < 200; i++) {
    const p = linearPredictor([intercept, 1], [logOdds], isCase.length).map(
      (x) => 1 / (1 + Math.exp(-x)),
    );
    const expected = countOf(p);
    const information = p.reduce((sum, value) => sum + value * (1 - value), 0);
    // Bounded, because far out a Newton step overshoots.
    const step = Math.max(-1, Math.min(1, (cases - expected) / information));
    intercept += step;
    if (Math.abs(step) < 1e-13 * (1 + Math.abs(intercept)))
      return { intercept, standardError: 1 / Math.sqrt(information) };
  }
  throw new NotEvaluableError("NOT_CONVERGED", {
    what: "Calibration in the large did not converge.",
    why: "The predicted risks are too close to 0 or 1.",
    remedy: "Look for extreme predictions.",
  });
}

function brier(risk: Float64Array, isCase: Float64Array, confidence: number): Measure[] {
  const n = risk.length;
  const losses = risk.map((p, i) => (p - isCase[i]) ** 2);
  const score = countOf(losses) / n;
  const squares = losses.reduce((sum, loss) => sum + (loss - score) ** 2, 0);
  const share = countOf(isCase) / n;
  return [
    normalMeasure("Brier score", score, Math.sqrt(squares / (n - 1) / n), {
      interval: "normal, of mean losses",
      confidence,
      range: [0, 1],
    }),
    plainMeasure("scaled Brier score", 1 - score / (share * (1 - share))),
  ];
}

function calibrationBins(
  risk: Float64Array,
  isCase: Float64Array,
  bins: number,
  smallestCount: number,
): Table<CalibrationBinColumns> {
  const bin = equalParts(risk, bins);
  const n = new Float64Array(bins);
  const cases = new Float64Array(bins);
  const sums = new Float64Array(bins);
  for (let i = 0; i < risk.length; i++) {
    n[bin[i]]++;
    cases[bin[i]] += isCase[i];
    sums[bin[i]] += risk[i];
  }
  const isHidden = hiddenCells(
    Array.from(n, (count, b) => [cases[b], count - cases[b]]),
    smallestCount,
  );
  const shown = (value: (b: number) => number): Float64Array =>
    Float64Array.from(n, (_, b) => (isHidden[b] ? NaN : value(b)));
  return new Table(
    {
      bin: Uint32Array.from(n, (_, b) => b + 1),
      n: shown((b) => n[b]),
      cases: shown((b) => cases[b]),
      meanRisk: shown((b) => sums[b] / n[b]),
      observedShare: shown((b) => cases[b] / n[b]),
    },
    {
      method: "calibration by bins of equally many people",
      smallestCount,
      ...(isHidden.includes(true)
        ? {
            caution: `NA: fewer than ${smallestCount} cases or controls, or hidden with such a bin`,
          }
        : {}),
    },
  );
}
