import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { genotypesFromDosages } from "../../genotypes/from-memory.ts";
import { sampleTable } from "../../io/sample-table.ts";
import { randomStream } from "../../random.ts";
import { Table } from "../../table.ts";
import { split } from "../evaluation/split.ts";
import { score } from "../scoring/score.ts";
import { clumpThreshold } from "./clump-threshold.ts";
import { stackClumpThreshold } from "./stack-clump-threshold.ts";

const random = randomStream(7, "stacking");
const M = 120;
const N = 800;
const frequency = Array.from({ length: M }, () => 0.2 + 0.6 * random.uniform());
const effect = frequency.map((_, v) => (v % 6 === 0 ? 0.4 * random.normal() : 0));
const calls = frequency.map((p) =>
  Array.from({ length: N }, () => Number(random.uniform() < p) + Number(random.uniform() < p)),
);
const trait = Float64Array.from(
  { length: N },
  (_, i) => effect.reduce((sum, b, v) => sum + b * calls[v][i], 0) + random.normal(),
);
const genotypes = genotypesFromDosages({
  matrix: calls.flat(),
  sampleCount: N,
  variants: { basePairLocation: frequency.map((_, v) => 1e4 * (v + 1)) },
});
const { individualId } = genotypes.samples;
const age = Float64Array.from({ length: N }, () => random.normal());
const people = sampleTable({ individualId, columns: { trait, age } });
const { tuning, test: held } = split({ people, share: 0.5, seed: 1 });

const standardError = 0.05;
const estimate = Float64Array.from(effect, (b) => b + standardError * random.normal());
const associations = new Table({
  variantId: genotypes.variants.variantId,
  effectAllele: genotypes.variants.effectAllele,
  otherAllele: genotypes.variants.otherAllele,
  beta: estimate,
  negLog10PValue: estimate.map((b) => ((b / standardError) ** 2 / 2) * Math.LOG10E),
});

const grid = { r2: [0.05, 0.5], baseKilobases: [10, 50], thresholds: 8 };
const options = {
  ...{ associations, genotypes, grid, folds: 5 },
  tuning: { people: tuning, genotypes, trait: "trait", covariates: ["age"] },
};

describe("stackClumpThreshold", async () => {
  const stacked = await stackClumpThreshold(options);

  test("its weights are those of the candidates times their coefficients", async () => {
    const own = (await score({ scores: stacked.scores, genotypes })).sum();
    const expected = new Float64Array(N);
    const { r2, kilobases, threshold, coefficient } = stacked.columns;
    for (let c = 0; c < stacked.rowCount; c++) {
      if (coefficient[c] === 0) continue;
      const candidate = await clumpThreshold({
        ...{ associations, genotypes, thresholds: [threshold[c]] },
        clump: { r2: r2[c], kilobases: kilobases[c] },
      });
      const sums = (await score({ scores: candidate.scores, genotypes, minimumOverlap: 0 })).sum();
      for (let i = 0; i < N; i++) expected[i] += coefficient[c] * sums[i];
    }
    own.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 8));
  });

  test("predicts people it has not seen", async () => {
    const own = (await score({ scores: stacked.scores, genotypes })).sum();
    const ids = new Set(held.individualId);
    const rows = individualId.flatMap((id, i) => (ids.has(id) ? [i] : []));
    const mean = (of: (i: number) => number): number =>
      rows.reduce((sum, i) => sum + of(i), 0) / rows.length;
    const [x, y] = [mean((i) => own[i]), mean((i) => trait[i])];
    const covariance = mean((i) => (own[i] - x) * (trait[i] - y));
    const r =
      covariance / Math.sqrt(mean((i) => (own[i] - x) ** 2) * mean((i) => (trait[i] - y) ** 2));
    expect(r).toBeGreaterThan(0.5);
    expect(stacked.best.rowCount).toBeGreaterThan(5);
    expect(Math.max(...stacked.columns.correlation)).toBeGreaterThan(0.5);
  });

  test("is the same with the same seed, and shows candidates", async () => {
    const again = await stackClumpThreshold(options);
    expect(again.scores.weights).toEqual(stacked.scores.weights);
    expect(inspect(stacked)).toContain("candidates");
    expect(inspect(stacked)).toContain("has not seen");
    expect(stacked.used.rowCount).toBeLessThanOrEqual(stacked.rowCount);
  });

  test.each([
    [{ folds: 1 }, "folds is 1"],
    [{ alphas: [2] }, "alphas is 2"],
    [{ grid: { r2: [0] } }, "grid is empty"],
    [{ grid: { thresholds: 0 } }, "grid.thresholds is 0"],
    [{ tuning: { ...options.tuning, trait: "height" } }, 'no column "height"'],
    [
      {
        tuning: {
          ...options.tuning,
          genotypes: genotypes.select({ samples: Uint32Array.of(0, 1, 2, 3, 4, 5) }),
        },
      },
      "Cross-validation needs",
    ],
  ])("refuses %#", async (wrong, message) => {
    await expect(stackClumpThreshold({ ...options, ...wrong })).rejects.toThrow(message);
  });

  test("says when nothing predicts", async () => {
    const noise = Float64Array.from({ length: N }, () => random.normal());
    const nothing = split({
      people: sampleTable({ individualId, columns: { trait: noise } }),
      share: 0.5,
      seed: 1,
    });
    const call = stackClumpThreshold({
      ...options,
      alphas: [1],
      tuning: { people: nothing.tuning, genotypes, trait: "trait" },
    });
    await expect(call).rejects.toThrow("None of");
  });
});
