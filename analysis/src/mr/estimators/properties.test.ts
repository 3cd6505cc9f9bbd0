import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { InstrumentEffects } from "../instrument-effects.ts";
import type { Estimate, Estimator } from "./estimator.ts";
import { methods } from "./registry.ts";
import { someEffects } from "./some-effects.ts";

const settings = { seed: 1, bootstraps: 50, confidence: 0.95 };
const CLASSIC: Estimator[] = [
  methods.ivw(),
  methods.ivw({ model: "fixed", weights: "delta" }),
  methods.ivw({ penalised: true, distribution: "t" }),
  methods.ivw({ robust: true }),
  methods.egger(),
  methods.egger({ penalised: true, distribution: "normal" }),
  methods.egger({ robust: true }),
  methods.eggerBootstrap(),
  methods.simpleMedian(),
  methods.weightedMedian(),
  methods.penalisedMedian(),
  methods.simpleMode(),
  methods.weightedMode({ nome: true }),
  methods.maximumLikelihood(),
  methods.divw(),
  methods.pivw({ interval: "normal" }),
  methods.contaminationMixture(),
  methods.grip(),
  methods.signTest(),
  methods.unweighted(),
];
/** Bootstrapped means move with the draws, which go with the variants' places and signs. */
const isDrawn = ({ id }: Estimator): boolean => id === "eggerBootstrap";

const some = fc
  .record({ k: fc.integer({ min: 8, max: 40 }), seed: fc.integer({ min: 1, max: 1e6 }) })
  .map(({ k, seed }) => someEffects(k, seed));
const run = (estimator: Estimator, effects: InstrumentEffects): Estimate =>
  estimator.estimate(effects, settings);

function expectClose(
  found: Estimate,
  expected: Estimate,
  tolerance: number,
  isRandom: boolean,
): void {
  const size = Math.abs(expected.beta) + (Math.abs(expected.standardError) || 0.01);
  expect(Math.abs(found.beta - expected.beta)).toBeLessThan(tolerance * size);
  if (isRandom || Number.isNaN(expected.standardError)) return;
  expect(Math.abs(found.standardError - expected.standardError)).toBeLessThan(tolerance * size);
  expect(Math.abs(found.negLog10PValue - expected.negLog10PValue)).toBeLessThan(
    tolerance * 100 * (1 + expected.negLog10PValue),
  );
}

const picked = (effects: InstrumentEffects, order: readonly number[]): InstrumentEffects => {
  const pick = (values: Float64Array): Float64Array => Float64Array.from(order, (j) => values[j]);
  return {
    ...effects,
    variantId: order.map((j) => effects.variantId[j]),
    betaExposure: pick(effects.betaExposure),
    standardErrorExposure: pick(effects.standardErrorExposure),
    betaOutcome: pick(effects.betaOutcome),
    standardErrorOutcome: pick(effects.standardErrorOutcome),
  };
};

describe.each(CLASSIC.map((estimator) => [estimator.id, estimator] as const))(
  "%s",
  (_, estimator) => {
    const isRandom = estimator.isRandom;

    test("the effect allele's choice changes nothing", () => {
      if (isDrawn(estimator)) return;
      fc.assert(
        fc.property(some, fc.integer(), (effects, bits) => {
          const sign = (j: number): number => ((bits >> (j % 31)) & 1 ? -1 : 1);
          const flipped = {
            ...effects,
            betaExposure: effects.betaExposure.map((beta, j) => beta * sign(j)),
            betaOutcome: effects.betaOutcome.map((beta, j) => beta * sign(j)),
          };
          expectClose(run(estimator, flipped), run(estimator, effects), 1e-11, isRandom);
        }),
        { numRuns: 12 },
      );
    });

    test("the variants' order changes nothing but the draws", () => {
      if (isDrawn(estimator)) return;
      fc.assert(
        fc.property(some, (effects) => {
          const order = [...effects.variantId.keys()].reverse();
          const found = run(estimator, picked(effects, order));
          expectClose(found, run(estimator, effects), 1e-9, isRandom);
        }),
        { numRuns: 12 },
      );
    });

    test("an exposure in another unit scales the effect and leaves P as it is", () => {
      if (estimator.id === "signTest") return;
      fc.assert(
        fc.property(some, fc.double({ min: 0.01, max: 100, noNaN: true }), (effects, c) => {
          const scaled = run(estimator, {
            ...effects,
            betaExposure: effects.betaExposure.map((beta) => beta * c),
            standardErrorExposure: effects.standardErrorExposure.map((sd) => sd * c),
          });
          const back = {
            ...scaled,
            beta: scaled.beta * c,
            standardError: scaled.standardError * c,
          };
          expectClose(back, run(estimator, effects), 1e-8, false);
        }),
        { numRuns: 12 },
      );
    });

    test("an interval leaves out 0 exactly when P is below its level", () => {
      // Its P is counted in draws, its interval is of their quantiles.
      if (isDrawn(estimator)) return;
      fc.assert(
        fc.property(some, (effects) => {
          const { ciLower, ciUpper, negLog10PValue } = run(estimator, effects);
          const p = 10 ** -negLog10PValue;
          if (Math.abs(p - 0.05) < 1e-9) return;
          expect(ciLower > 0 || ciUpper < 0).toBe(p < 0.05);
        }),
        { numRuns: 15 },
      );
    });
  },
);

test("copies of one variant give its ratio", () => {
  const one = someEffects(1);
  const copies = picked(one, new Array<number>(8).fill(0));
  const ratio = one.betaOutcome[0] / one.betaExposure[0];
  for (const estimator of CLASSIC) {
    if (/egger|grip|sign|unweighted|robust|divw|pivw|maximum/i.test(estimator.id)) continue;
    const { beta } = run(estimator, copies);
    expect(beta, estimator.id).toBeCloseTo(ratio, 6);
  }
});

test("more confidence is a wider interval around the same estimate", () => {
  const effects = someEffects(15);
  for (const estimator of CLASSIC) {
    const narrow = estimator.estimate(effects, { ...settings, confidence: 0.8 });
    const wide = estimator.estimate(effects, { ...settings, confidence: 0.99 });
    expect(wide.beta).toBe(narrow.beta);
    expect(wide.ciUpper - wide.ciLower, estimator.id).toBeGreaterThan(
      narrow.ciUpper - narrow.ciLower,
    );
  }
});
