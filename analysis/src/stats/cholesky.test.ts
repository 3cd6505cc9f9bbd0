import { expect, test } from "vitest";
import { choleskyLower, solveLower } from "./cholesky.ts";

test("L Lᵀ is the matrix, and solveLower() undoes L", () => {
  const matrix = Float64Array.of(4, 2, -2, 2, 10, 2, -2, 2, 6);
  const lower = choleskyLower(matrix, 3)!;
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      let sum = 0;
      for (let c = 0; c < 3; c++) sum += lower[i * 3 + c] * lower[j * 3 + c];
      expect(sum).toBeCloseTo(matrix[i * 3 + j], 14);
    }
  }
  const x = solveLower(lower, 3, Float64Array.of(2, 4, 1));
  expect(lower[0] * x[0]).toBeCloseTo(2, 14);
  expect(lower[6] * x[0] + lower[7] * x[1] + lower[8] * x[2]).toBeCloseTo(1, 14);
});

test("undefined for a matrix that is singular or has a negative direction", () => {
  expect(choleskyLower(Float64Array.of(1, 1, 1, 1), 2)).toBeUndefined();
  expect(choleskyLower(Float64Array.of(1, 2, 2, 1), 2)).toBeUndefined();
});
