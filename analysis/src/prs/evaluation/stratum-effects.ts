import { meanAndDeviation } from "../../stats/standard-scale.ts";
import { studentTQuantile } from "../../stats/student-t.ts";
import { wilsonInterval } from "../../stats/wilson-interval.ts";
import type { EvaluationCode } from "./evaluation-errors.ts";
import { NotEvaluableError } from "./evaluation-errors.ts";
import {
  EFFECTS,
  countOfPeople,
  effectMeasure,
  fitOutcome,
  outcomeAt,
  type OutcomeValues,
} from "./outcome.ts";
import { equalParts, topShare } from "./score-strata.ts";
import { hiddenCells } from "./small-counts.ts";

/** Whom a stratum of scores is compared with. */
export type StratumReference = "middle quintile" | "rest";

/** People of a range of scores against the reference. */
export interface StratumEffect {
  readonly kind: "part" | "top";
  readonly stratum: string;
  readonly reference: string;
  /** NaN where hidden. */
  readonly n: number;
  readonly cases: number;
  /** Share of cases or events, or the mean of a quantitative outcome. */
  readonly outcome: number;
  readonly outcomeLower: number;
  readonly outcomeUpper: number;
  readonly effect: string;
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  readonly negLog10PValue: number;
  readonly errorCode: EvaluationCode | "" | "HIDDEN";
  readonly reason: string;
}

const PART_NAMES: Readonly<Record<number, string>> = { 4: "quartile", 5: "quintile", 10: "decile" };

/**
 * Odds ratio, hazard ratio or mean difference of each part of the score and of its top shares against a named reference,
 * each in a regression of the people of both, adjusted for the covariates.
 */
export function stratumEffects(options: {
  readonly score: Float64Array;
  readonly outcome: OutcomeValues;
  readonly covariates: readonly Float64Array[];
  readonly parts: number;
  readonly topShares: readonly number[];
  readonly reference: StratumReference;
  readonly smallestCount: number;
  readonly confidence: number;
}): StratumEffect[] {
  const { score, parts, topShares, reference } = options;
  const middle = equalParts(score, 5).map((part) => Number(part === 2));
  const part = equalParts(score, parts);
  const name = PART_NAMES[parts] ?? `part of ${parts}`;
  const all = Array.from({ length: parts }, (_, p) => ({
    kind: "part" as const,
    stratum: `${name} ${p + 1}`,
    isIn: part.map((own) => Number(own === p)),
  }));
  const tops = topShares.map((share) => ({
    kind: "top" as const,
    stratum: `top ${Number((100 * share).toPrecision(4))} %`,
    isIn: topShare(score, share),
  }));
  const hiddenParts = hiddenCells(
    all.map(({ isIn }) => countsOf(options.outcome, isIn)),
    options.smallestCount,
  );
  const rows = [...all, ...tops];
  return rows.map(({ kind, stratum, isIn }, r) => {
    const isReference = reference === "middle quintile" ? middle : isIn.map((own) => 1 - own);
    const isOwn = isIn.every((own, i) => own === 0 || isReference[i] === 1) && isIn.includes(1);
    const counts = countsOf(options.outcome, isIn);
    const isHidden = r < parts ? hiddenParts[r] : hiddenCells([counts], options.smallestCount)[0];
    const named = { kind, stratum, reference, effect: EFFECTS[options.outcome.kind] };
    if (isHidden) {
      return {
        ...named,
        ...nothing,
        n: NaN,
        cases: NaN,
        outcome: NaN,
        outcomeLower: NaN,
        outcomeUpper: NaN,
        errorCode: "HIDDEN",
        reason: `fewer than ${options.smallestCount} people or outcomes, or hidden with such a stratum`,
      };
    }
    return {
      ...named,
      ...shown(options.outcome, isIn, options.confidence),
      ...(isOwn
        ? {
            ...nothing,
            estimate: options.outcome.kind === "quantitative" ? 0 : 1,
            reason: "reference",
          }
        : compared(options, isIn, isReference)),
    };
  });
}

const nothing = {
  estimate: NaN,
  lower: NaN,
  upper: NaN,
  negLog10PValue: NaN,
  errorCode: "" as EvaluationCode | "" | "HIDDEN",
  reason: "",
};

/** n, and cases and controls (or events) where the outcome has them. */
function countsOf(outcome: OutcomeValues, isIn: Uint8Array): number[] {
  let n = 0;
  let cases = 0;
  const status =
    outcome.kind === "binary"
      ? outcome.values
      : outcome.kind === "survival"
        ? outcome.isEvent
        : undefined;
  for (let i = 0; i < isIn.length; i++) {
    n += isIn[i];
    if (status) cases += isIn[i] * status[i];
  }
  return status ? [cases, n - cases] : [n];
}

function shown(
  outcome: OutcomeValues,
  isIn: Uint8Array,
  confidence: number,
): Pick<StratumEffect, "n" | "cases" | "outcome" | "outcomeLower" | "outcomeUpper"> {
  if (outcome.kind === "quantitative") {
    const values = outcome.values.filter((_, i) => isIn[i] === 1);
    const n = values.length;
    const { mean, deviation } = meanAndDeviation(values);
    const width =
      n > 1 ? (studentTQuantile((1 + confidence) / 2, n - 1) * deviation) / Math.sqrt(n) : NaN;
    return { n, cases: NaN, outcome: mean, outcomeLower: mean - width, outcomeUpper: mean + width };
  }
  const [cases, others] = countsOf(outcome, isIn);
  const n = cases + others;
  const [outcomeLower, outcomeUpper] = wilsonInterval(cases, n, confidence);
  return { n, cases, outcome: cases / n, outcomeLower, outcomeUpper };
}

function compared(
  options: {
    readonly outcome: OutcomeValues;
    readonly covariates: readonly Float64Array[];
    readonly confidence: number;
  },
  isIn: Uint8Array,
  isReference: Uint8Array,
): typeof nothing {
  const { outcome, covariates, confidence } = options;
  const rows = Array.from({ length: countOfPeople(outcome) }, (_, i) => i).filter(
    (i) => isIn[i] === 1 || isReference[i] === 1,
  );
  const at = (column: ArrayLike<number>): Float64Array => Float64Array.from(rows, (i) => column[i]);
  const adjusting = covariates
    .map(at)
    .filter((column) => column.some((value) => value !== column[0]));
  try {
    const fit = fitOutcome(outcomeAt(outcome, rows), [at(isIn), ...adjusting]);
    const { estimate, lower, upper, negLog10PValue } = effectMeasure(
      "",
      outcome.kind,
      fit,
      0,
      confidence,
    );
    return { ...nothing, estimate, lower, upper, negLog10PValue };
  } catch (error) {
    if (!(error instanceof NotEvaluableError)) throw error;
    return { ...nothing, errorCode: error.code, reason: error.what };
  }
}
