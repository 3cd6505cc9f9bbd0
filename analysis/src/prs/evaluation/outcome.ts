import { coxRegression, type TiedEvents } from "../../stats/cox-regression.ts";
import { weightedLeastSquares } from "../../stats/least-squares.ts";
import { linearPredictor, logisticRegression } from "../../stats/logistic-regression.ts";
import { studentTLnP, studentTQuantile } from "../../stats/student-t.ts";
import { fewPeople, fitted } from "./evaluation-errors.ts";
import { ratioMeasure, type Measure } from "./measure.ts";

/** What a score is to foretell, of n people. */
export type OutcomeValues =
  | { readonly kind: "quantitative"; readonly values: Float64Array }
  | { readonly kind: "binary"; readonly values: Float64Array }
  | {
      readonly kind: "survival";
      readonly time: Float64Array;
      readonly isEvent: Float64Array;
      readonly ties: TiedEvents;
    };

/** The effect that a regression of such an outcome has per unit. */
export const EFFECTS = { quantitative: "beta", binary: "OR", survival: "HR" } as const;

/** A regression of an outcome: linear, logistic or Cox. */
export interface OutcomeFit {
  /** Intercept first, which is 0 in Cox regression. */
  readonly coefficients: Float64Array;
  /** Of each column, without the intercept. */
  readonly standardErrors: Float64Array;
  readonly residualDegreesOfFreedom: number;
}

export function countOfPeople(outcome: OutcomeValues): number {
  return (outcome.kind === "survival" ? outcome.time : outcome.values).length;
}

export function outcomeAt(outcome: OutcomeValues, rows: ArrayLike<number>): OutcomeValues {
  const at = (values: Float64Array): Float64Array => Float64Array.from(rows, (i) => values[i]);
  return outcome.kind === "survival"
    ? { ...outcome, time: at(outcome.time), isEvent: at(outcome.isEvent) }
    : { ...outcome, values: at(outcome.values) };
}

/** @throws NotEvaluableError */
export function fitOutcome(outcome: OutcomeValues, columns: readonly Float64Array[]): OutcomeFit {
  const n = countOfPeople(outcome);
  if (n <= columns.length + 1)
    throw fewPeople(
      `There are ${n} people.`,
      `more people than the ${columns.length + 1} coefficients`,
    );
  if (outcome.kind === "quantitative") {
    const fit = weightedLeastSquares({
      columns: [new Float64Array(n).fill(1), ...columns],
      y: outcome.values,
    });
    const { coefficients, covariance, residualSumOfSquares, degreesOfFreedom } = fitted(
      fit ? { status: "fitted" as const, ...fit } : { status: "collinear" as const },
    );
    const variance = residualSumOfSquares / degreesOfFreedom;
    return {
      coefficients,
      standardErrors: diagonal(covariance, 1, columns.length).map((v) => Math.sqrt(v * variance)),
      residualDegreesOfFreedom: degreesOfFreedom,
    };
  }
  if (outcome.kind === "binary") {
    const { coefficients, covariance } = fitted(
      logisticRegression({ columns, isCase: outcome.values }),
    );
    return {
      coefficients,
      standardErrors: diagonal(covariance, 1, columns.length).map(Math.sqrt),
      residualDegreesOfFreedom: Infinity,
    };
  }
  const { coefficients, covariance } = fitted(coxRegression({ columns, ...outcome }));
  return {
    coefficients: Float64Array.from([0, ...coefficients]),
    standardErrors: diagonal(covariance, 0, columns.length).map(Math.sqrt),
    residualDegreesOfFreedom: Infinity,
  };
}

/** The diagonal of a covariance, from a place on. */
function diagonal(covariance: Float64Array, first: number, count: number): Float64Array {
  const p = first + count;
  return Float64Array.from({ length: count }, (_, j) => covariance[(j + first) * (p + 1)]);
}

/** The effect of one column in a fit as beta, odds ratio or hazard ratio. */
export function effectMeasure(
  measure: string,
  kind: OutcomeValues["kind"],
  fit: OutcomeFit,
  column: number,
  confidence: number,
): Measure {
  const effect = fit.coefficients[column + 1];
  const standardError = fit.standardErrors[column];
  if (kind !== "quantitative") return ratioMeasure(measure, effect, standardError, confidence);
  const df = fit.residualDegreesOfFreedom;
  const width = studentTQuantile((1 + confidence) / 2, df) * standardError;
  return {
    measure,
    estimate: effect,
    standardError,
    lower: effect - width,
    upper: effect + width,
    interval: `t, ${df} degrees of freedom`,
    negLog10PValue: -studentTLnP(effect / standardError, df) / Math.LN10,
    errorCode: "",
    reason: "",
  };
}

/**
 * Linear predictors of each person from a model fitted to the others: people are dealt into folds, and each fold is
 * predicted by the rest.
 *
 * @param order - n numbers by which people are dealt, the same whatever the order of rows
 */
export function crossFitted(
  outcome: OutcomeValues,
  columns: readonly Float64Array[],
  order: Float64Array,
  folds: number,
): Float64Array {
  const n = countOfPeople(outcome);
  const place = Uint32Array.from(order.keys()).sort(
    (a, b) => weightOf(outcome, a) - weightOf(outcome, b) || order[a] - order[b],
  );
  const predicted = new Float64Array(n);
  for (let fold = 0; fold < folds; fold++) {
    const others = place.filter((_, p) => p % folds !== fold);
    const own = place.filter((_, p) => p % folds === fold);
    const at = (rows: Uint32Array): Float64Array[] =>
      columns.map((column) => Float64Array.from(rows, (i) => column[i]));
    const fit = fitOutcome(outcomeAt(outcome, others), at(others));
    const linear = linearPredictor(fit.coefficients, at(own), own.length);
    own.forEach((person, p) => (predicted[person] = linear[p]));
  }
  return predicted;
}

/** Folds get equal shares of cases and of events. */
function weightOf(outcome: OutcomeValues, person: number): number {
  if (outcome.kind === "quantitative") return 0;
  return (outcome.kind === "binary" ? outcome.values : outcome.isEvent)[person];
}
