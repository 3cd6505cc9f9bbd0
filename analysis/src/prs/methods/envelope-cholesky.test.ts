import { expect, test } from "vitest";
import { densePanel, decayingLd } from "./test-panels.ts";
import { EnvelopeCholesky } from "./envelope-cholesky.ts";

/** Correlations up to a distance, which leave the rest of a row empty. */
function banded(count: number, width: number): Float64Array {
  return decayingLd(count, 0.5).map((r, at) =>
    Math.abs(Math.floor(at / count) - (at % count)) <= width ? r : 0,
  );
}

test.each([42, 5, 0])("solves with a band of %d", async (width) => {
  const count = 42;
  const matrix = banded(count, width);
  const block = await densePanel([matrix]).readBlock(0);
  const ridge = Float64Array.from({ length: count }, (_, j) => 1 + j);
  const cholesky = new EnvelopeCholesky(block);
  expect(cholesky.factor(block, ridge)).toBe(true);
  const y = Float64Array.from({ length: count }, (_, j) => Math.sin(j));
  const x = y.slice();
  cholesky.solveLower(x);
  cholesky.solveUpper(x);
  for (let i = 0; i < count; i++) {
    let sum = ridge[i] * x[i];
    for (let j = 0; j < count; j++) sum += Math.fround(matrix[i * count + j]) * x[j];
    expect(sum).toBeCloseTo(y[i], 13);
  }
});

test("says when a matrix is not positive definite", async () => {
  const block = await densePanel([Float64Array.of(1, 0.9, 0.9, 1)]).readBlock(0);
  const cholesky = new EnvelopeCholesky(block);
  expect(cholesky.factor(block, new Float64Array(2).fill(-0.2))).toBe(false);
});
