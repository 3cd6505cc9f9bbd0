import { describe, expect, test } from "vitest";
import { randomStream } from "../random.ts";
import { elasticNetPath, penaltyPath, validatedElasticNet } from "./elastic-net.ts";

const random = randomStream(5, "elastic net");
const N = 200;
const columns = Array.from({ length: 12 }, () =>
  Float64Array.from({ length: N }, () => 2 + random.normal()),
);
columns.push(new Float64Array(N).fill(0.1));
const y = Float64Array.from(
  { length: N },
  (_, i) => 1 + columns[0][i] - 0.5 * columns[1][i] + 2 * random.normal(),
);
const data = { columns, y };

describe("elasticNetPath", () => {
  test("starts where everything is 0, and a constant column stays there", () => {
    const lambdas = penaltyPath(data, { alpha: 1, count: 20, ratio: 1e-3 });
    const [first, second] = elasticNetPath(data, {
      alpha: 1,
      lambdas: [lambdas[0] * 1.0001, lambdas[1]],
    });
    expect(first.coefficients.every((b) => b === 0)).toBe(true);
    expect(second.coefficients.filter((b) => b !== 0)).toHaveLength(1);
    const all = elasticNetPath(data, { alpha: 1, lambdas })[19];
    expect(all.coefficients[12]).toBe(0);
    expect(all.coefficients.subarray(0, 12).every((b) => b !== 0)).toBe(true);
  });

  test("meets the conditions of a minimum", () => {
    const [alpha, lambda] = [0.5, 0.1];
    const [{ coefficients, intercept }] = elasticNetPath(data, {
      alpha,
      lambdas: [lambda],
      tolerance: 1e-20,
    });
    const rest = y.map(
      (value, i) =>
        value - intercept - columns.reduce((sum, c, j) => sum + coefficients[j] * c[i], 0),
    );
    for (let j = 0; j < 12; j++) {
      const mean = columns[j].reduce((sum, v) => sum + v, 0) / N;
      const deviation = Math.sqrt(columns[j].reduce((sum, v) => sum + (v - mean) ** 2, 0) / N);
      const slope =
        columns[j].reduce((sum, v, i) => sum + ((v - mean) / deviation) * rest[i], 0) / N;
      const scaled = coefficients[j] * deviation;
      const gradient = slope - lambda * (1 - alpha) * scaled;
      if (scaled === 0) expect(Math.abs(gradient)).toBeLessThanOrEqual(lambda * alpha);
      else expect(gradient).toBeCloseTo(lambda * alpha * Math.sign(scaled), 8);
    }
  });
});

describe("validatedElasticNet", () => {
  const options = { alphas: [1, 0.5], folds: 5, seed: 1, penalties: 30, ratio: 1e-3 };

  test("finds the columns that predict, and the same again with the same seed", () => {
    const fit = validatedElasticNet(data, options);
    expect(fit.coefficients[0]).toBeGreaterThan(0.6);
    expect(fit.coefficients[1]).toBeLessThan(-0.1);
    const least = Math.min(...fit.errors);
    expect(fit.lambda).toBe(fit.lambdas[fit.errors.indexOf(least)]);
    // The noise has variance 4, a standard error of 0.4.
    expect(Math.abs(least - 4)).toBeLessThan(1.2);
    expect(validatedElasticNet(data, options)).toEqual(fit);
  });
});
