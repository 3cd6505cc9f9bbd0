import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { randomStream } from "../random.ts";
import { fillNormals } from "./normal-draws.ts";

/** The largest eigenvalues of a symmetric matrix, descending. */
export interface LeadingEigenvectors {
  readonly values: Float64Array;
  /** Of unit length, n numbers each; the entry of largest size is positive. */
  readonly vectors: readonly Float64Array[];
  /** ‖Av − λv‖ of each. */
  readonly residuals: Float64Array;
  /** Times that the matrix was applied. */
  readonly rounds: number;
}

/** What a column must have left beside the basis, as a part of its length. */
const LEAST_REMAINDER = 1e-10;

/**
 * Leading eigenvectors of a symmetric matrix that is only ever multiplied by: block Lanczos from random columns, with all
 * columns kept and orthogonalised twice. Memory: n × `width` × rounds numbers.
 *
 * @param options.apply - A times the columns, each n numbers
 * @param options.count - how many; at most n
 * @param options.tolerance - of a residual, relative to its eigenvalue
 * @param options.mostRounds - it then returns what it has: look at the residuals
 * @see Musco & Musco 2015, arXiv:1504.05477 (randomised block Krylov); Golub & Underwood 1977
 */
export async function leadingEigenvectors(options: {
  readonly n: number;
  readonly count: number;
  readonly width: number;
  readonly seed: number;
  readonly tolerance: number;
  readonly mostRounds: number;
  readonly apply: (columns: readonly Float64Array[]) => Promise<readonly Float64Array[]>;
}): Promise<LeadingEigenvectors> {
  const { n, count, width, tolerance, mostRounds, apply } = options;
  const random = randomStream(options.seed, "leading eigenvectors");
  const basis: Float64Array[] = [];
  /** Aᵢⱼ between columns of the basis: row j has those with all before it, and itself. */
  const inner: Float64Array[] = [];
  let block = Array.from({ length: Math.min(width, n) }, () =>
    fillNormals(random, new Float64Array(n)),
  );
  block = orthonormalised(block, basis).columns;
  for (let round = 1; ; round++) {
    const first = basis.length;
    basis.push(...block);
    const images = (await apply(block)).map((image) => image.slice());
    const rest = images.map((image) => {
      const overlaps = new Float64Array(basis.length);
      takeOff(image, basis, overlaps);
      takeOff(image, basis, overlaps);
      inner.push(overlaps);
      return image;
    });
    const scale = Math.max(...inner.map((overlaps, j) => Math.abs(overlaps[j])));
    const next = orthonormalised(rest, basis, scale);
    const { values, combinations } = ritz(inner);
    const kept = Math.min(count, values.length);
    const residuals = Float64Array.from({ length: kept }, (_, j) =>
      norm(next.coefficients.map((row) => dotPart(row, combinations[j], first))),
    );
    const isExact = next.columns.length === 0 || basis.length >= n;
    const isDone = kept === count && residuals.every((own, j) => own <= tolerance * values[j]);
    if (isDone || isExact || round === mostRounds) {
      return {
        values: values.subarray(0, kept),
        vectors: combinations.slice(0, kept).map((weights) => combined(basis, weights, n)),
        residuals: isExact ? residuals.map(() => 0) : residuals,
        rounds: round,
      };
    }
    block = next.columns;
  }
}

/** Takes the parts along the basis off a column, twice if called twice; adds up how long they were. */
function takeOff(
  column: Float64Array,
  basis: readonly Float64Array[],
  overlaps: Float64Array,
): void {
  basis.forEach((direction, j) => {
    const overlap = dot(direction, column);
    overlaps[j] += overlap;
    for (let i = 0; i < column.length; i++) column[i] -= overlap * direction[i];
  });
}

/**
 * Orthonormal columns that span what the given ones have beside the basis, and each given one in terms of them:
 * `coefficients[r][c]` of column c along new column r.
 */
function orthonormalised(
  given: readonly Float64Array[],
  basis: readonly Float64Array[],
  scale = 0,
): { columns: Float64Array[]; coefficients: Float64Array[] } {
  const columns: Float64Array[] = [];
  const coefficients: Float64Array[] = [];
  given.forEach((start, c) => {
    if (basis.length + columns.length >= start.length) return;
    const column = start.slice();
    const before = Math.max(norm(column), scale);
    const overlaps = new Float64Array(columns.length);
    takeOff(column, basis, new Float64Array(basis.length));
    takeOff(column, columns, overlaps);
    takeOff(column, basis, new Float64Array(basis.length));
    takeOff(column, columns, overlaps);
    overlaps.forEach((overlap, r) => (coefficients[r][c] = overlap));
    const length = norm(column);
    if (!(length > LEAST_REMAINDER * before)) return;
    columns.push(column.map((value) => value / length));
    const row = new Float64Array(given.length);
    row[c] = length;
    coefficients.push(row);
  });
  return { columns, coefficients };
}

/** Eigenvectors of A within the basis, largest first, as combinations of its columns. */
function ritz(inner: readonly Float64Array[]): {
  values: Float64Array;
  combinations: Float64Array[];
} {
  const size = inner.length;
  const matrix = Matrix.zeros(size, size);
  inner.forEach((overlaps, j) =>
    overlaps.forEach((overlap, i) => {
      // Columns of one block have each other's overlaps twice, equal but for rounding.
      if (i > j) return;
      matrix.set(i, j, overlap);
      matrix.set(j, i, overlap);
    }),
  );
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, {
    assumeSymmetric: true,
  });
  const order = realEigenvalues
    .map((_, i) => i)
    .sort((a, b) => realEigenvalues[b] - realEigenvalues[a]);
  return {
    values: Float64Array.from(order, (i) => realEigenvalues[i]),
    combinations: order.map((i) => Float64Array.from(eigenvectorMatrix.getColumn(i))),
  };
}

function combined(basis: readonly Float64Array[], weights: Float64Array, n: number): Float64Array {
  const vector = new Float64Array(n);
  basis.forEach((column, j) => {
    for (let i = 0; i < n; i++) vector[i] += weights[j] * column[i];
  });
  const length = norm(vector);
  const largest = vector.reduce(
    (best, value) => (Math.abs(value) > Math.abs(best) ? value : best),
    0,
  );
  return vector.map((value) => (largest < 0 ? -value : value) / length);
}

/** Σ row × what a combination has of the columns from `first` on. */
function dotPart(row: Float64Array, combination: Float64Array, first: number): number {
  let sum = 0;
  for (let c = 0; c < row.length; c++) sum += row[c] * combination[first + c];
  return sum;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

function norm(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
  return Math.sqrt(sum);
}
