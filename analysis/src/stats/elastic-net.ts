import { randomStream } from "../random.ts";

/** q columns of n numbers and what they predict; every column is standardised within, and the mean taken off. */
export interface ElasticNetData {
  readonly columns: readonly Float64Array[];
  readonly y: Float64Array;
}

/** A fit at one penalty. */
export interface ElasticNetFit {
  readonly lambda: number;
  /** On the scale of the columns as given. */
  readonly coefficients: Float64Array;
  readonly intercept: number;
}

interface Standardised {
  readonly columns: readonly Float64Array[];
  readonly means: Float64Array;
  readonly deviations: Float64Array;
  readonly y: Float64Array;
  readonly yMean: number;
}

const MOST_CYCLES = 100_000;

/**
 * Elastic net by coordinate descent along a path of penalties: min ‖y − Xb‖² / 2n + λ (α Σ|b| + (1 − α) Σ b² / 2), b per
 * standard deviation of a column (divided by n). A column that does not vary gets 0.
 *
 * @param options.lambdas - descending
 * @param options.alpha - 1 is the lasso, near 0 ridge regression
 * @param options.tolerance - largest change of a fitted value's variance in the last cycle, relative to that of y
 * @see Friedman, Hastie & Tibshirani 2010, doi:10.18637/jss.v033.i01
 */
export function elasticNetPath(
  data: ElasticNetData,
  options: {
    readonly alpha: number;
    readonly lambdas: readonly number[];
    readonly tolerance?: number | undefined;
  },
): ElasticNetFit[] {
  const { alpha, lambdas, tolerance = 1e-9 } = options;
  const { columns, means, deviations, y, yMean } = standardised(data);
  const n = y.length;
  const q = columns.length;
  const beta = new Float64Array(q);
  const rest = y.slice();
  const enough = tolerance * (y.reduce((sum, value) => sum + value * value, 0) / n);
  const update = (j: number, lambda: number): number => {
    const column = columns[j];
    let slope = 0;
    for (let i = 0; i < n; i++) slope += column[i] * rest[i];
    const own = slope / n + beta[j];
    const shrunken = Math.sign(own) * Math.max(Math.abs(own) - lambda * alpha, 0);
    const change = shrunken / (1 + lambda * (1 - alpha)) - beta[j];
    if (change === 0) return 0;
    beta[j] += change;
    for (let i = 0; i < n; i++) rest[i] -= change * column[i];
    return change * change;
  };
  const cycle = (rows: readonly number[], lambda: number): number =>
    rows.reduce((most, j) => Math.max(most, update(j, lambda)), 0);
  const all = Array.from(columns.keys()).filter((j) => deviations[j] > 0);
  return lambdas.map((lambda) => {
    for (let cycles = 0; cycles < MOST_CYCLES; cycles++) {
      if (cycle(all, lambda) <= enough) break;
      const active = all.filter((j) => beta[j] !== 0);
      while (cycles++ < MOST_CYCLES && cycle(active, lambda) > enough);
    }
    const coefficients = beta.map((b, j) => (deviations[j] > 0 ? b / deviations[j] : 0));
    const predicted = coefficients.reduce((sum, b, j) => sum + b * means[j], 0);
    return { lambda, coefficients, intercept: yMean - predicted };
  });
}

/** The least penalty at which everything is 0, and `count` penalties down to `ratio` of it, in equal steps of their logarithm. */
export function penaltyPath(
  data: ElasticNetData,
  options: { readonly alpha: number; readonly count: number; readonly ratio: number },
): number[] {
  const { alpha, count, ratio } = options;
  const { columns, y } = standardised(data);
  const largest = columns.reduce((most, column) => {
    const slope = column.reduce((sum, value, i) => sum + value * y[i], 0) / y.length;
    return Math.max(most, Math.abs(slope));
  }, 0);
  return Array.from(
    { length: count },
    (_, step) => (largest / Math.max(alpha, 1e-3)) * ratio ** (step / Math.max(count - 1, 1)),
  );
}

export interface ValidatedElasticNet extends ElasticNetFit {
  readonly alpha: number;
  /** Mean squared error of people whom the fit had not seen, at each penalty of the chosen alpha. */
  readonly errors: Float64Array;
  readonly lambdas: readonly number[];
}

/** Alpha and penalty with the least squared error in seeded cross-validation, and the fit to everybody at them. */
export function validatedElasticNet(
  data: ElasticNetData,
  options: {
    readonly alphas: readonly number[];
    readonly folds: number;
    readonly seed: number;
    readonly penalties: number;
    readonly ratio: number;
  },
): ValidatedElasticNet {
  const { alphas, folds, seed, penalties, ratio } = options;
  const n = data.y.length;
  const fold = shuffledFolds(n, folds, seed);
  let best: ValidatedElasticNet | undefined;
  let least = Infinity;
  for (const alpha of alphas) {
    const lambdas = penaltyPath(data, { alpha, count: penalties, ratio });
    const errors = new Float64Array(lambdas.length);
    for (let f = 0; f < folds; f++) {
      const inside = indices(n, (i) => fold[i] !== f);
      const fits = elasticNetPath(rowsOf(data, inside), { alpha, lambdas, tolerance: 1e-6 });
      for (const i of indices(n, (row) => fold[row] === f)) {
        fits.forEach((fit, l) => (errors[l] += (data.y[i] - valueOf(fit, data, i)) ** 2 / n));
      }
    }
    const at = errors.indexOf(Math.min(...errors));
    if (!(errors[at] < least)) continue;
    least = errors[at];
    const fits = elasticNetPath(data, { alpha, lambdas: lambdas.slice(0, at + 1) });
    best = { ...fits[at], alpha, errors, lambdas };
  }
  return best!;
}

function valueOf(
  { coefficients, intercept }: ElasticNetFit,
  { columns }: ElasticNetData,
  i: number,
): number {
  let sum = intercept;
  for (let j = 0; j < columns.length; j++)
    if (coefficients[j] !== 0) sum += coefficients[j] * columns[j][i];
  return sum;
}

/** Folds of equal size, but for one person. */
function shuffledFolds(n: number, folds: number, seed: number): Int32Array {
  const random = randomStream(seed, "cross-validation");
  const fold = Int32Array.from({ length: n }, (_, i) => i % folds);
  for (let i = n - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [fold[i], fold[j]] = [fold[j], fold[i]];
  }
  return fold;
}

function rowsOf({ columns, y }: ElasticNetData, rows: readonly number[]): ElasticNetData {
  const taken = (values: Float64Array): Float64Array => Float64Array.from(rows, (i) => values[i]);
  return { columns: columns.map(taken), y: taken(y) };
}

function indices(n: number, isWanted: (i: number) => boolean): number[] {
  return Array.from({ length: n }, (_, i) => i).filter(isWanted);
}

function standardised({ columns, y }: ElasticNetData): Standardised {
  const n = y.length;
  const mean = (values: Float64Array): number => values.reduce((sum, v) => sum + v, 0) / n;
  const means = Float64Array.from(columns, mean);
  const deviations = Float64Array.from(columns, (column, j) => {
    const squares = column.reduce((sum, value) => sum + (value - means[j]) ** 2, 0) / n;
    // What rounding leaves of a constant is no variance.
    return squares > 1e-20 * means[j] * means[j] ? Math.sqrt(squares) : 0;
  });
  const yMean = mean(y);
  return {
    columns: columns.map((column, j) =>
      column.map((value) => (deviations[j] > 0 ? (value - means[j]) / deviations[j] : 0)),
    ),
    means,
    deviations,
    y: y.map((value) => value - yMean),
    yMean,
  };
}
