import { expect, test } from "vitest";
import { isAnalysisError } from "../../errors.ts";
import { SCENARIOS } from "./scenarios.ts";
import { simulate } from "./simulate.ts";

test("the same seed gives the same studies, another seed others", () => {
  expect(simulate({ seed: 5 })).toEqual(simulate({ seed: 5 }));
  expect(simulate({ seed: 6 }).exposure.columns.beta).not.toEqual(
    simulate({ seed: 5 }).exposure.columns.beta,
  );
});

test("rows are in order of position, ids are unique and do not tell which variants are causal", () => {
  const { exposure, truth } = simulate({ seed: 3 });
  const { chromosome, basePairLocation, variantId } = exposure.columns;
  const key = Array.from(chromosome, (c, i) => c * 1e9 + basePairLocation[i]);
  expect(key).toEqual(key.toSorted((a, b) => a - b));
  expect(new Set(variantId).size).toBe(2060);
  const ranks = truth.columns.variantId.map((id) => variantId.indexOf(id));
  expect(Math.max(...ranks)).toBeGreaterThan(1900);
});

test("the causal variants explain what they should, and estimates scatter by their standard errors", () => {
  const { exposure, truth } = simulate({ seed: 2, variants: 200 });
  const { columns } = exposure;
  const place = new Map(columns.variantId.map((id, i) => [id, i]));
  let explained = 0;
  let squares = 0;
  truth.columns.variantId.forEach((id, j) => {
    const i = place.get(id)!;
    const f = (columns.effectAlleleFrequency as Float64Array)[i];
    const beta = truth.columns.onExposure[j];
    explained += 2 * f * (1 - f) * beta * beta;
    const error = columns.beta[i] - beta;
    squares += (error / columns.standardError[i]) ** 2;
  });
  // χ² of 200 variants: within 4 standard deviations of their mean.
  expect(explained / 0.12).toBeGreaterThan(0.6);
  expect(explained / 0.12).toBeLessThan(1.4);
  expect(Math.abs(squares - 200)).toBeLessThan(80);
});

test.each(SCENARIOS)(
  "%s: the regression through the origin has the slope of its truth",
  (scenario) => {
    const { truth, causalEffect } = simulate({ seed: 11, scenario, outcomeSamples: 1_000_000 });
    const { onExposure, onOutcome, directOnOutcome } = truth.columns;
    const slope = (y: Float64Array): number =>
      y.reduce((sum, value, i) => sum + value * onExposure[i], 0) /
      onExposure.reduce((sum, value) => sum + value * value, 0);
    expect(slope(onOutcome) - slope(directOnOutcome)).toBeCloseTo(causalEffect, 10);
    const bias = slope(directOnOutcome);
    if (scenario === "valid" || scenario === "weak") expect(bias).toBe(0);
    if (scenario === "directional pleiotropy" || scenario === "correlated pleiotropy") {
      expect(bias).toBeGreaterThan(0.05);
    }
    if (scenario === "reversed") expect(bias).toBeGreaterThan(0.2);
  },
);

test("the outcome's study reports as real ones do", () => {
  const { exposure, outcome } = simulate({ seed: 1 });
  const { columns } = outcome;
  const place = new Map(columns.variantId.map((id, i) => [id, i]));
  const shared = exposure.columns.variantId
    .map((id, i) => [i, place.get(id)] as const)
    .filter((pair): pair is readonly [number, number] => pair[1] !== undefined);
  expect(exposure.rowCount - shared.length).toBeGreaterThan(40);
  const swapped = shared.filter(
    ([i, j]) =>
      exposure.columns.effectAllele[i] === columns.otherAllele[j] &&
      exposure.columns.otherAllele[i] === columns.effectAllele[j],
  );
  expect(swapped.length / shared.length).toBeGreaterThan(0.2);
  expect(swapped.length / shared.length).toBeLessThan(0.45);
});

test("impossible options are refused by name", () => {
  for (const options of [
    { variants: 221 },
    { exposureSamples: 2.5 },
    { causalEffect: NaN },
    { scenario: "sunny" as never },
  ]) {
    let thrown: unknown;
    try {
      simulate(options);
    } catch (error) {
      thrown = error;
    }
    expect(isAnalysisError(thrown, "invalid-argument")).toBe(true);
  }
});
