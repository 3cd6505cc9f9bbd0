import { expect, test } from "vitest";
import { contaminationMixture } from "./contamination-mixture.ts";
import { someEffects } from "./some-effects.ts";

const settings = { seed: 1, bootstraps: 100, confidence: 0.95 };

test("the exact maximum is where ever finer grids go", () => {
  for (const seed of [1, 2, 3, 4]) {
    const effects = someEffects(15, seed);
    const exact = contaminationMixture().estimate(effects, settings);
    const grid = contaminationMixture({ step: 1e-5 }).estimate(effects, settings);
    expect(Math.abs(exact.beta - grid.beta)).toBeLessThan(1e-5);
    expect(Math.abs(exact.ciLower - grid.ciLower)).toBeLessThan(2e-5);
    expect(Math.abs(exact.ciUpper - grid.ciUpper)).toBeLessThan(2e-5);
  }
});

test("two groups of variants give an interval of two parts, and a note", () => {
  const k = 10;
  const effects = {
    ...someEffects(k),
    betaExposure: new Float64Array(k).fill(0.1),
    betaOutcome: Float64Array.from({ length: k }, (_, j) => (j < 5 ? 0.05 : -0.05)),
    standardErrorOutcome: new Float64Array(k).fill(0.005),
  };
  const { details, notes } = contaminationMixture({ psi: 3 }).estimate(effects, settings);
  const intervals = details.intervals as number[];
  expect(intervals).toHaveLength(4);
  expect(intervals[1]).toBeLessThan(0);
  expect(intervals[2]).toBeGreaterThan(0);
  expect(notes[0]).toContain("2 parts");
  expect(details.valid).toHaveLength(5);
});
