import { findCollinearity } from "../stats/collinearity.ts";
import type { ErrorCode } from "./error-codes.ts";
import { addCombination, productsWith } from "./column-products.ts";
import { solveCholesky, weightedGram, type WeightedPair } from "./weighted-gram.ts";

// The stopping rules of PLINK 2.00a3.5, so that estimates stop at the same step.
const CONVERGED_BELOW = 1e-4;
const STEPS_AT_MOST = 15;
const DIVERGED_ABOVE = 20;
const IMPOSSIBLE_COEFFICIENT = 6e4;

export interface LogisticEstimate {
  code: ErrorCode;
  /** Log odds ratio per copy. */
  beta: number;
  standardError: number;
  steps: number;
}

/**
 * Logistic regression by Newton's method from zero, for predictors that change from call to call.
 *
 * @param maxCount - most samples of a call
 * @param predictors - intercept, genotype, covariates
 */
export function prepareLogisticFit(
  maxCount: number,
  predictors: number,
): (
  columns: readonly Float64Array[],
  isCase: Float64Array,
  count: number,
  estimate: LogisticEstimate,
) => void {
  const p = predictors;
  const linear = new Float64Array(maxCount);
  const weights = new Float64Array(maxCount);
  const residuals = new Float64Array(maxCount);
  const weighted: WeightedPair = [new Float64Array(maxCount), new Float64Array(maxCount)];
  const hessian = new Float64Array(p * p);
  const factor = new Float64Array(p * p);
  const step = new Float64Array(p);
  const beta = new Float64Array(p);

  return (columns, isCase, count, estimate) => {
    estimate.code = ".";
    estimate.beta = NaN;
    estimate.standardError = NaN;
    estimate.steps = 0;
    beta.fill(0);
    linear.fill(0, 0, count);
    let smallestChange = Infinity;
    for (let iteration = 1; ; iteration++) {
      weigh(linear, isCase, count, weights, residuals);
      weightedGram(columns, weights, weighted, count, hessian);
      if (iteration === 1) {
        const code = collinearityCode(hessian, p);
        if (code) {
          estimate.code = code;
          return;
        }
      }
      productsWith(columns, residuals, count, step);
      const variance = solveCholesky(hessian, factor, step, p);
      let change = 0;
      for (let j = 0; j < p; j++) change += Math.abs(step[j]);
      if (!Number.isFinite(change)) {
        estimate.code = "LOGISTIC_CONVERGE_FAIL";
        return;
      }
      smallestChange = Math.min(smallestChange, change);
      for (let j = 0; j < p; j++) beta[j] += step[j];
      addCombination(columns, step, count, linear);
      estimate.steps = iteration;
      const runsAway = change > DIVERGED_ABOVE && change > 2 * smallestChange;
      const marches = iteration >= 8 && Math.abs(1 - change) < 1e-3;
      if (iteration > 3 && (runsAway || marches)) {
        estimate.code = "LOGISTIC_CONVERGE_FAIL";
        return;
      }
      const converged = change < CONVERGED_BELOW;
      if (!converged && iteration < STEPS_AT_MOST) continue;
      if (beta.some((coefficient) => Math.abs(coefficient) > IMPOSSIBLE_COEFFICIENT)) {
        estimate.code = "LOGISTIC_CONVERGE_FAIL";
        return;
      }
      estimate.code = converged ? "." : "UNFINISHED";
      estimate.beta = beta[1]!;
      estimate.standardError = Math.sqrt(variance);
      return;
    }
  };
}

function weigh(
  linear: Float64Array,
  isCase: Float64Array,
  count: number,
  weights: Float64Array,
  residuals: Float64Array,
): void {
  for (let i = 0; i < count; i++) {
    const probability = 1 / (1 + Math.exp(-linear[i]));
    weights[i] = probability * (1 - probability);
    residuals[i] = isCase[i] - probability;
  }
}

/** Why the predictors cannot be told apart. At zero all weights are ¼, so the first Hessian is the Gram matrix of the predictors. */
export function collinearityCode(hessian: Float64Array, p: number): ErrorCode | undefined {
  const k = p - 1;
  const centred = new Float64Array(k * k);
  for (let i = 1; i < p; i++) {
    for (let j = 1; j <= i; j++) {
      centred[(i - 1) * k + j - 1] =
        hessian[i * p + j] - (hessian[i * p] * hessian[j * p]) / hessian[0];
    }
    const square = hessian[i * p + i];
    if (centred[(i - 1) * k + i - 1] < 1e-12 * square) return "VIF_INFINITE";
  }
  const found = findCollinearity(centred, k);
  if (!found) return undefined;
  if (found.kind === "correlation") return "CORR_TOO_HIGH";
  return found.kind === "inflation" ? "VIF_TOO_HIGH" : "VIF_INFINITE";
}
