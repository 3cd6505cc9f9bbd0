import { randomStream } from "../../random.ts";
import { weightedLeastSquares } from "../../stats/least-squares.ts";
import {
  bernoulliLogLikelihood,
  linearPredictor,
  logisticRegression,
} from "../../stats/logistic-regression.ts";
import { NotEvaluableError, fitted } from "./evaluation-errors.ts";
import { liabilityR2 } from "./liability-scale.ts";
import { normalMeasure, type Measure } from "./measure.ts";

/** A share of variance (or of log likelihood) and how each person moves it. */
interface Share {
  readonly measure: string;
  readonly value: number;
  /** n influences: the derivative of the value to a person's weight, times n. */
  readonly influence: Float64Array;
}

export interface ExplainedOptions {
  readonly score: Float64Array;
  readonly outcome: Float64Array;
  readonly covariates: readonly Float64Array[];
  readonly isBinary: boolean;
  readonly prevalence?: number | undefined;
  readonly confidence: number;
  /** 0 for analytic intervals. */
  readonly bootstraps: number;
  readonly seed: number;
}

/**
 * R² of the score, of the covariates, of both, and what the score adds; for cases and controls Nagelkerke's, and with a
 * prevalence on the liability scale.
 *
 * Analytic errors are those of the infinitesimal jackknife, which assumes no normal residuals but is too narrow where R²
 * is near 0: bootstrap there.
 *
 * @see Efron 1982, doi:10.1137/1.9781611970319 (infinitesimal jackknife)
 * @see Nagelkerke 1991, doi:10.1093/biomet/78.3.691
 */
export function varianceExplained(options: ExplainedOptions): Measure[] {
  const { bootstraps, confidence } = options;
  const shares = sharesOf(options);
  if (bootstraps > 0) return bootstrapped(options, shares);
  const n = options.outcome.length;
  return shares.map(({ measure, value, influence }) => {
    const squares = influence.reduce((sum, part) => sum + part * part, 0);
    return normalMeasure(measure, value, Math.sqrt(squares) / n, {
      interval: "normal, infinitesimal jackknife",
      confidence,
      range: [isDifference(measure) ? -1 : 0, 1],
    });
  });
}

const isDifference = (measure: string): boolean => measure.startsWith("incremental");

function bootstrapped(options: ExplainedOptions, shares: readonly Share[]): Measure[] {
  const { bootstraps, seed, confidence, score, outcome, covariates } = options;
  const n = outcome.length;
  const random = randomStream(seed, "variance explained");
  const rows = new Uint32Array(n);
  const drawn = shares.map(() => new Float64Array(bootstraps));
  let undefinedDraws = 0;
  let kept = 0;
  for (let b = 0; b < bootstraps; b++) {
    for (let i = 0; i < n; i++) rows[i] = random.integer(n);
    const at = (values: Float64Array): Float64Array => Float64Array.from(rows, (i) => values[i]);
    try {
      const again = sharesOf({
        ...options,
        score: at(score),
        outcome: at(outcome),
        covariates: covariates.map(at),
      });
      again.forEach(({ value }, s) => (drawn[s][kept] = value));
      kept++;
    } catch (error) {
      if (!(error instanceof NotEvaluableError)) throw error;
      undefinedDraws++;
    }
  }
  const left = undefinedDraws > 0 ? `, ${undefinedDraws} draws undefined` : "";
  return shares.map(({ measure, value }, s) => {
    const values = drawn[s].subarray(0, kept).sort();
    const mean = values.reduce((sum, x) => sum + x, 0) / kept;
    const squares = values.reduce((sum, x) => sum + (x - mean) ** 2, 0);
    return {
      measure,
      estimate: value,
      standardError: Math.sqrt(squares / (kept - 1)),
      lower: quantile(values, (1 - confidence) / 2),
      upper: quantile(values, (1 + confidence) / 2),
      interval: `bootstrap percentiles, ${bootstraps} draws of people, seed ${seed}${left}`,
      negLog10PValue: NaN,
      errorCode: "" as const,
      reason: "",
    };
  });
}

/** Between order statistics, R's default (type 7). */
export function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const low = Math.floor(place);
  const from = sorted[low] ?? NaN;
  const to = sorted[Math.min(low + 1, sorted.length - 1)] ?? NaN;
  return from + (to - from) * (place - low);
}

function sharesOf(options: ExplainedOptions): Share[] {
  const { score, outcome, covariates, isBinary, prevalence } = options;
  const linear = (columns: readonly Float64Array[]): Share => linearR2(columns, outcome);
  const alone = linear([score]);
  const base = linear(covariates);
  const both = linear([...covariates, score]);
  const added = difference("incremental R²", both, base);
  if (!isBinary) {
    return [
      { ...alone, measure: "R²" },
      ...(covariates.length > 0
        ? [
            { ...base, measure: "R² of the covariates" },
            { ...both, measure: "R² of covariates and score" },
            added,
          ]
        : []),
    ];
  }
  const nagelkerke = (columns: readonly Float64Array[]): Share => nagelkerkeR2(columns, outcome);
  const scoreN = nagelkerke([score]);
  const rows: Share[] = [{ ...scoreN, measure: "Nagelkerke R²" }];
  if (covariates.length > 0) {
    const baseN = nagelkerke(covariates);
    const bothN = nagelkerke([...covariates, score]);
    rows.push(
      { ...baseN, measure: "Nagelkerke R² of the covariates" },
      { ...bothN, measure: "Nagelkerke R² of covariates and score" },
      difference("incremental Nagelkerke R²", bothN, baseN),
    );
  }
  rows.push({ ...alone, measure: "observed-scale R²" });
  if (covariates.length > 0) rows.push({ ...added, measure: "incremental observed-scale R²" });
  if (prevalence !== undefined) {
    rows.push(onLiability("liability R²", alone, outcome, prevalence));
    if (covariates.length > 0)
      rows.push(onLiability("incremental liability R²", added, outcome, prevalence));
  }
  return rows;
}

function linearR2(columns: readonly Float64Array[], outcome: Float64Array): Share {
  const n = outcome.length;
  const mean = outcome.reduce((sum, y) => sum + y, 0) / n;
  const total = outcome.reduce((sum, y) => sum + (y - mean) ** 2, 0);
  const fit = weightedLeastSquares({
    columns: [new Float64Array(n).fill(1), ...columns],
    y: outcome,
  });
  const { residuals, residualSumOfSquares } = fitted(
    fit && total > 0 ? { status: "fitted" as const, ...fit } : { status: "collinear" as const },
  );
  const value = 1 - residualSumOfSquares / total;
  const influence = outcome.map(
    (y, i) => (n * ((1 - value) * (y - mean) ** 2 - residuals[i] ** 2)) / total,
  );
  return { measure: "", value, influence };
}

function nagelkerkeR2(columns: readonly Float64Array[], isCase: Float64Array): Share {
  const n = isCase.length;
  const fit = fitted(logisticRegression({ columns, isCase }));
  const linear = linearPredictor(fit.coefficients, columns, n);
  const cases = isCase.reduce((sum, value) => sum + value, 0);
  const nullLogOdds = Math.log(cases / (n - cases));
  const [l0, l1] = [fit.nullLogLikelihood / n, fit.logLikelihood / n];
  const top = -Math.expm1(2 * (l0 - l1));
  const bottom = -Math.expm1(2 * l0);
  const value = top / bottom;
  // Derivatives of (1 − e^{2(l0 − l1)}) / (1 − e^{2 l0}) to both mean log likelihoods.
  const byL1 = (2 * Math.exp(2 * (l0 - l1))) / bottom;
  const byL0 = (-2 * Math.exp(2 * (l0 - l1)) + value * 2 * Math.exp(2 * l0)) / bottom;
  const influence = isCase.map(
    (y, i) =>
      byL1 * (bernoulliLogLikelihood(linear[i], y) - l1) +
      byL0 * (bernoulliLogLikelihood(nullLogOdds, y) - l0),
  );
  return { measure: "", value, influence };
}

function difference(measure: string, a: Share, b: Share): Share {
  return {
    measure,
    value: a.value - b.value,
    influence: a.influence.map((part, i) => part - b.influence[i]),
  };
}

/** The share of cases is held fixed, as recruitment set it. */
function onLiability(
  measure: string,
  share: Share,
  isCase: Float64Array,
  prevalence: number,
): Share {
  const caseShare = isCase.reduce((sum, value) => sum + value, 0) / isCase.length;
  const { r2, standardError: slope } = liabilityR2({
    r2: share.value,
    caseShare,
    prevalence,
    standardError: 1,
  });
  return { measure, value: r2, influence: share.influence.map((part) => part * slope) };
}
