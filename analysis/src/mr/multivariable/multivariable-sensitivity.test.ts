import { expect, test } from "vitest";
import { randomStream } from "../../random.ts";
import { NotEstimableError } from "../mr-errors.ts";
import { conditionalStrength } from "./conditional-strength.ts";
import { multivariable } from "./multivariable.ts";
import { multivariableFromArrays } from "./multivariable-from-arrays.ts";
import type { MultivariableHarmonised } from "./multivariable-harmonised.ts";
import { multivariableSensitivity } from "./multivariable-sensitivity.ts";

interface Truth {
  readonly variants: number;
  readonly strength: number;
  readonly errorCorrelation?: number;
  /** Of the second exposure's effects on the first one's. */
  readonly shared?: number;
  readonly pleiotropy?: number;
}

/** Two exposures with effects 0.5 and −0.25 on the outcome. */
function simulate(seed: number, truth: Truth): MultivariableHarmonised {
  const { variants: k, strength, errorCorrelation: r = 0, shared = 0, pleiotropy = 0 } = truth;
  const random = randomStream(seed, "sensitivity test");
  const se = 0.01;
  const [x1, x2, y]: [number[], number[], number[]] = [[], [], []];
  for (let j = 0; j < k; j++) {
    const first = strength * random.normal();
    const second = shared * first + strength * (1 - shared) * random.normal();
    const [e1, e2] = [random.normal(), random.normal()];
    x1.push(first + se * e1);
    x2.push(second + se * (r * e1 + Math.sqrt(1 - r * r) * e2));
    y.push(0.5 * first - 0.25 * second + se * random.normal() + (j === 0 ? pleiotropy : 0));
  }
  const standardError = new Array<number>(k).fill(se);
  return multivariableFromArrays({
    exposures: [
      { name: "x1", beta: x1, standardError },
      { name: "x2", beta: x2, standardError },
    ],
    outcome: { name: "y", beta: y, standardError },
  });
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

test("Q_A of valid variants has mean k − p, not k − p − 1", () => {
  const runs = 2000;
  const k = 6;
  const values = Array.from({ length: runs }, (_, seed) => {
    const { heterogeneity } = multivariableSensitivity(
      simulate(seed, { variants: k, strength: 1 }),
    );
    expect(heterogeneity.columns.degreesOfFreedom[1]).toBe(k - 2);
    return heterogeneity.columns.q[1];
  });
  const error = Math.sqrt((2 * (k - 2)) / runs);
  expect(Math.abs(mean(values) - (k - 2))).toBeLessThan(3 * error);
  expect(mean(values) - (k - 3)).toBeGreaterThan(10 * error);
});

test("the conditional F of exposures that nothing tells apart is about 1", () => {
  const runs = 400;
  const k = 20;
  // The second exposure's true effects are those of the first.
  const values = Array.from({ length: runs }, (_, seed) => {
    const harmonised = simulate(seed, { variants: k, strength: 0.3, shared: 1 });
    return conditionalStrength(harmonised).columns.conditionalF[1];
  });
  // Q is χ² with k − 1 degrees of freedom.
  expect(Math.abs(mean(values) - 1)).toBeLessThan(3 * Math.sqrt(2 / (k - 1) / runs) + 0.01);
});

test("where exposures share people, their correlation makes the conditional F right", () => {
  const runs = 400;
  const harmonised = Array.from({ length: runs }, (_, seed) =>
    simulate(seed, { variants: 20, strength: 0.3, shared: 1, errorCorrelation: 0.7 }),
  );
  const f = (options: Parameters<typeof conditionalStrength>[1]): number =>
    mean(harmonised.map((one) => conditionalStrength(one, options).columns.conditionalF[1]));
  expect(f({})).toBeLessThan(0.5);
  expect(Math.abs(f({ exposureCorrelation: [1, 0.7, 0.7, 1] }) - 1)).toBeLessThan(0.06);
});

test("the variant with another way to the outcome has the largest contribution", () => {
  const harmonised = simulate(3, { variants: 20, strength: 0.1, pleiotropy: 0.15 });
  const { variants, heterogeneity, strength } = multivariableSensitivity(harmonised);
  const { qContribution, cooksDistance } = variants.columns;
  expect(qContribution.indexOf(Math.max(...qContribution))).toBe(0);
  expect(cooksDistance[0]).toBeGreaterThan(0);
  expect(heterogeneity.columns.pValue[1]).toBeLessThan(1e-6);
  expect(strength.columns.reading[0]).toMatch(/strong/);
});

test("with weak instruments LIML is nearer the truth than IVW, and its intervals cover", () => {
  const runs = 300;
  const estimates = Array.from(
    { length: runs },
    (_, seed) =>
      multivariable(simulate(seed, { variants: 60, strength: 0.02, shared: 0.5 }), {
        methods: ["ivw", "liml"],
      }).columns,
  );
  const bias = (row: number, truth: number): number =>
    Math.abs(mean(estimates.map(({ beta }) => beta[row])) - truth);
  expect(bias(2, 0.5)).toBeLessThan(bias(0, 0.5) / 3);
  const covered = estimates.filter(
    ({ ciLower, ciUpper }) => ciLower[2] < 0.5 && ciUpper[2] > 0.5,
  ).length;
  expect(covered / runs).toBeGreaterThan(0.9);
  expect(covered / runs).toBeLessThan(0.99);
});

test("as many variants as exposures leave nothing to check", () => {
  try {
    multivariableSensitivity(simulate(1, { variants: 2, strength: 0.1 }));
    expect.unreachable();
  } catch (error) {
    expect(error instanceof NotEstimableError && error.code).toBe("TOO_FEW_VARIANTS");
  }
});
