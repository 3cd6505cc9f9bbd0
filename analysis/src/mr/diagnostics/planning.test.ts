import { describe, expect, test } from "vitest";
import { randomStream } from "../../random.ts";
import * as mr from "../index.ts";

describe("power", () => {
  test("at the sample size that it names, power is the one that was wanted", () => {
    for (const options of [
      { r2: 0.02, beta: 0.1, observationalBeta: 0.25 },
      { r2: 0.02, beta: -0.1, observationalBeta: 0.1 },
      { r2: 0.01, oddsRatio: 0.85, caseShare: 0.2 },
    ]) {
      const { nForWantedPower } = mr.power({ n: 10_000, wantedPower: 0.9, ...options });
      const at = (n: number): number => mr.power({ n, ...options }).power;
      expect(at(nForWantedPower)).toBeGreaterThanOrEqual(0.9 - 1e-6);
      expect(at(nForWantedPower * 0.98)).toBeLessThan(0.9);
    }
  });

  test("no effect: power is the level", () => {
    expect(mr.power({ n: 1e5, r2: 0.02, oddsRatio: 1, caseShare: 0.5 }).power).toBeCloseTo(
      0.05,
      12,
    );
    expect(mr.power({ n: 1e5, r2: 0.02, beta: 0, alpha: 0.01 }).power).toBeCloseTo(0.01, 12);
    expect(mr.power({ n: 1e5, r2: 0.02, beta: 0 }).nForWantedPower).toBe(Infinity);
  });

  test.each([
    [{ n: 1000, r2: 0.1 }, "Neither beta nor oddsRatio is given"],
    [{ n: 1000, r2: 0.1, beta: 1, oddsRatio: 2 }, "Both of beta and oddsRatio are given"],
    [{ n: 1000, r2: 0, beta: 1 }, "r2 is 0"],
    [{ n: NaN, r2: 0.1, beta: 1 }, "n is NaN"],
    [{ n: 1000, r2: 0.1, oddsRatio: 2 }, "caseShare is NaN"],
    [{ n: 1000, r2: 0.1, beta: 2 }, "more than the outcome's variance"],
    [{ n: 1000, r2: 0.1, beta: 0.1, wantedPower: 0.01 }, "wantedPower is 0.01"],
  ])("%j is refused", (options, message) => {
    expect(() => mr.power(options)).toThrow(message);
  });
});

describe("bias by overlap", () => {
  const options = { r2: 0.02, nOutcome: 50_000, overlap: 0.4, observationalBias: 0.3 };

  test("is overlap / F of the observational bias, and F follows from R²", () => {
    const found = mr.overlapBias({ ...options, variants: 20, nExposure: 30_021 });
    expect(found.fStatistic).toBeCloseTo((30_000 / 20) * (0.02 / 0.98), 10);
    expect(found.bias).toBeCloseTo((0.3 * 0.4) / found.fStatistic, 12);
    expect(found.typeOneError).toBeGreaterThan(0.05);
    const none = mr.overlapBias({ ...options, overlap: 0, fStatistic: 5 });
    expect(none.typeOneError).toBeCloseTo(0.05, 12);
  });

  test("full overlap with weak instruments: a simulation of one sample has that bias", () => {
    const random = randomStream(2, "overlap-test");
    const [people, variants, runs, effect] = [400, 10, 1500, 0.05];
    let total = 0;
    const genotypes = Array.from({ length: variants }, () => new Float64Array(people));
    const [x, y] = [new Float64Array(people), new Float64Array(people)];
    for (let run = 0; run < runs; run++) {
      for (const column of genotypes)
        for (let i = 0; i < people; i++) column[i] = random.uniform() < 0.5 ? -1 : 1;
      for (let i = 0; i < people; i++) {
        const confounder = random.normal() * Math.SQRT1_2;
        x[i] = confounder + random.normal() * Math.SQRT1_2;
        y[i] = confounder + random.normal() * Math.SQRT1_2;
        for (const column of genotypes) x[i] += effect * column[i];
      }
      let [xy, xx] = [0, 0];
      for (const column of genotypes) {
        let [bx, by] = [0, 0];
        for (let i = 0; i < people; i++) {
          bx += column[i] * x[i];
          by += column[i] * y[i];
        }
        xy += bx * by;
        xx += bx * bx;
      }
      total += xy / xx;
    }
    const r2 = (variants * effect ** 2) / (1 + variants * effect ** 2);
    const expected = mr.overlapBias({
      r2,
      nOutcome: people,
      overlap: 1,
      observationalBias: 0.5 / (1 + variants * effect ** 2),
      // The F that the first stage has in expectation, 1 + n R² / (k (1 − R²)).
      fStatistic: 1 + (people * r2) / ((1 - r2) * variants),
    });
    // The approximation of Burgess et al. itself is good to about a tenth at F of 2.
    expect(total / runs / expected.bias).toBeGreaterThan(0.85);
    expect(total / runs / expected.bias).toBeLessThan(1.15);
  });

  test.each([
    [{ ...options }, "fStatistic is not known"],
    [{ ...options, fStatistic: 10, overlap: 1.2 }, "overlap is 1.2"],
    [{ ...options, fStatistic: 10, r2: 0 }, "r2 is 0"],
    [{ ...options, fStatistic: 10, caseShare: 1 }, "caseShare is 1"],
    [{ ...options, fStatistic: -1 }, "fStatistic is -1"],
  ])("%j is refused", (given, message) => {
    expect(() => mr.overlapBias(given)).toThrow(message);
  });
});
