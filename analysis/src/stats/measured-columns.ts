import type { BorderedMatrix, ColumnAlgebra, ShiftedColumns } from "./column-algebra.ts";

/** Columns shifted to about their means, and their products. */
export interface MeasuredColumns {
  readonly columns: ShiftedColumns;
  readonly products: BorderedMatrix;
}

const LOOKED_AT = 64;
/** Of a column's squares, the share of what its shift has left of the mean that is not worth another look. */
const MOST_OF_THE_MEAN = 0.5;

/**
 * Inner products of columns about shifts so near their means that nothing of a spread is lost beside a large mean.
 *
 * @param covariates - arrays of length n
 * @param traits - arrays of length n
 */
export function measureColumns(
  covariates: readonly Float64Array[],
  traits: readonly Float64Array[],
  algebra: ColumnAlgebra,
): MeasuredColumns {
  const all = [...covariates, ...traits];
  const rowCount = all[0]?.length ?? 0;
  const measure = (shifts: Float64Array): MeasuredColumns => {
    const columns = { rowCount, covariates, traits, shifts };
    return { columns, products: algebra.products(columns) };
  };
  const measured = measure(Float64Array.from(all, meanOfSome));
  const { shifts } = measured.columns;
  let isFar = false;
  const means = shifts.map((shift, c) => {
    const { sum, squares } = sumsOf(measured.products, covariates.length, c);
    isFar ||= sum * sum > MOST_OF_THE_MEAN * rowCount * squares;
    return shift + sum / rowCount;
  });
  return isFar ? measure(means) : measured;
}

/** Centred sums of squares and products of the covariates, K × K. */
export function centredProducts({ columns, products }: MeasuredColumns): Float64Array {
  const k = columns.covariates.length;
  const { basis } = products;
  const q = k + 1;
  return Float64Array.from({ length: k * k }, (_, at) => {
    const [i, j] = [Math.floor(at / k) + 1, (at % k) + 1];
    return basis[i * q + j] - (basis[i] * basis[j]) / columns.rowCount;
  });
}

/** Mean of a covariate. */
export function meanOf({ columns, products }: MeasuredColumns, covariate: number): number {
  return columns.shifts[covariate] + products.basis[covariate + 1] / columns.rowCount;
}

function sumsOf(
  { basis, cross, own }: BorderedMatrix,
  k: number,
  column: number,
): { sum: number; squares: number } {
  const q = k + 1;
  const place = column + 1;
  return column < k
    ? { sum: basis[place], squares: basis[place * q + place] }
    : { sum: cross[column - k], squares: own[column - k] };
}

function meanOfSome(column: Float64Array): number {
  const step = Math.max(1, Math.floor(column.length / LOOKED_AT));
  let sum = 0;
  let count = 0;
  for (let i = 0; i < column.length; i += step) {
    sum += column[i];
    count++;
  }
  return count > 0 ? sum / count : 0;
}
