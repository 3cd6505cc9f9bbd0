import { InvalidArgumentError } from "../../errors.ts";

/** Thresholds on P of common use: genome-wide significance and PRSice's bar levels. */
export const USUAL_THRESHOLDS: readonly number[] = [5e-8, 0.001, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 1];

/**
 * Thresholds on P in equal steps, PRSice's high-resolution scoring by default: 5e-8 to 0.5 by 5e-5, and 1.
 *
 * @returns ascending, each once
 * @throws InvalidArgumentError
 * @example
 * const thresholds = prs.thresholdLadder({ from: 1e-4, to: 0.01, step: 1e-4 });
 * @see Choi & O'Reilly 2019, doi:10.1093/gigascience/giz082
 */
export function thresholdLadder(
  options: {
    readonly from?: number | undefined;
    readonly to?: number | undefined;
    readonly step?: number | undefined;
    /** Thresholds beside those of the steps. */
    readonly also?: readonly number[] | undefined;
  } = {},
): number[] {
  const { from = 5e-8, to = 0.5, step = 5e-5, also = [1] } = options;
  if (!(step > 0) || !(from > 0) || !(to >= from)) {
    throw new InvalidArgumentError("step", {
      what: `No ladder goes from ${from} to ${to} by ${step}.`,
      why: "It starts above 0 and rises by steps above 0.",
      remedy: "Leave them out for PRSice's ladder.",
    });
  }
  const steps = Math.floor((to - from) / step + 1e-9) + 1;
  const ladder = Array.from({ length: steps }, (_, i) => Number((from + i * step).toPrecision(12)));
  return checkedThresholds([...ladder, ...also]);
}

/** @throws InvalidArgumentError for what is no P value */
export function checkedThresholds(thresholds: readonly number[]): number[] {
  const wrong = thresholds.find((p) => !(p > 0 && p <= 1));
  if (wrong !== undefined || thresholds.length === 0) {
    throw new InvalidArgumentError("thresholds", {
      what: wrong === undefined ? "No threshold is given." : `A threshold is ${wrong}.`,
      why: "Variants with P up to a threshold make a score: it is above 0 and at most 1.",
      remedy: "Leave thresholds out for the usual ones.",
    });
  }
  return [...new Set(thresholds)].sort((a, b) => a - b);
}

/** The least −log10 P of variants with P up to the threshold, rounding of logarithms allowed for. */
export function leastNegLog10(threshold: number): number {
  return -Math.log10(threshold) * (1 - 1e-12);
}
