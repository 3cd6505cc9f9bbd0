/** What a column must have left beside those before it, as a part of its length. */
const LEAST_REMAINDER = 1e-9;

/** Orthonormal columns of n values, and which of the given ones added none. */
export interface OrthonormalColumns {
  readonly basis: readonly Float64Array[];
  /** Indices of columns that those before them and `within` explain. */
  readonly redundant: readonly number[];
}

/**
 * Gram–Schmidt, twice, of columns after `within` has been taken out of them.
 *
 * @param within - orthonormal columns
 */
export function orthonormalColumns(
  columns: readonly Float64Array[],
  within: readonly Float64Array[] = [],
): OrthonormalColumns {
  const basis: Float64Array[] = [];
  const redundant: number[] = [];
  for (const [i, column] of columns.entries()) {
    const left = column.slice();
    const length = Math.sqrt(inner(left, left));
    for (let pass = 0; pass < 2; pass++) {
      takeOut(left, within);
      takeOut(left, basis);
    }
    const rest = Math.sqrt(inner(left, left));
    if (!(rest > LEAST_REMAINDER * length)) redundant.push(i);
    else basis.push(left.map((value) => value / rest));
  }
  return { basis, redundant };
}

/** What orthonormal columns leave of a column. */
export function residual(
  column: Float64Array,
  basis: readonly Float64Array[],
): Float64Array<ArrayBuffer> {
  const left = Float64Array.from(column);
  for (let pass = 0; pass < 2; pass++) takeOut(left, basis);
  return left;
}

/** The part of a column that orthonormal columns explain. */
export function projection(
  column: Float64Array,
  basis: readonly Float64Array[],
): Float64Array<ArrayBuffer> {
  const explained = new Float64Array(column.length);
  for (const direction of basis) {
    const part = inner(column, direction);
    for (let i = 0; i < explained.length; i++) explained[i] += part * direction[i];
  }
  return explained;
}

export function inner(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function takeOut(column: Float64Array, basis: readonly Float64Array[]): void {
  for (const direction of basis) {
    const part = inner(column, direction);
    for (let i = 0; i < column.length; i++) column[i] -= part * direction[i];
  }
}
