import { expect, test } from "vitest";
import { findCollinearity } from "./collinearity.ts";

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
