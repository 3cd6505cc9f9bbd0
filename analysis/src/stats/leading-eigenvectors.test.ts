import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { describe, expect, test } from "vitest";
import { randomStream } from "../random.ts";
import { leadingEigenvectors } from "./leading-eigenvectors.ts";

const N = 150;
const random = randomStream(3, "test matrix");
const factor = new Matrix(
  Array.from({ length: N }, () => Array.from({ length: 200 }, () => random.normal())),
);
for (let i = 0; i < N; i++) factor.set(i, 0, factor.get(i, 0) * 4);
const matrix = factor.mmul(factor.transpose());
const truth = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
const descending = [...truth.realEigenvalues].sort((a, b) => b - a);

function times(a: Matrix): (columns: readonly Float64Array[]) => Promise<Float64Array[]> {
  return (columns) =>
    Promise.resolve(
      columns.map((column) =>
        Float64Array.from(a.mmul(Matrix.columnVector(Array.from(column))).to1DArray()),
      ),
    );
}

const options = { n: N, count: 5, width: 8, seed: 1, tolerance: 1e-8, mostRounds: 40 };

describe("leadingEigenvectors", () => {
  test("finds those of the whole decomposition", async () => {
    const found = await leadingEigenvectors({ ...options, apply: times(matrix) });
    found.values.forEach((value, j) => {
      expect(Math.abs(value / descending[j] - 1)).toBeLessThan(1e-10);
      const at = truth.realEigenvalues.indexOf(descending[j]);
      const vector = truth.eigenvectorMatrix.getColumn(at);
      const cosine = vector.reduce((sum, own, i) => sum + own * found.vectors[j][i], 0);
      expect(Math.abs(cosine)).toBeGreaterThan(1 - 1e-10);
    });
    expect(found.rounds).toBeLessThan(18);
  });

  test("tells true residuals where it is stopped early", async () => {
    const { values, vectors, residuals } = await leadingEigenvectors({
      ...options,
      mostRounds: 2,
      apply: times(matrix),
    });
    const images = await times(matrix)(vectors);
    residuals.forEach((residual, j) => {
      const rest = images[j].map((value, i) => value - values[j] * vectors[j][i]);
      const length = Math.sqrt(rest.reduce((sum, value) => sum + value * value, 0));
      expect(Math.abs(length - residual)).toBeLessThan(1e-8 * values[0]);
    });
    expect(residuals[4]).toBeGreaterThan(1e-3);
  });

  test("ends with fewer where the matrix has fewer dimensions than were asked for", async () => {
    const low = factor.subMatrix(0, N - 1, 0, 2);
    const found = await leadingEigenvectors({
      ...options,
      apply: times(low.mmul(low.transpose())),
    });
    expect(found.values.filter((value) => value > 1e-8 * found.values[0])).toHaveLength(3);
    expect(found.rounds).toBeLessThan(4);
  });

  test("a seed gives the same bytes again, another the same vectors", async () => {
    const apply = times(matrix);
    const [one, again, other] = await Promise.all(
      [1, 1, 2].map((seed) => leadingEigenvectors({ ...options, seed, apply })),
    );
    expect(again.vectors).toEqual(one.vectors);
    expect(other.vectors[0]).not.toEqual(one.vectors[0]);
    other.vectors[4].forEach((value, i) =>
      expect(Math.abs(value - one.vectors[4][i])).toBeLessThan(1e-6),
    );
  });
});
