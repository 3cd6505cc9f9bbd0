import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { elasticNetPath } from "../../src/stats/elastic-net.ts";

interface Expected {
  readonly columns: readonly (readonly number[])[];
  readonly y: readonly number[];
  readonly lambdas: readonly number[];
  readonly fits: readonly {
    readonly alpha: number;
    readonly intercept: readonly number[];
    readonly coefficients: readonly (readonly number[])[];
  }[];
}
const { columns, y, lambdas, fits } = JSON.parse(
  readFileSync(new URL("expected.json", import.meta.url), "utf8"),
) as Expected;

describe("elastic nets of glmnet", () => {
  test.each(fits)("alpha $alpha", ({ alpha, intercept, coefficients }) => {
    // glmnet's penalty is of y in units of its standard deviation, which matters to the squared part.
    const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
    const deviation = Math.sqrt(y.reduce((sum, v) => sum + (v - mean) ** 2, 0) / y.length);
    const own = elasticNetPath(
      {
        columns: columns.map((column) => Float64Array.from(column)),
        y: Float64Array.from(y, (value) => value / deviation),
      },
      { alpha, lambdas: lambdas.map((lambda) => lambda / deviation), tolerance: 1e-22 },
    );
    own.forEach((fit, l) => {
      expect(Math.abs(deviation * fit.intercept - intercept[l])).toBeLessThan(1e-7);
      fit.coefficients.forEach((value, j) =>
        expect(
          Math.abs(deviation * value - coefficients[l][j]),
          `λ ${lambdas[l]}, ${j}`,
        ).toBeLessThan(1e-7),
      );
    });
  });
});
