import fc from "fast-check";
import { expect, test } from "vitest";
import { solveCholesky, weightedGram } from "./weighted-gram.ts";

test("weightedGram() equals its definition for one to nine columns", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 20 }), (k, count) => {
      const columns = Array.from({ length: k }, (_, j) =>
        Float64Array.from({ length: count }, (_, s) => ((s * 7 + j * 13) % 11) - 5),
      );
      const weights = Float64Array.from({ length: count }, (_, s) => s % 4);
      const gram = new Float64Array(k * k);
      weightedGram(
        columns,
        weights,
        [new Float64Array(count), new Float64Array(count)],
        count,
        gram,
      );
      for (let i = 0; i < k; i++) {
        for (let j = 0; j <= i; j++) {
          const expected = weights.reduce(
            (sum, w, s) => sum + w * columns[i][s] * columns[j][s],
            0,
          );
          expect(gram[i * k + j]).toBe(expected);
        }
      }
    }),
  );
});

test("solveCholesky() solves, and returns the second diagonal place of the inverse", () => {
  const h = Float64Array.of(4, 0, 0, 2, 5, 0, 1, 3, 6);
  const b = Float64Array.of(8, 19, 25);
  const variance = solveCholesky(h, new Float64Array(9), b, 3);
  // Inverse of [[4,2,1],[2,5,3],[1,3,6]]: cofactor 23 over determinant 67.
  expect(variance).toBeCloseTo(23 / 67, 14);
  const back = [
    4 * b[0] + 2 * b[1] + b[2],
    2 * b[0] + 5 * b[1] + 3 * b[2],
    b[0] + 3 * b[1] + 6 * b[2],
  ];
  [8, 19, 25].forEach((value, i) => expect(back[i]).toBeCloseTo(value, 12));
});

test("solveCholesky() of a matrix that is not positive definite is NaN", () => {
  const b = Float64Array.of(1, 1);
  expect(solveCholesky(Float64Array.of(1, 0, 2, 1), new Float64Array(4), b, 2)).toBeNaN();
  expect(b[0]).toBeNaN();
});
