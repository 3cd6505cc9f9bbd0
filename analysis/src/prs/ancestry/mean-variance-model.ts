import { weightedLeastSquares } from "../../stats/least-squares.ts";

/** Mean b₀ + Σ b x and logarithm of the variance g₀ + Σ g x of a score; the intercepts first. */
export interface MeanVariance {
  readonly mean: Float64Array;
  readonly logVariance: Float64Array;
}

const MOST_ROUNDS = 500;
const MOST_HALVINGS = 40;

/** The mean by least squares, with one variance for all; undefined where a column is a combination of others. */
export function fitMean(
  columns: readonly Float64Array[],
  y: Float64Array,
): MeanVariance | undefined {
  const fit = weightedLeastSquares({ columns, y });
  if (!fit || !(fit.residualSumOfSquares > 0)) return undefined;
  const logVariance = new Float64Array(columns.length);
  logVariance[0] = Math.log(fit.residualSumOfSquares / y.length);
  return { mean: fit.coefficients, logVariance };
}

/**
 * Mean and variance of a normal score by maximum likelihood: Fisher scoring for the variance, and for each variance the
 * mean by weighted least squares.
 *
 * @param columns - an intercept of ones, then the predictors
 * @returns undefined when it finds no maximum
 * @see Harvey 1976, doi:10.2307/1913974
 */
export function fitMeanVariance(
  columns: readonly Float64Array[],
  y: Float64Array,
): MeanVariance | undefined {
  const start = fitMean(columns, y);
  if (!start) return undefined;
  let current = start;
  let likelihood = logLikelihood(columns, y, current);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const deviance = y.map((_, i) => scaledSquare(columns, y, current, i) - 1);
    const direction = weightedLeastSquares({ columns, y: deviance })?.coefficients;
    if (!direction) return undefined;
    let [step, next] = [1, current];
    for (let halving = 0; ; halving++) {
      if (halving === MOST_HALVINGS) return undefined;
      const logVariance = current.logVariance.map((g, c) => g + step * direction[c]);
      const weights = y.map((_, i) => Math.exp(-predict(columns, logVariance, i)));
      const fit = weightedLeastSquares({ columns, y, weights });
      next = { mean: fit?.coefficients ?? current.mean, logVariance };
      const value = fit ? logLikelihood(columns, y, next) : NaN;
      // Near the maximum rounding hides what a step gains.
      if (value >= likelihood - 1e-12 * Math.abs(likelihood)) {
        likelihood = value;
        break;
      }
      step /= 2;
    }
    const change = Math.max(
      ...current.logVariance.map((g, c) => Math.abs(g - next.logVariance[c])),
    );
    current = next;
    if (change < 1e-11) return current;
  }
  return undefined;
}

/** Σ coefficients × columns of person i. */
export function predict(
  columns: readonly Float64Array[],
  coefficients: Float64Array,
  i: number,
): number {
  let sum = 0;
  for (let c = 0; c < columns.length; c++) sum += coefficients[c] * columns[c][i];
  return sum;
}

/** (y − mean)² / variance. */
function scaledSquare(
  columns: readonly Float64Array[],
  y: Float64Array,
  { mean, logVariance }: MeanVariance,
  i: number,
): number {
  const rest = y[i] - predict(columns, mean, i);
  return rest * rest * Math.exp(-predict(columns, logVariance, i));
}

function logLikelihood(
  columns: readonly Float64Array[],
  y: Float64Array,
  model: MeanVariance,
): number {
  let sum = 0;
  for (let i = 0; i < y.length; i++) {
    sum -= predict(columns, model.logVariance, i) + scaledSquare(columns, y, model, i);
  }
  return sum / 2;
}
