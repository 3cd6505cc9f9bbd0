import { expect, test } from "vitest";
import { randomStream } from "../../random.ts";
import { generalisedInverseGaussian } from "./inverse-gaussian.ts";

const DRAWS = 40_000;

/** Mean of x^k under the density, by the trapezoid rule in ln x. */
function moment(k: number, p: number, a: number, b: number): number {
  let [above, below] = [0, 0];
  for (let t = -60; t <= 30; t += 0.002) {
    const x = Math.exp(t);
    const density = Math.exp(p * t - (a * x + b / x) / 2);
    above += density * Math.pow(x, k);
    below += density;
  }
  return above / below;
}

test.each([
  [0.5, 2, 3],
  [0.5, 0.1, 1e-4],
  [0.5, 40, 1e-8],
  [0.5, 500, 20],
  [-0.5, 2, 3],
  [0, 1, 0.5],
  [2.5, 0.7, 8],
])("draws of GIG(%d, %d, %d) have its moments", (p, a, b) => {
  const random = randomStream(1, "test");
  const draws = Float64Array.from({ length: DRAWS }, () =>
    generalisedInverseGaussian(random, p, a, b),
  );
  // Of the square root as well, which small draws weigh in.
  for (const k of [0.5, 1]) {
    const mean = draws.reduce((sum, x) => sum + Math.pow(x, k), 0) / DRAWS;
    const expected = moment(k, p, a, b);
    const error = Math.sqrt((moment(2 * k, p, a, b) - expected ** 2) / DRAWS);
    expect(Math.abs(mean - expected)).toBeLessThan(4 * error);
  }
});

test("stays a positive number where the density has its limit at 0", () => {
  const random = randomStream(1, "test");
  const draws = Array.from({ length: 2000 }, () =>
    generalisedInverseGaussian(random, 0.5, 1, 1e-300),
  );
  expect(draws.every((x) => x > 0 && x < 100)).toBe(true);
});
