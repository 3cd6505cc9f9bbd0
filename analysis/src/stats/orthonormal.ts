import { crossProducts } from "./cross-products.ts";

/** Of a column that the ones before explain, a part of this length of its own is rounding. */
const DEPENDENT = 1e-10;

// The fast way is for columns with a part of their own: the error of a round grows with the square of the inverse of
// that part's share in the column's length. One round does above the upper share, two above the lower.
const ONE_ROUND = 0.5;
const TWO_ROUNDS = 1e-3;

/** Rows of a block: eight columns of it stay in the first-level cache. */
const BLOCK_ROWS = 512;

/**
 * Orthonormal basis of columns, orthogonal to rounding also for nearly dependent ones.
 *
 * @param columns - k arrays of length n; unchanged
 * @returns k arrays of length n; a column within 1e-10 of the span of those before it becomes zeros
 * @see Yamamoto et al. 2015, doi:10.1553/etna_vol44s306 (Cholesky QR twice)
 */
export function orthonormalBasis(columns: readonly Float64Array[]): Float64Array[] {
  return choleskyTwice(columns) ?? gramSchmidtTwice(columns);
}

/** Q = A·R⁻¹ with RᵀR = AᵀA, done twice; undefined where columns depend on each other too much for it. */
function choleskyTwice(columns: readonly Float64Array[]): Float64Array[] | undefined {
  const k = columns.length;
  const n = columns[0]?.length ?? 0;
  let source = columns;
  const basis = columns.map(() => new Float64Array(n));
  for (let round = 0; round < 2; round++) {
    const { upper, share } = cholesky(crossProducts(source, source), k);
    if (!(share > TWO_ROUNDS)) return undefined;
    multiplyTriangle(source, inverseOf(upper, k), basis);
    if (share > ONE_ROUND) break;
    source = basis;
  }
  return basis;
}

/** R, upper triangular and row-major, of RᵀR = gram, and the least share of a column that those before it leave. */
function cholesky(gram: Float64Array, k: number): { upper: Float64Array; share: number } {
  const upper = new Float64Array(k * k);
  let share = 1;
  for (let j = 0; j < k; j++) {
    for (let i = 0; i <= j; i++) {
      let rest = gram[i * k + j];
      for (let c = 0; c < i; c++) rest -= upper[c * k + i] * upper[c * k + j];
      if (i < j) upper[i * k + j] = rest / upper[i * k + i];
      else {
        // NaN, of a column of zeros, stays NaN to the end.
        share = Math.min(share, Math.sqrt(rest / gram[j * k + j]));
        upper[j * k + j] = Math.sqrt(rest);
      }
    }
  }
  return { upper, share };
}

function inverseOf(upper: Float64Array, k: number): Float64Array {
  const inverse = new Float64Array(k * k);
  for (let j = 0; j < k; j++) {
    inverse[j * k + j] = 1 / upper[j * k + j];
    for (let i = j - 1; i >= 0; i--) {
      let sum = 0;
      for (let c = i + 1; c <= j; c++) sum -= upper[i * k + c] * inverse[c * k + j];
      inverse[i * k + j] = sum / upper[i * k + i];
    }
  }
  return inverse;
}

/** target = source · triangle; source and target may be the same columns. */
function multiplyTriangle(
  source: readonly Float64Array[],
  triangle: Float64Array,
  target: readonly Float64Array[],
): void {
  const k = source.length;
  const n = source[0]?.length ?? 0;
  for (let from = 0; from < n; from += BLOCK_ROWS) {
    const to = Math.min(n, from + BLOCK_ROWS);
    // The last column first: it needs all before it as they were.
    for (let j = k - 1; j >= 0; j--) {
      const own = triangle[j * k + j];
      const into = target[j];
      const column = source[j];
      for (let i = from; i < to; i++) into[i] = own * column[i];
      addCombination(source, j, (c) => triangle[c * k + j], into, from, to);
    }
  }
}

/** Adds the first `count` columns, each times its coefficient, four in one pass. */
function addCombination(
  columns: readonly Float64Array[],
  count: number,
  coefficient: (column: number) => number,
  into: Float64Array,
  from: number,
  to: number,
): void {
  let c = 0;
  for (; c + 3 < count; c += 4) {
    const a = columns[c];
    const b = columns[c + 1];
    const d = columns[c + 2];
    const e = columns[c + 3];
    const ca = coefficient(c);
    const cb = coefficient(c + 1);
    const cd = coefficient(c + 2);
    const ce = coefficient(c + 3);
    for (let i = from; i < to; i++) into[i] += ca * a[i] + cb * b[i] + (cd * d[i] + ce * e[i]);
  }
  for (; c < count; c++) {
    const a = columns[c];
    const ca = coefficient(c);
    for (let i = from; i < to; i++) into[i] += ca * a[i];
  }
}

/** Modified Gram–Schmidt, each column against all before it, twice. */
function gramSchmidtTwice(columns: readonly Float64Array[]): Float64Array[] {
  const basis: Float64Array[] = [];
  for (const column of columns) {
    const size = norm(column);
    const rest = column.slice();
    for (let pass = 0; pass < 2; pass++) {
      for (const direction of basis) {
        const overlap = dot(direction, rest);
        for (let i = 0; i < rest.length; i++) rest[i] -= overlap * direction[i];
      }
    }
    const left = norm(rest);
    const scale = left > DEPENDENT * size ? 1 / left : 0;
    for (let i = 0; i < rest.length; i++) rest[i] *= scale;
    basis.push(rest);
  }
  return basis;
}

/** What is left of a column after projection on the complement of an orthonormal basis. */
export function orthogonalTo(basis: readonly Float64Array[], column: Float64Array): Float64Array {
  return orthogonalToAll(basis, [column])[0];
}

/**
 * The same of many columns, in products of blocks: a tenth of the time of one after another where there are hundreds.
 *
 * @param columns - arrays of length n; unchanged
 */
export function orthogonalToAll(
  basis: readonly Float64Array[],
  columns: readonly Float64Array[],
): Float64Array[] {
  const rests = columns.map((column) => column.slice());
  const overlaps = project(basis, rests);
  // Where little of a column is left, rounding of the whole has stayed in it: once more takes that away as well.
  const small = rests.filter((rest, p) => {
    const explained = overlaps.subarray(p * basis.length, (p + 1) * basis.length);
    return !(dot(rest, rest) > 0.25 * dot(explained, explained));
  });
  project(basis, small);
  return rests;
}

/** Takes the basis out of the columns, in place, and returns how much of it was in them: columns × basis. */
function project(basis: readonly Float64Array[], columns: readonly Float64Array[]): Float64Array {
  const k = basis.length;
  const overlaps = crossProducts(columns, basis);
  const n = columns[0]?.length ?? 0;
  for (let from = 0; from < n; from += BLOCK_ROWS) {
    const to = Math.min(n, from + BLOCK_ROWS);
    columns.forEach((column, p) =>
      addCombination(basis, k, (c) => -overlaps[p * k + c], column, from, to),
    );
  }
  return overlaps;
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

export function norm(a: Float64Array): number {
  return Math.sqrt(dot(a, a));
}
