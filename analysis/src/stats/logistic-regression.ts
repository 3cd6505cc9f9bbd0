import { crossProducts } from "./cross-products.ts";
import { solvePositiveDefinite } from "./positive-definite.ts";
import { standardScale } from "./standard-scale.ts";

/** A logistic regression with an intercept. */
export interface LogisticRegression {
  readonly status: "fitted";
  /** Intercept first: log odds per unit of each column. */
  readonly coefficients: Float64Array;
  /** (k + 1) × (k + 1) row-major. */
  readonly covariance: Float64Array;
  /** n fitted probabilities. */
  readonly probabilities: Float64Array;
  /** Σ ln of each outcome's probability. */
  readonly logLikelihood: number;
  /** The same with an intercept alone. */
  readonly nullLogLikelihood: number;
  readonly iterations: number;
}

/** Why there is no maximum of the likelihood, or no single one. */
export interface NoRegression {
  readonly status: "one class" | "collinear" | "separated" | "not converged";
}

const MOST_ITERATIONS = 60;
/** Of coefficients per SD; the Newton step after this one is at the square of it. */
const CONVERGED_BELOW = 1e-9;

/**
 * Logistic regression by Newton's method with halved steps where the likelihood would fall.
 *
 * Separation is found, not fitted: a predictor that divides cases from controls has no finite coefficient.
 *
 * @param options.columns - k columns of n values, without an intercept; may be none
 * @param options.isCase - n values, 1 or 0
 * @see Albert & Anderson 1984, doi:10.1093/biomet/71.1.1 (separation)
 */
export function logisticRegression(options: {
  readonly columns: readonly Float64Array[];
  readonly isCase: Float64Array;
}): LogisticRegression | NoRegression {
  const { isCase } = options;
  const n = isCase.length;
  const cases = isCase.reduce((sum, value) => sum + value, 0);
  if (cases === 0 || cases === n) return { status: "one class" };
  const scale = standardScale(options.columns);
  if (!scale || n <= options.columns.length + 1) return { status: "collinear" };
  const columns = [new Float64Array(n).fill(1), ...scale.columns];
  const p = columns.length;
  const share = cases / n;
  const nullLogLikelihood = cases * Math.log(share) + (n - cases) * Math.log1p(-share);
  const weighted = columns.map(() => new Float64Array(n));
  const probabilities = new Float64Array(n);
  const gradient = new Float64Array(p);
  let linear = new Float64Array(n).fill(Math.log(share / (1 - share)));
  let coefficients = new Float64Array(p);
  coefficients[0] = linear[0];
  let logLikelihood = nullLogLikelihood;
  for (let iteration = 1; iteration <= MOST_ITERATIONS; iteration++) {
    weigh(columns, linear, isCase, { weighted, probabilities, gradient });
    const solved = solvePositiveDefinite(crossProducts(weighted, weighted), gradient);
    if (!solved) return { status: iteration === 1 ? "collinear" : "separated" };
    const size = Math.max(...solved.x.map(Math.abs));
    let factor = 1;
    let next = stepped(columns, isCase, coefficients, solved.x, factor);
    while (!(next.logLikelihood >= logLikelihood - 1e-10 * Math.abs(logLikelihood))) {
      factor /= 2;
      if (factor < 1e-6) return { status: "not converged" };
      next = stepped(columns, isCase, coefficients, solved.x, factor);
    }
    ({ linear, coefficients, logLikelihood } = next);
    if (divides(linear, isCase)) return { status: "separated" };
    if (factor * size < CONVERGED_BELOW * (1 + Math.max(...coefficients.map(Math.abs)))) {
      return {
        status: "fitted",
        ...unscaled(coefficients, solved.inverse, scale.means, scale.deviations),
        probabilities: linear.map(inverseLogit),
        logLikelihood,
        nullLogLikelihood,
        iterations: iteration,
      };
    }
  }
  // Quasi-separation: coefficients grow by about one per step for as long as the weights last.
  return { status: linear.some((x) => Math.abs(x) > 25) ? "separated" : "not converged" };
}

/** 1 / (1 + e⁻ˣ). */
export function inverseLogit(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** Predictions of log odds (or any linear predictor) for new columns. */
export function linearPredictor(
  coefficients: ArrayLike<number>,
  columns: readonly Float64Array[],
  n: number,
): Float64Array {
  const linear = new Float64Array(n).fill(coefficients[0]);
  for (let j = 0; j < columns.length; j++) {
    const slope = coefficients[j + 1];
    for (let i = 0; i < n; i++) linear[i] += slope * columns[j][i];
  }
  return linear;
}

/** ln of an outcome's probability at these log odds, exact far out on both sides. */
export function bernoulliLogLikelihood(logOdds: number, isCase: number): number {
  const signed = isCase === 1 ? -logOdds : logOdds;
  return signed > 0 ? -signed - Math.log1p(Math.exp(-signed)) : -Math.log1p(Math.exp(signed));
}

function weigh(
  columns: readonly Float64Array[],
  linear: Float64Array,
  isCase: Float64Array,
  to: {
    readonly weighted: readonly Float64Array[];
    readonly probabilities: Float64Array;
    readonly gradient: Float64Array;
  },
): void {
  const { weighted, probabilities, gradient } = to;
  for (let i = 0; i < linear.length; i++) probabilities[i] = inverseLogit(linear[i]);
  for (let j = 0; j < columns.length; j++) {
    const [from, into] = [columns[j], weighted[j]];
    let sum = 0;
    for (let i = 0; i < linear.length; i++) {
      const probability = probabilities[i];
      into[i] = from[i] * Math.sqrt(probability * (1 - probability));
      sum += from[i] * (isCase[i] - probability);
    }
    gradient[j] = sum;
  }
}

function stepped(
  columns: readonly Float64Array[],
  isCase: Float64Array,
  from: Float64Array,
  step: Float64Array,
  factor: number,
): {
  coefficients: Float64Array<ArrayBuffer>;
  linear: Float64Array<ArrayBuffer>;
  logLikelihood: number;
} {
  const coefficients = Float64Array.from(from, (value, j) => value + factor * step[j]);
  const linear = new Float64Array(isCase.length);
  for (let j = 0; j < columns.length; j++) {
    for (let i = 0; i < linear.length; i++) linear[i] += coefficients[j] * columns[j][i];
  }
  let logLikelihood = 0;
  for (let i = 0; i < linear.length; i++)
    logLikelihood += bernoulliLogLikelihood(linear[i], isCase[i]);
  return { coefficients, linear, logLikelihood };
}

/** True when every case lies above every control. */
function divides(linear: Float64Array, isCase: Float64Array): boolean {
  let lowestCase = Infinity;
  let highestControl = -Infinity;
  for (let i = 0; i < linear.length; i++) {
    if (isCase[i] === 1) lowestCase = Math.min(lowestCase, linear[i]);
    else highestControl = Math.max(highestControl, linear[i]);
  }
  return lowestCase > highestControl;
}

/** Coefficients and covariance per unit of the columns as they were given. */
function unscaled(
  scaled: Float64Array,
  scaledCovariance: Float64Array,
  means: Float64Array,
  deviations: Float64Array,
): { coefficients: Float64Array; covariance: Float64Array } {
  const p = scaled.length;
  const back = new Float64Array(p * p);
  back[0] = 1;
  for (let j = 1; j < p; j++) {
    back[j] = -means[j - 1] / deviations[j - 1];
    back[j * p + j] = 1 / deviations[j - 1];
  }
  const coefficients = new Float64Array(p);
  const half = new Float64Array(p * p);
  const covariance = new Float64Array(p * p);
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) {
      coefficients[i] += back[i * p + j] * scaled[j];
      for (let c = 0; c < p; c++) half[i * p + j] += back[i * p + c] * scaledCovariance[c * p + j];
    }
  }
  for (let i = 0; i < p; i++) {
    for (let j = 0; j < p; j++) {
      for (let c = 0; c < p; c++) covariance[i * p + j] += half[i * p + c] * back[j * p + c];
    }
  }
  return { coefficients, covariance };
}
