import { normalQuantile } from "../../stats/normal.ts";
import { countOf, properShare, twoClasses, varyingScore } from "./checked-values.ts";
import { fewPeople } from "./evaluation-errors.ts";
import { negLog10POfZ } from "./measure.ts";

/** Area under the ROC curve with DeLong's interval. */
export interface Auc {
  /** P(a case scores higher than a control), ties as a half. */
  readonly auc: number;
  readonly standardError: number;
  /** Within 0 and 1; NaN where `interval` says that there is none. */
  readonly lower: number;
  readonly upper: number;
  readonly interval: string;
  readonly cases: number;
  readonly controls: number;
}

/** DeLong's test of two scores of the same people. */
export interface AucComparison {
  readonly auc: readonly [number, number];
  /** First less second. */
  readonly difference: number;
  readonly standardError: number;
  readonly lower: number;
  readonly upper: number;
  readonly z: number;
  readonly negLog10PValue: number;
}

/**
 * Area under the ROC curve with DeLong's standard error and interval, in O(n log n).
 *
 * @param options.score - n numbers, higher for more risk
 * @param options.isCase - n values, 1 case and 0 control
 * @throws NotEvaluableError for one class, fewer than two of either, or a constant score; InvalidArgumentError for missing values
 * @example
 * const { auc, lower, upper } = prs.auc({ score: [0.1, 0.4, 0.35, 0.8, 0.7], isCase: [0, 0, 1, 1, 1] });
 * @see DeLong et al. 1988, doi:10.2307/2531595
 * @see Sun & Xu 2014, doi:10.1109/LSP.2014.2337313 (by midranks)
 */
export function auc(options: {
  readonly score: ArrayLike<number>;
  readonly isCase: ArrayLike<number>;
  readonly confidence?: number;
}): Auc {
  const confidence = properShare("confidence", options.confidence ?? 0.95);
  const score = varyingScore("score", options.score);
  const isCase = twoClasses("isCase", options.isCase, score.length);
  const { cases, controls } = classCounts(isCase);
  const parts = placements(score, isCase);
  const standardError = Math.sqrt(Math.max(0, covarianceOf(parts, parts)));
  const width = normalQuantile((1 + confidence) / 2) * standardError;
  const isKnown = standardError > 0;
  return {
    auc: parts.auc,
    standardError,
    lower: isKnown ? Math.max(0, parts.auc - width) : NaN,
    upper: isKnown ? Math.min(1, parts.auc + width) : NaN,
    interval: isKnown
      ? "DeLong"
      : "none: the score divides cases from controls, and DeLong's variance is 0",
    cases,
    controls,
  };
}

/**
 * DeLong's paired test of two scores on the same people.
 *
 * @param options.scores - two arrays of n numbers
 * @param options.isCase - n values, 1 case and 0 control
 * @returns z 0 and P 1 for scores that rank everybody alike
 * @throws NotEvaluableError, InvalidArgumentError, LengthMismatchError
 * @example
 * const test = prs.compareAuc({
 *   scores: [[0.1, 0.5, 0.35, 0.8, 0.7], [0.3, 0.2, 0.6, 0.5, 0.9]],
 *   isCase: [0, 0, 1, 1, 1],
 * });
 * @see DeLong et al. 1988, doi:10.2307/2531595
 */
export function compareAuc(options: {
  readonly scores: readonly [ArrayLike<number>, ArrayLike<number>];
  readonly isCase: ArrayLike<number>;
  readonly confidence?: number;
}): AucComparison {
  const confidence = properShare("confidence", options.confidence ?? 0.95);
  const first = varyingScore("scores[0]", options.scores[0]);
  const second = varyingScore("scores[1]", options.scores[1], first.length);
  const isCase = twoClasses("isCase", options.isCase, first.length);
  classCounts(isCase);
  const [a, b] = [placements(first, isCase), placements(second, isCase)];
  const gaps: Placements = {
    auc: a.auc - b.auc,
    ofCases: a.ofCases.map((value, i) => value - b.ofCases[i]),
    ofControls: a.ofControls.map((value, i) => value - b.ofControls[i]),
  };
  const standardError = Math.sqrt(Math.max(0, covarianceOf(gaps, gaps)));
  const width = normalQuantile((1 + confidence) / 2) * standardError;
  const z = gaps.auc === 0 ? 0 : gaps.auc / standardError;
  return {
    auc: [a.auc, b.auc],
    difference: gaps.auc,
    standardError,
    lower: gaps.auc - width,
    upper: gaps.auc + width,
    z,
    negLog10PValue: negLog10POfZ(z),
  };
}

function classCounts(isCase: Float64Array): { cases: number; controls: number } {
  const cases = countOf(isCase);
  const controls = isCase.length - cases;
  if (cases < 2 || controls < 2)
    throw fewPeople(
      `There ${cases < 2 ? "is one case" : "is one control"}.`,
      "two cases and two controls for a variance",
    );
  return { cases, controls };
}

/** For each case the share of controls below it, for each control the share of cases above it; ties as a half. */
interface Placements {
  readonly auc: number;
  readonly ofCases: Float64Array;
  readonly ofControls: Float64Array;
}

function placements(score: Float64Array, isCase: Float64Array): Placements {
  const n = score.length;
  const order = Uint32Array.from(score.keys()).sort((a, b) => score[a] - score[b]);
  const cases = countOf(isCase);
  const controls = n - cases;
  const share = new Float64Array(n);
  let controlsBelow = 0;
  let casesBelow = 0;
  for (let from = 0; from < n;) {
    let to = from;
    let tiedCases = 0;
    for (; to < n && score[order[to]] === score[order[from]]; to++) tiedCases += isCase[order[to]];
    const tiedControls = to - from - tiedCases;
    const below = (controlsBelow + tiedControls / 2) / controls;
    const above = (cases - casesBelow - tiedCases / 2) / cases;
    for (let p = from; p < to; p++) share[order[p]] = isCase[order[p]] === 1 ? below : above;
    controlsBelow += tiedControls;
    casesBelow += tiedCases;
    from = to;
  }
  const ofCases = share.filter((_, i) => isCase[i] === 1);
  const ofControls = share.filter((_, i) => isCase[i] === 0);
  return { auc: ofCases.reduce((sum, value) => sum + value, 0) / cases, ofCases, ofControls };
}

function covarianceOf(a: Placements, b: Placements): number {
  return (
    spread(a.ofCases, b.ofCases) / a.ofCases.length +
    spread(a.ofControls, b.ofControls) / a.ofControls.length
  );
}

function spread(a: Float64Array, b: Float64Array): number {
  const n = a.length;
  const meanA = a.reduce((sum, value) => sum + value, 0) / n;
  const meanB = b.reduce((sum, value) => sum + value, 0) / n;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += (a[i] - meanA) * (b[i] - meanB);
  return sum / (n - 1);
}
