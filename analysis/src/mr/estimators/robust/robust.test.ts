import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isAnalysisError } from "../../../errors.ts";
import { NotEstimableError } from "../../mr-errors.ts";
import type { Estimate, EstimationSettings, Estimator } from "../estimator.ts";
import { randomStream } from "../../../random.ts";
import { effectsAt } from "./checked-effects.ts";
import { bicOf, dataOf, triedAgain } from "./cml/cml.ts";
import { perturbedPaths } from "./cml/perturbation.ts";
import { trimmedLikelihood } from "./cml/trimmed.ts";
import { ROBUST } from "./index.ts";
import { flipped, rescaled, simulatedEffects } from "./test-effects.ts";

const SETTINGS: EstimationSettings = { seed: 3, bootstraps: 200, confidence: 0.95 };
const DETERMINISTIC: readonly Estimator[] = [
  ROBUST.raps(),
  ROBUST.raps({ loss: "tukey", overdispersion: false }),
  ROBUST.raps({ loss: "l2" }),
  ROBUST.lasso(),
  ROBUST.cml({ perturbations: 0 }),
  ROBUST.cml({ perturbations: 0, selection: "bic" }),
  ROBUST.gsmr({ fewestVariants: 5 }),
  ROBUST.gsmr({ heidi: "single", fewestVariants: 5 }),
  ROBUST.radialIvw(),
  ROBUST.radialEgger({ weights: "secondOrder" }),
  ROBUST.heterogeneityPenalised(),
];
const RANDOM: readonly Estimator[] = [ROBUST.presso(), ROBUST.cml({ perturbations: 30 })];
const ALL = [...DETERMINISTIC, ...RANDOM];

function numbers(estimate: Estimate): number[] {
  const { beta, standardError, ciLower, ciUpper, negLog10PValue, variantCount } = estimate;
  return [beta, standardError, ciLower, ciUpper, negLog10PValue, variantCount].map((value) =>
    Number.isNaN(value) ? -1 : value,
  );
}

function expectClose(found: readonly number[], wanted: readonly number[], tolerance: number): void {
  found.forEach((value, i) => {
    const size = Math.max(Math.abs(wanted[i]), Math.abs(wanted[0]) * 0.1);
    expect(Math.abs(value - wanted[i])).toBeLessThanOrEqual(tolerance * size);
  });
}

describe.each(ALL.map((estimator) => [estimator.id, estimator] as const))("%s", (id, estimator) => {
  // Merging subsets into cells is to about a millionth.
  const tolerance = id === "heterogeneityPenalised" ? 1e-5 : 1e-7;

  test("finds 0.4 within 4 standard errors or inside its interval, with 2 of 14 variants pleiotropic", () => {
    const estimate = estimator.estimate(simulatedEffects(5, 14, 2), SETTINGS);
    const isFarFromRobust = ["radialIvw", "radialEgger.secondOrder", "raps.l2"].includes(id);
    const width = (estimate.ciUpper - estimate.ciLower) / 3.92;
    expect(Math.abs(estimate.beta - 0.4)).toBeLessThan((isFarFromRobust ? 6 : 4) * width);
    expect(estimate.ciLower).toBeLessThan(estimate.beta);
    expect(estimate.ciUpper).toBeGreaterThan(estimate.beta);
    expect(numbers(estimate).every(Number.isFinite)).toBe(true);
  });

  test("is the same for either allele of each variant", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }),
        (seed, isFlipped) => {
          const effects = simulatedEffects(seed, 12, 2);
          const here = numbers(estimator.estimate(effects, SETTINGS));
          const there = numbers(estimator.estimate(flipped(effects, isFlipped), SETTINGS));
          // Noise of flipped variants is drawn from the other side, so that only the law is the same.
          if (estimator.isRandom) expectClose(there.slice(0, 1), here.slice(0, 1), 0.2);
          else expectClose(there, here, tolerance);
        },
      ),
      { numRuns: estimator.isRandom ? 3 : 12, seed: 1 },
    );
  });

  const testUnits = id === "heterogeneityPenalised" ? undefined : test;
  testUnits?.("follows the units of exposure and outcome", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        (seed, x, y) => {
          const effects = simulatedEffects(seed, 12, 2);
          const here = numbers(estimator.estimate(effects, SETTINGS));
          const there = numbers(estimator.estimate(rescaled(effects, x, y), SETTINGS));
          const scaled = there.map((value, i) => (i < 4 ? (value * x) / y : value));
          expectClose(scaled, here, tolerance);
        },
      ),
      { numRuns: estimator.isRandom ? 3 : 12, seed: 2 },
    );
  });

  const testOrder = estimator.isRandom ? undefined : test;
  testOrder?.("does not depend on the order of the variants", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.shuffledSubarray(
          Array.from({ length: 12 }, (_, i) => i),
          { minLength: 12, maxLength: 12 },
        ),
        (seed, order) => {
          const effects = simulatedEffects(seed, 12, 2);
          const here = numbers(estimator.estimate(effects, SETTINGS));
          expectClose(
            numbers(estimator.estimate(effectsAt(effects, order), SETTINGS)),
            here,
            tolerance,
          );
        },
      ),
      { numRuns: 12, seed: 3 },
    );
  });

  test("gives the same bits for the same seed", () => {
    const effects = simulatedEffects(8, 14, 2);
    expect(estimator.estimate(effects, SETTINGS)).toEqual(estimator.estimate(effects, SETTINGS));
  });

  test("refuses too few variants with its own number of them", () => {
    for (let k = 1; k < estimator.fewestVariants; k++) {
      const attempt = (): Estimate => estimator.estimate(simulatedEffects(1, k), SETTINGS);
      expect(attempt).toThrow(NotEstimableError);
      expect(attempt).toThrow(String(estimator.fewestVariants));
    }
    const least = estimator.estimate(simulatedEffects(1, estimator.fewestVariants), SETTINGS);
    expect(Number.isFinite(least.beta)).toBe(true);
  });

  test.each([
    ["NaN", "betaOutcome", NaN],
    ["a zero standard error", "standardErrorOutcome", 0],
    ["a zero standard error of the exposure", "standardErrorExposure", 0],
  ] as const)("refuses %s by name", (_, name, value) => {
    const effects = simulatedEffects(1, 12);
    const spoilt = effects[name].slice();
    spoilt[4] = value;
    try {
      estimator.estimate({ ...effects, [name]: spoilt }, SETTINGS);
      expect.unreachable();
    } catch (error) {
      expect(isAnalysisError(error, "invalid-argument")).toBe(true);
      expect((error as Error).message).toContain("rs5");
    }
  });

  test("gives no NaN where all ratios agree exactly", () => {
    const effects = simulatedEffects(4, 12);
    const exact = { ...effects, betaOutcome: effects.betaExposure.map((x) => 0.4 * x) };
    const estimate = estimator.estimate(exact, SETTINGS);
    expect(estimate.beta).toBeCloseTo(0.4, estimator.isRandom ? 1 : 5);
    expect(estimate.ciLower).toBeLessThanOrEqual(estimate.beta);
  });
});

test("options that change the result change the id", () => {
  expect(new Set(ALL.map(({ id }) => id)).size).toBe(ALL.length);
});

test("cML without a sample size says what it needs", () => {
  const effects = { ...simulatedEffects(1, 12), sampleSize: undefined };
  expect(() => ROBUST.cml().estimate(effects, SETTINGS)).toThrow(/sample size/);
});

test("cML averages and chooses invalid variants that act directly", () => {
  const estimate = ROBUST.cml({ perturbations: 0 }).estimate(simulatedEffects(5, 14, 2), SETTINGS);
  expect(estimate.details.excluded).toEqual(["rs13", "rs14"]);
});

test("numbers of invalid variants that perturbed copies leave out weigh nothing in them either", () => {
  const data = dataOf(simulatedEffects(9, 30, 6));
  const k = 30;
  const search = { fewestInvalid: 0, mostInvalid: k - 2 };
  const solver = trimmedLikelihood(k, search);
  const { means } = perturbedPaths(data, solver.solve, k - 1, 40, randomStream(1, "test"));
  const bic = bicOf(means.negativeLogLikelihood, 50_000);
  const { fewestInvalid, mostInvalid } = triedAgain(
    bicOf(solver.solve(data).negativeLogLikelihood, 50_000),
  );
  expect(mostInvalid).toBeLessThan(k - 2);
  const least = Math.min(...bic);
  const outside = bic.filter((_, invalid) => invalid < fewestInvalid || invalid > mostInvalid);
  expect(Math.exp((least - Math.min(...outside)) / 2)).toBeLessThan(1e-12);
});

test("the lasso's penalty can be given", () => {
  const effects = simulatedEffects(5, 14, 2);
  const all = ROBUST.lasso({ lambda: 1e9 }).estimate(effects, SETTINGS);
  expect(all.variantCount).toBe(14);
  expect(() => ROBUST.lasso({ lambda: -1 }).estimate(effects, SETTINGS)).toThrow(/lambda is -1/);
  expect(() => ROBUST.lasso({ lambda: 0 }).estimate(effects, SETTINGS)).toThrow(/fewer than 2/);
});

test("model averaging refuses more than 30 variants and says which method has no limit", () => {
  const estimator = ROBUST.heterogeneityPenalised();
  expect(() => estimator.estimate(simulatedEffects(1, 31), SETTINGS)).toThrow(
    /contamination mixture/,
  );
});

test("GSMR refuses variants in complete LD", () => {
  const effects = simulatedEffects(1, 12);
  const correlation = new Float64Array(144).map((_, at) => (at % 13 === 0 ? 1 : 0));
  correlation[1] = 1;
  correlation[12] = 1;
  const twin = {
    ...effects,
    correlation,
    betaExposure: effects.betaExposure.map((x, i, all) => (i === 1 ? all[0] : x)),
    standardErrorExposure: effects.standardErrorExposure.map((s, i, all) => (i === 1 ? all[0] : s)),
    betaOutcome: effects.betaOutcome.map((y, i, all) => (i === 1 ? all[0] : y)),
    standardErrorOutcome: effects.standardErrorOutcome.map((s, i, all) => (i === 1 ? all[0] : s)),
  };
  expect(() => ROBUST.gsmr({ heidi: "none" }).estimate(twin, SETTINGS)).toThrow(/complete LD/);
});
