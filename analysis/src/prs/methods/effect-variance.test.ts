import { expect, test } from "vitest";
import { randomStream } from "../../random.ts";
import {
  drawEffectVariance,
  likeliestEffectVariance,
  logGenotypeVariances,
  type EffectVariance,
} from "./effect-variance.ts";

const COUNT = 400;
const random = randomStream(1, "effect variance test");
const logs = Float64Array.from({ length: COUNT }, () => random.normal());
const TRUE_ALPHA = -0.3;
const beta = logs.map((log) => 0.02 * random.normal() * Math.exp(((TRUE_ALPHA + 1) / 2) * log));
const squares = beta.map((effect) => effect * effect);

function logLikelihood({ alpha, variance }: EffectVariance): number {
  return squares.reduce((sum, square, k) => {
    const own = Math.log(variance) + (alpha + 1) * logs[k];
    return sum - own / 2 - square / (2 * Math.exp(own));
  }, 0);
}

test.each([
  [{ alpha: -1, variance: 4e-4 }],
  [{ alpha: 0.4, variance: 1e-4 }],
  [{ alpha: -1.5, variance: 2e-3 }],
])("no α and variance within a step of %o are likelier", (before) => {
  const found = likeliestEffectVariance(before, squares, logs);
  const most = logLikelihood(found);
  for (let a = -1.5; a <= 0.5; a += 0.05)
    for (let v = 0.5; v <= 2; v += 0.05)
      expect(logLikelihood({ alpha: a, variance: v * before.variance })).toBeLessThan(most + 1e-6);
  expect(found.variance / before.variance).toBeGreaterThanOrEqual(0.5);
  expect(found.variance / before.variance).toBeLessThanOrEqual(2);
});

test("draws lie about the truth, as far apart as the curvature of the likelihood says", () => {
  let prior: EffectVariance = { alpha: -1, variance: 4e-4 };
  const drawn: number[] = [];
  for (let i = 0; i < 400; i++) {
    prior = drawEffectVariance(random, prior, beta, logs);
    if (i >= 10) drawn.push(prior.alpha);
  }
  const mean = drawn.reduce((sum, alpha) => sum + alpha, 0) / drawn.length;
  const deviation = Math.sqrt(
    drawn.reduce((sum, alpha) => sum + (alpha - mean) ** 2, 0) / drawn.length,
  );
  // Information on α is half the sum of squares of the logs.
  const standardError = Math.sqrt(2 / logs.reduce((sum, log) => sum + log * log, 0));
  expect(Math.abs(mean - TRUE_ALPHA)).toBeLessThan(3 * standardError);
  expect(deviation / standardError).toBeGreaterThan(0.7);
  expect(deviation / standardError).toBeLessThan(1.4);
});

test("α stays where nothing tells it, and all stays without effects", () => {
  const before = { alpha: -0.6, variance: 1e-4 };
  const alike = new Float64Array(COUNT);
  expect(likeliestEffectVariance(before, squares, alike).alpha).toBe(-0.6);
  expect(drawEffectVariance(random, before, beta, undefined).alpha).toBe(-1);
  expect(drawEffectVariance(random, before, new Float64Array(3), alike)).toEqual(before);
});

test("genotypes' variances are those that the precision of effects tells, in any unit", () => {
  const frequency = Float64Array.from({ length: 50 }, (_, v) => 0.01 + 0.0098 * v);
  const scale = frequency.map((f) => 7 / Math.sqrt(2 * f * (1 - f)));
  const found = logGenotypeVariances(scale)!;
  expect(found.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 10);
  const ratio = (0.01 * 0.99) / (frequency[49] * (1 - frequency[49]));
  expect(found[0] - found[49]).toBeCloseTo(Math.log(ratio), 10);
  expect(logGenotypeVariances(new Float64Array(4).fill(7))).toBeUndefined();
});
