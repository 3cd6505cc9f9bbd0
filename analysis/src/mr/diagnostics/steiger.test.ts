import { describe, expect, test } from "vitest";
import { randomStream } from "../../random.ts";
import * as mr from "../index.ts";
import { steigerSensitivity } from "./steiger-sensitivity.ts";
import { liabilityR } from "./variance-explained.ts";

const base = {
  variantId: ["a", "b", "c", "d"],
  betaExposure: [0.1, -0.12, 0.08, 0.03],
  standardErrorExposure: [0.01, 0.01, 0.01, 0.01],
  betaOutcome: [0.02, -0.03, 0.02, 0.09],
  standardErrorOutcome: [0.01, 0.01, 0.01, 0.01],
};
const quantitative = mr.fromArrays({
  ...base,
  exposure: "x",
  outcome: "y",
  nExposure: 20_000,
  nOutcome: 20_000,
});
const binary = (trait: Partial<mr.MrTrait>): mr.Harmonised =>
  mr.fromArrays({
    ...base,
    exposure: "x",
    outcome: { name: "disease", unit: "log odds", ...trait },
    effectAlleleFrequencyOutcome: [0.2, 0.3, 0.4, 0.5],
    nExposure: 20_000,
    nOutcome: 20_000,
  });

describe("Steiger test", () => {
  test("a variant that explains more of the outcome points the other way", () => {
    const { columns, overall } = mr.steiger(quantitative);
    expect(columns.direction).toEqual([
      "exposure to outcome",
      "exposure to outcome",
      "exposure to outcome",
      "outcome to exposure",
    ]);
    expect(columns.statistic[3]).toBeLessThan(0);
    expect(overall.isExposureToOutcome).toBe(true);
    expect(overall.adjusted.statistic).toBe(overall.statistic);
  });

  test("log-odds without prevalence are refused, naming what is missing and assuming nothing", () => {
    for (const [trait, missing] of [
      [{ cases: 8000, controls: 12_000 }, "prevalence"],
      [{ prevalence: 0.1 }, "cases, controls"],
    ] as const)
      expect(() => mr.steiger(binary(trait))).toThrow(
        expect.objectContaining({
          code: "NEEDS_MORE_INPUT",
          message: expect.stringContaining(`needs ${missing}.`) as string,
        }),
      );
    const all = { cases: 8000, controls: 12_000, prevalence: 0.1 };
    const { provenance, columns } = mr.steiger(binary(all));
    expect(provenance["r2OutcomeFrom"]).toBe("liability");
    expect(columns.errorCode).toEqual(["", "", "", ""]);
    const given = mr.steiger(binary({}), { outcome: all });
    expect(given.columns.r2Outcome).toEqual(columns.r2Outcome);
  });

  test("without sample sizes it is refused, with them by option it is not", () => {
    const bare = mr.fromArrays({ ...base, exposure: "x", outcome: "y" });
    expect(() => mr.steiger(bare)).toThrow("sample sizes");
    const { columns } = mr.steiger(bare, { exposure: { n: 20_000 }, outcome: { n: 20_000 } });
    expect(columns.r2Exposure).toEqual(mr.steiger(quantitative).columns.r2Exposure);
  });

  test("one variant without its number is a row with a reason, and out of the overall test", () => {
    const some = mr.fromArrays({
      ...base,
      exposure: "x",
      outcome: "y",
      nExposure: [20_000, NaN, 20_000, 20_000],
      nOutcome: 20_000,
    });
    const { columns, provenance } = mr.steiger(some);
    expect(columns.errorCode).toEqual(["", "NEEDS_MORE_INPUT", "", ""]);
    expect(columns.direction[1]).toBe("");
    expect(provenance["variantsTested"]).toBe(3);
  });

  test("correlated instruments: R² is rᵀρ⁻¹r, not the sum", () => {
    const rho = 0.5;
    const correlated = mr.fromArrays({
      ...base,
      betaExposure: [0.1, 0.1, 0.1, 0.1],
      exposure: "x",
      outcome: "y",
      nExposure: 20_000,
      nOutcome: 20_000,
      correlation: [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => (i === j ? 1 : rho))),
    });
    const { columns, overall } = mr.steiger(correlated);
    // Four equal r under equal correlation: R² = 4 r² / (1 + 3ρ).
    expect(overall.r2Exposure).toBeCloseTo((4 * columns.r2Exposure[0]) / (1 + 3 * rho), 12);
  });

  test("a P value far below what a number can hold still has its r", () => {
    const strong = mr.fromArrays({
      ...base,
      betaExposure: [1, 0.9, 0.8, 0.7],
      exposure: "x",
      outcome: "y",
      nExposure: 200_000,
      nOutcome: 20_000,
    });
    strong.columns.negLog10PValueExposure.set([700, 600, 500, 400]);
    const { r2Exposure } = mr.steiger(strong, { exposure: { from: "pValue" } }).columns;
    // −ln P ≈ −n/2 · ln(1 − r²) far out.
    for (const [j, logP] of [700, 600, 500, 400].entries())
      expect(r2Exposure[j] / -Math.expm1((-2 * logP * Math.LN10) / 200_000)).toBeCloseTo(1, 2);
  });

  test("reliabilities raise both correlations; those that cannot be are refused", () => {
    const { overall } = mr.steiger(quantitative, { reliabilityExposure: 0.5 });
    expect(overall.adjusted.r2Exposure).toBeCloseTo(4 * overall.r2Exposure, 12);
    expect(() => mr.steiger(quantitative, { reliabilityExposure: 1.2 })).toThrow("is 1.2");
    expect(() => mr.steiger(quantitative, { reliabilityOutcome: 0.01 })).toThrow("correlate");
  });
});

test("the sensitivity ratio's volumes are the integrals they stand for", () => {
  for (const [a, b] of [
    [0.2, 0.05],
    [0.05, 0.2],
    [0.5, 0.4],
  ]) {
    const { volume, volumeWrong, volumeRight, sensitivityRatio } = steigerSensitivity(a, b);
    const [large, small] = [Math.max(a, b), Math.min(a, b)];
    const steps = 1500;
    let signed = 0;
    let wrong = 0;
    for (let i = 0; i < steps; i++) {
      const x = large + ((i + 0.5) / steps) * (1 - large);
      for (let j = 0; j < steps; j++) {
        const y = small + ((j + 0.5) / steps) * (1 - small);
        const difference = small / y - large / x;
        signed += difference;
        wrong += Math.max(0, difference);
      }
    }
    const cell = ((1 - large) * (1 - small)) / steps ** 2;
    expect(volume).toBeCloseTo(signed * cell, 4);
    expect(volumeWrong).toBeCloseTo(wrong * cell, 4);
    expect(volumeRight).toBeCloseTo((wrong - signed) * cell, 4);
    expect(sensitivityRatio).toBe(volumeRight / volumeWrong);
  }
});

describe("r from log-odds", () => {
  test("is the correlation of the genotype with a simulated logistic liability", () => {
    const random = randomStream(3, "liability-test");
    const [beta, frequency, count] = [0.6, 0.3, 400_000];
    let [sg, sgg, sl, sll, sgl] = [0, 0, 0, 0, 0];
    for (let i = 0; i < count; i++) {
      const genotype = Number(random.uniform() < frequency) + Number(random.uniform() < frequency);
      const u = random.uniform();
      const liability = beta * genotype + Math.log(u / (1 - u));
      sg += genotype;
      sgg += genotype * genotype;
      sl += liability;
      sll += liability * liability;
      sgl += genotype * liability;
    }
    const r =
      (sgl - (sg * sl) / count) / Math.sqrt((sgg - (sg * sg) / count) * (sll - (sl * sl) / count));
    // In a sample of the population: study share and prevalence are one, and the frequency is the population's.
    const ours = liabilityR(beta, frequency, { cases: 500, controls: 500, prevalence: 0.5 });
    // Standard error of a correlation over 400,000 people is 0.0016.
    expect(Math.abs(ours - r)).toBeLessThan(0.005);
  });

  test("its sample size gives the z of the log-odds back", () => {
    const [cases, controls, frequency] = [6000, 18_000, 0.35];
    const total = cases + controls;
    const share = cases / total;
    const error = 1 / Math.sqrt(total * share * (1 - share) * 2 * frequency * (1 - frequency));
    const data = mr.fromArrays({
      exposure: "x",
      outcome: { name: "y", unit: "log odds", cases, controls, prevalence: share },
      betaExposure: [0.1],
      standardErrorExposure: [0.01],
      betaOutcome: [0.05],
      standardErrorOutcome: [error],
      effectAlleleFrequencyOutcome: [frequency],
      nExposure: 10_000,
    });
    const { r2Outcome, nOutcome } = mr.steiger(data).columns;
    expect(Math.atanh(Math.sqrt(r2Outcome[0])) * Math.sqrt(nOutcome[0])).toBeCloseTo(
      0.05 / error,
      1,
    );
  });
});

describe("steigerFilter", () => {
  test("leaves out the wrong direction with verdict, reason and a step, and keeps the rows", () => {
    const filtered = mr.steigerFilter(quantitative);
    expect(filtered.rowCount).toBe(4);
    expect(Array.from(filtered.columns.isKept)).toEqual([1, 1, 1, 0]);
    expect(filtered.columns.verdict[3]).toBe("wrong direction");
    expect(filtered.columns.reason[3]).toMatch(/Explains .* of y and .* of x \(Steiger P/);
    const { step, removed, remaining } = filtered.attrition.columns;
    expect([step.at(-1), removed.at(-1), remaining.at(-1)]).toEqual(["Steiger filter", 1, 3]);
    expect(Array.from(quantitative.columns.isKept)).toEqual([1, 1, 1, 1]);
    expect(filtered.effects.variantId).toEqual(["a", "b", "c"]);
  });

  test("with a level only significant ones go; correlation follows the variants", () => {
    expect(mr.steigerFilter(quantitative, { alpha: 1e-12 }).keptRows).toHaveLength(4);
    expect(() => mr.steigerFilter(quantitative, { alpha: 0 })).toThrow("alpha is 0");
    const correlation = [0, 1, 2, 3].map((i) =>
      [0, 1, 2, 3].map((j) => (i === j ? 1 : 0.1 * (i + j))),
    );
    const correlated = mr.fromArrays({
      ...base,
      exposure: "x",
      outcome: "y",
      nExposure: 20_000,
      nOutcome: 20_000,
      correlation,
    });
    const filtered = mr.steigerFilter(correlated);
    expect(Array.from(filtered.correlation!)).toEqual(
      correlation.slice(0, 3).flatMap((row) => row.slice(0, 3)),
    );
  });
});

test("a reversed world is seen: the direction of each variant is its true one, and the filter clears them out", () => {
  const { exposure, outcome, truth } = mr.simulate({ scenario: "reversed", seed: 2 });
  const harmonised = mr.harmonise({ exposure: mr.instruments(exposure), outcome });
  const given = { from: "effect" } as const;
  const { columns } = mr.steiger(harmonised, { exposure: given, outcome: given });
  const { variantId, role } = truth.columns;
  const expected = columns.variantId.map((id) =>
    role[variantId.indexOf(id)] === "through the outcome"
      ? "outcome to exposure"
      : "exposure to outcome",
  );
  expect(columns.direction).toEqual(expected);
  expect(new Set(expected).size).toBe(2);
  const filtered = mr.steigerFilter(harmonised, { exposure: given, outcome: given });
  const before = mr.estimate(harmonised, { methods: ["ivw"] }).columns.beta[0];
  const after = mr.estimate(filtered, { methods: ["ivw"] }).columns.beta[0];
  expect(before).toBeGreaterThan(0.5);
  expect(Math.abs(after)).toBeLessThan(0.1);
});
