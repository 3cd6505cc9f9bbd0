/** Rows that begin and end together. */
const TOGETHER = 4;

/**
 * Where the lower triangle of a symmetric matrix lies: rows from their first entry to the diagonal, in groups of four that
 * begin together at a multiple of four and end with the last of them. A Cholesky factor fills no other place, so that
 * banded LD costs m × width² and dense LD m³ / 3.
 */
export interface Envelope {
  /** Of the matrix. */
  readonly count: number;
  /** First column of each row; rows up to a multiple of four are there. */
  readonly from: Uint32Array;
  /** Place of column 0 of each row, were it there. */
  readonly origin: Uint32Array;
  /** Numbers in all. */
  readonly size: number;
}

/**
 * @param first - first column of each row
 * @param numbers - makes room for whole numbers
 */
export function envelopeOf(
  first: Uint32Array,
  numbers: (length: number) => Uint32Array = (length) => new Uint32Array(length),
): Envelope {
  const count = first.length;
  const rows = TOGETHER * Math.ceil(count / TOGETHER);
  const [from, origin] = [numbers(rows), numbers(rows)];
  let size = 0;
  for (let i = 0; i < rows; i += TOGETHER) {
    let start = i;
    for (let row = i; row < Math.min(i + TOGETHER, count); row++)
      start = Math.min(start, first[row]);
    start -= start % TOGETHER;
    for (let row = i; row < i + TOGETHER; row++) {
      from[row] = start;
      origin[row] = size - start;
      size += i + TOGETHER - start;
    }
  }
  return { count, from, origin, size };
}

/** An empty matrix, but for ones where rows are filled up to a multiple of four. */
export function clearEnvelope({ count, from, origin, size }: Envelope, lower: Float64Array): void {
  lower.fill(0, 0, size);
  for (let i = count; i < from.length; i++) lower[origin[i] + i] = 1;
}

/**
 * The Cholesky factor in place, with the inverses of its diagonal; false when the matrix is not positive definite. The kernel
 * `factorEnvelope` gives the same bytes.
 */
export function factorEnvelope({ from, origin }: Envelope, lower: Float64Array): boolean {
  for (let i = 0; i < from.length; i++) {
    const row = origin[i];
    const group = i - (i % TOGETHER);
    for (let j = from[i]; j < group; j++) {
      const other = origin[j];
      const even = j - (j % 2);
      const start = Math.max(from[i], from[j]);
      let value = lower[row + j] - inner(lower, row + start, other + start, even - start);
      if (even < j) value -= lower[row + even] * lower[other + even];
      lower[row + j] = value * lower[other + j];
    }
    for (let j = group; j <= i; j++) {
      const other = origin[j];
      let value = lower[row + j] - inner(lower, row + from[i], other + from[i], group - from[i]);
      for (let k = group; k < j; k++) value -= lower[row + k] * lower[other + k];
      if (j < i) lower[row + j] = value * lower[other + j];
      else if (value > 0) lower[row + i] = 1 / Math.sqrt(value);
      else return false;
    }
  }
  return true;
}

/** x ← L⁻¹x. */
export function solveLower(
  { count, from, origin }: Envelope,
  lower: Float64Array,
  x: Float64Array,
): void {
  for (let i = 0; i < count; i++) {
    const row = origin[i];
    let sum = x[i];
    for (let j = from[i]; j < i; j++) sum -= lower[row + j] * x[j];
    x[i] = sum * lower[row + i];
  }
}

/** x ← L′⁻¹x. */
export function solveUpper(
  { count, from, origin }: Envelope,
  lower: Float64Array,
  x: Float64Array,
): void {
  for (let i = count - 1; i >= 0; i--) {
    const row = origin[i];
    const value = x[i] * lower[row + i];
    x[i] = value;
    for (let j = from[i]; j < i; j++) x[j] -= lower[row + j] * value;
  }
}

/** In the two sums that SIMD makes; `length` is even. */
function inner(values: Float64Array, one: number, other: number, length: number): number {
  let [even, odd] = [0, 0];
  for (let k = 0; k < length; k += 2) {
    even += values[one + k] * values[other + k];
    odd += values[one + k + 1] * values[other + k + 1];
  }
  return even + odd;
}
