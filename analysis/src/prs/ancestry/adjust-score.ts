import { fitMean, fitMeanVariance, predict, type MeanVariance } from "./mean-variance-model.ts";

/** A score of some people, adjusted in four ways. */
export interface AdjustedScore {
  readonly percentile: Float64Array;
  readonly zPopulation: Float64Array;
  readonly zNorm1: Float64Array;
  readonly zNorm2: Float64Array;
}

/** How one score lies among the people of the reference. */
export interface ScoreModel {
  /** Training scores of each population, ascending. */
  readonly populations: readonly Float64Array[];
  /** Of the training people, taken off before the fits. */
  readonly offset: number;
  /** Of components in units of their standard deviation. */
  readonly mean: MeanVariance;
  /** Undefined where the fit found no maximum. */
  readonly meanVariance: MeanVariance | undefined;
}

/** Components as columns of predictors: ones, then each in units of the training people's standard deviation. */
export interface Scaling {
  readonly means: readonly number[];
  readonly deviations: readonly number[];
}

export function scalingOf(
  components: readonly Float64Array[],
  training: readonly number[],
): Scaling {
  const moments = components.map((column) => momentsOf(training.map((i) => column[i])));
  return {
    means: moments.map(({ mean }) => mean),
    deviations: moments.map(({ deviation }) => deviation),
  };
}

export function predictors(
  components: readonly Float64Array[],
  { means, deviations }: Scaling,
): Float64Array[] {
  const n = components[0].length;
  return [
    new Float64Array(n).fill(1),
    ...means.map((mean, c) => components[c].map((value) => (value - mean) / deviations[c])),
  ];
}

/**
 * @param training - rows of the reference
 * @returns undefined where the score does not vary, or components are collinear
 */
export function fitScore(
  columns: readonly Float64Array[],
  score: Float64Array,
  population: readonly number[],
  populationCount: number,
  training: readonly number[],
): ScoreModel | undefined {
  const own = Float64Array.from(training, (i) => score[i]);
  const { mean: offset } = momentsOf(own);
  const rows = columns.map((column) => Float64Array.from(training, (i) => column[i]));
  const centred = own.map((value) => value - offset);
  const mean = own.every((value) => value === own[0]) ? undefined : fitMean(rows, centred);
  if (!mean) return undefined;
  return {
    populations: Array.from({ length: populationCount }, (_, p) =>
      Float64Array.from(
        training.filter((i) => population[i] === p),
        (i) => score[i],
      ).sort(),
    ),
    offset,
    mean,
    meanVariance: fitMeanVariance(rows, centred),
  };
}

/** @param population - the most similar one of each person */
export function adjustScore(
  model: ScoreModel,
  columns: readonly Float64Array[],
  score: Float64Array,
  population: ArrayLike<number>,
): AdjustedScore {
  const { populations, offset } = model;
  const moments = populations.map(momentsOf);
  const z = (fit: MeanVariance | undefined): Float64Array =>
    score.map((value, i) =>
      fit
        ? (value - offset - predict(columns, fit.mean, i)) /
          Math.exp(predict(columns, fit.logVariance, i) / 2)
        : NaN,
    );
  return {
    percentile: score.map((value, i) => percentileAmong(populations[population[i]], value)),
    zPopulation: score.map((value, i) => {
      const { mean, deviation } = moments[population[i]];
      return deviation > 0 ? (value - mean) / deviation : NaN;
    }),
    zNorm1: z(model.mean),
    zNorm2: z(model.meanVariance),
  };
}

/** Percent of the others below, where those who are equal count half and the person as one of them. */
function percentileAmong(ascending: Float64Array, value: number): number {
  const below = countBelow(ascending, (other) => other < value);
  const upTo = countBelow(ascending, (other) => other <= value);
  return ((below + upTo + Number(upTo > below)) * 50) / ascending.length;
}

function countBelow(ascending: Float64Array, isBelow: (value: number) => boolean): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBelow(ascending[middle])) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The deviation divides by n. */
function momentsOf(values: ArrayLike<number>): { mean: number; deviation: number } {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  const mean = sum / values.length;
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += (values[i] - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / values.length) };
}
