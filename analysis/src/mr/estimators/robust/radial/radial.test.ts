import { describe, expect, test } from "vitest";
import { simulatedEffects } from "../test-effects.ts";
import { radial } from "./radial.ts";

describe("radial MR", () => {
  const effects = simulatedEffects(5, 20, 3);

  test("first-order radial IVW is IVW, and its table adds up", () => {
    const { ivw } = radial(effects, { weights: "firstOrder", bootstraps: 10 });
    let cross = 0;
    let square = 0;
    effects.betaExposure.forEach((x, i) => {
      const w = 1 / effects.standardErrorOutcome[i] ** 2;
      cross += w * x * effects.betaOutcome[i];
      square += w * x * x;
    });
    expect(ivw.estimate.beta).toBeCloseTo(cross / square, 12);
    const { q, rootWeight, ratioRootWeight, ratio } = ivw.variants.columns;
    expect(q.reduce((sum, value) => sum + value, 0)).toBeCloseTo(ivw.q, 9);
    ratio.forEach((value, i) => expect(ratioRootWeight[i] / rootWeight[i]).toBeCloseTo(value, 12));
  });

  test("finds outliers, fewer of them after Bonferroni", () => {
    const plain = radial(effects, { bootstraps: 10 });
    const corrected = radial(effects, { bootstraps: 10, correction: "bonferroni" });
    expect(plain.ivw.outliers).toEqual(expect.arrayContaining(["rs18", "rs19", "rs20"]));
    expect(corrected.ivw.outliers.length).toBeLessThanOrEqual(plain.ivw.outliers.length);
  });

  test("exact random effects bring Q to its expectation, and are the fixed ones without heterogeneity", () => {
    const { exactRandom } = radial(effects, { bootstraps: 10 });
    expect(exactRandom.details.q).toBeCloseTo(19, 6);
    expect(exactRandom.details.phi).toBeGreaterThan(1);
    const quiet = { ...effects, betaOutcome: effects.betaExposure.map((x) => 0.4 * x) };
    const same = radial(quiet, { bootstraps: 10 });
    expect(same.exactRandom.details.phi).toBe(1);
    expect(same.exactRandom.beta).toBeCloseTo(same.exactFixed.beta, 12);
  });

  test("the bootstrap is seeded", () => {
    const error = (seed: number): number =>
      radial(effects, { seed, bootstraps: 50 }).exactRandom.standardError;
    expect(error(2)).toBe(error(2));
    expect(error(2)).not.toBe(error(3));
  });

  test("two variants give IVW but no Egger", () => {
    const two = radial(simulatedEffects(1, 2), { bootstraps: 10 });
    expect(two.egger).toBeUndefined();
    expect(Number.isFinite(two.ivw.estimate.beta)).toBe(true);
  });
});
