import { expect, test } from "vitest";
import { bernoulliLogLikelihood, logisticRegression } from "./logistic-regression.ts";

const x = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8);
const status = (columns: Float64Array[], isCase: number[]): string =>
  logisticRegression({ columns, isCase: Float64Array.from(isCase) }).status;

test("names why there is no estimate", () => {
  const mixed = [0, 1, 0, 1, 0, 1, 1, 0];
  expect(status([x], mixed)).toBe("fitted");
  expect(
    status(
      [x],
      mixed.map(() => 1),
    ),
  ).toBe("one class");
  expect(status([x, x.map((value) => 3 - value)], mixed)).toBe("collinear");
  expect(status([new Float64Array(8).fill(5)], mixed)).toBe("collinear");
  expect(status([x], [0, 0, 0, 0, 1, 1, 1, 1])).toBe("separated");
  // Only where the column is 0 are there both: quasi-separation.
  expect(status([Float64Array.of(0, 0, 0, 0, 0, 1, 1, 1)], [0, 1, 0, 1, 0, 1, 1, 1])).toBe(
    "separated",
  );
});

test("an intercept alone is the log odds", () => {
  const fit = logisticRegression({ columns: [], isCase: Float64Array.of(1, 0, 0, 0) });
  if (fit.status !== "fitted") throw new Error(fit.status);
  expect(fit.coefficients[0]).toBeCloseTo(-Math.log(3), 12);
  expect(fit.covariance[0]).toBeCloseTo(4 / 3, 12);
  expect(fit.logLikelihood).toBeCloseTo(fit.nullLogLikelihood, 12);
});

test("a large mean and an odd unit cost no digits", () => {
  const isCase = Float64Array.of(0, 1, 0, 1, 0, 1, 1, 0);
  const near = logisticRegression({ columns: [x], isCase });
  const far = logisticRegression({ columns: [x.map((value) => 1e6 + value / 1000)], isCase });
  if (near.status !== "fitted" || far.status !== "fitted") throw new Error(far.status);
  expect(far.coefficients[1] / 1000).toBeCloseTo(near.coefficients[1], 7);
});

test("log likelihoods are finite where probabilities are not told from 0 and 1", () => {
  expect(bernoulliLogLikelihood(800, 0)).toBe(-800);
  expect(bernoulliLogLikelihood(-800, 1)).toBe(-800);
  expect(bernoulliLogLikelihood(800, 1)).toBe(-0);
});
