/** Columns moved to mean 0 and scaled to SD 1, so that products of them lose no digits to a large mean or an odd unit. */
export interface StandardScale {
  readonly columns: readonly Float64Array[];
  readonly means: Float64Array;
  readonly deviations: Float64Array;
}

/** What rounding alone leaves of the spread of a constant column, as a part of its size. */
const CONSTANT_BELOW = 1e-13;

/** @returns undefined when a column is constant */
export function standardScale(columns: readonly Float64Array[]): StandardScale | undefined {
  const means = new Float64Array(columns.length);
  const deviations = new Float64Array(columns.length);
  const scaled: Float64Array[] = [];
  for (let j = 0; j < columns.length; j++) {
    const { mean, deviation } = meanAndDeviation(columns[j]);
    if (!(deviation > CONSTANT_BELOW * Math.max(Math.abs(mean), Number.MIN_VALUE)))
      return undefined;
    means[j] = mean;
    deviations[j] = deviation;
    scaled.push(columns[j].map((value) => (value - mean) / deviation));
  }
  return { columns: scaled, means, deviations };
}

/** Mean and SD with divisor n − 1, in two passes. */
export function meanAndDeviation(values: ArrayLike<number>): {
  readonly mean: number;
  readonly deviation: number;
} {
  const n = values.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i];
  const mean = sum / n;
  let squares = 0;
  let rest = 0;
  for (let i = 0; i < n; i++) {
    const difference = values[i] - mean;
    squares += difference * difference;
    rest += difference;
  }
  return { mean, deviation: Math.sqrt((squares - (rest * rest) / n) / (n - 1)) };
}
