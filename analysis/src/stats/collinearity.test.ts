import { inverse, Matrix } from "ml-matrix";
import { expect, test } from "vitest";
import { randomStream } from "../random.ts";
import { findCollinearity, varianceInflation } from "./collinearity.ts";

test("independent predictors are fine whatever their units", () => {
  expect(findCollinearity(Float64Array.of(1e12, 0, 0.1, 1e-9), 2)).toBeUndefined();
});

test("a correlation beyond 0.999 names the pair", () => {
  const gram = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0.9995, 1);
  expect(findCollinearity(gram, 3)).toEqual({ kind: "correlation", pair: [1, 2] });
});

test("a sum of others inflates the variance without any high correlation", () => {
  // x₃ = x₁ + x₂ + noise of variance 0.03: the factor of x₃ is 2.03 / 0.03.
  const gram = Float64Array.of(1, 0, 0, 0, 1, 0, 1, 1, 2.03);
  const found = findCollinearity(gram, 3);
  expect(found).toMatchObject({ kind: "inflation" });
  if (found?.kind === "inflation") expect(found.factor).toBeGreaterThan(30);
});

test("an exact combination and a constant are singular", () => {
  expect(findCollinearity(Float64Array.of(1, 0, 0, 0, 1, 0, 1, 1, 2), 3)).toEqual({
    kind: "singular",
  });
  expect(findCollinearity(Float64Array.of(1, 0, 0, 0), 2)).toEqual({ kind: "singular" });
});

test("variance inflation factors are the diagonal of the inverse correlation matrix", () => {
  const random = randomStream(1, "covariates");
  for (const k of [1, 2, 3, 7, 20]) {
    const columns = Matrix.rand(3 * k + 5, k, {
      random: () => random.uniform(),
    }).center("column");
    const gram = columns.transpose().mmul(columns);
    const correlation = Float64Array.from({ length: k * k }, (_, at) => {
      const [i, j] = [Math.floor(at / k), at % k];
      return gram.get(i, j) / Math.sqrt(gram.get(i, i) * gram.get(j, j));
    });
    const expected = inverse(Matrix.from1DArray(k, k, correlation)).diagonal();
    varianceInflation(correlation, k)!.forEach((factor, i) => {
      expect(Math.abs(factor / expected[i] - 1)).toBeLessThan(1e-10);
    });
  }
});

test("a matrix that is no correlation matrix has no inflation factors", () => {
  expect(varianceInflation(Float64Array.of(1, 0, 2, 1), 2)).toBeUndefined();
});
