import { expect, test } from "vitest";
import { randomStream } from "../../../../random.ts";
import { symmetricEigenvalues } from "./symmetric-eigenvalues.ts";

test("known eigenvalues: of a path's Laplacian, of a diagonal, of one number", () => {
  const n = 12;
  const laplacian = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    laplacian[i * n + i] = i === 0 || i === n - 1 ? 1 : 2;
    if (i > 0) laplacian[i * n + i - 1] = laplacian[(i - 1) * n + i] = -1;
  }
  symmetricEigenvalues(laplacian, n).forEach((value, j) => {
    expect(value).toBeCloseTo(2 - 2 * Math.cos((Math.PI * j) / n), 12);
  });
  expect([...symmetricEigenvalues(Float64Array.of(2, 0, 0, 0, 3, 0, 0, 0, 1), 3)]).toEqual([
    1, 2, 3,
  ]);
  expect([...symmetricEigenvalues(Float64Array.of(5), 1)]).toEqual([5]);
});

test("trace and sum of squares of a dense matrix are kept to rounding", () => {
  const n = 60;
  const random = randomStream(2, "eigenvalues");
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) matrix[i * n + j] = matrix[j * n + i] = random.normal();
  }
  const trace = matrix.reduce((sum, value, at) => sum + (at % (n + 1) === 0 ? value : 0), 0);
  const squares = matrix.reduce((sum, value) => sum + value * value, 0);
  const values = symmetricEigenvalues(matrix.slice(), n);
  expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(trace, 10);
  expect(values.reduce((sum, value) => sum + value * value, 0) / squares).toBeCloseTo(1, 12);
});
