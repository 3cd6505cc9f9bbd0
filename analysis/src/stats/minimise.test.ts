import { expect, test } from "vitest";
import { findRoot, minimise, minimiseOnInterval } from "./minimise.ts";

test("minimiseOnInterval() finds minima inside and goes to an end where there is none", () => {
  expect(minimiseOnInterval((x) => (x - 2) ** 2 + 1, -5, 9).x).toBeCloseTo(2, 8);
  expect(minimiseOnInterval(Math.cos, 0, 6).x).toBeCloseTo(Math.PI, 7);
  expect(minimiseOnInterval((x) => x, 1, 2).x).toBeCloseTo(1, 7);
});

test("findRoot() to the last digits; NaN without a change of sign", () => {
  expect(findRoot((x) => x * x - 2, 0, 2)).toBeCloseTo(Math.SQRT2, 15);
  expect(findRoot((x) => Math.exp(x) - 1e-9, -100, 10)).toBeCloseTo(Math.log(1e-9), 12);
  expect(findRoot((x) => (x - 1) ** 9, -10, 3)).toBeCloseTo(1, 1);
  expect(findRoot((x) => x * x + 1, -1, 1)).toBeNaN();
  expect(findRoot((x) => x, 0, 5)).toBe(0);
});

test("minimise() finds the bottom of Rosenbrock's valley and of a badly scaled bowl", () => {
  const valley = minimise(([x, y]) => 100 * (y - x * x) ** 2 + (1 - x) ** 2, [-1.2, 1]);
  expect(valley.converged).toBe(true);
  expect(valley.x[0]).toBeCloseTo(1, 5);
  expect(valley.x[1]).toBeCloseTo(1, 5);
  const bowl = minimise(([x, y]) => (x - 1e4) ** 2 / 1e8 + (y - 1e-4) ** 2 * 1e8 + 3, [1, 1], {
    scale: [1e4, 1e-4],
  });
  expect(bowl.x[0] / 1e4).toBeCloseTo(1, 6);
  expect(bowl.x[1] * 1e4).toBeCloseTo(1, 6);
  expect(bowl.value).toBeCloseTo(3, 12);
});

test("minimise() leaves regions where the function is not defined", () => {
  const found = minimise(([x]) => x - Math.log(x), [5]);
  expect(found.x[0]).toBeCloseTo(1, 5);
});
