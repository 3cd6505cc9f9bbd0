import { expect, test } from "vitest";
import { isAnalysisError } from "../errors.ts";
import { genotypesFromDosages } from "./from-memory.ts";
import { filter } from "./filter.ts";

const N = 100;
const row = (of: (i: number) => number): number[] => Array.from({ length: N }, (_, i) => of(i));

/** The first ten people miss half of the variants. */
const ROWS = [
  row((i) => (i < 10 ? NaN : i % 3)), // fine once they are gone
  row((i) => (i >= 10 && i < 30 ? NaN : i % 3)), // 20 of 90 missing
  row((i) => 2 * (i % 2)), // no heterozygotes
  row((i) => Number(i === 50)), // rare
  row((i) => (i < 10 ? NaN : 0)), // monomorphic
  row((i) => (i < 10 ? NaN : Number(i % 4 === 0) + Number(i % 5 === 0))), // fine
];
const cohort = genotypesFromDosages({ matrix: ROWS.flat(), sampleCount: N });

test("applies samples first, then variants in PLINK 2's order, each listed under its first reason", async () => {
  const clean = await filter(cohort, {
    monomorphic: "remove",
    minorAlleleFrequency: 0.05,
    hardyWeinbergP: 1e-6,
    variantMissingness: 0.1,
    sampleMissingness: 0.4,
  });
  expect(clean.attrition.columns.step).toEqual([
    "sampleMissingness",
    "variantMissingness",
    "hardyWeinbergP",
    "minorAlleleFrequency",
    "monomorphic",
  ]);
  expect([...clean.attrition.columns.removed]).toEqual([10, 1, 1, 2, 0]);
  expect([...clean.attrition.columns.remaining]).toEqual([90, 5, 4, 2, 2]);
  expect(clean.genotypes.samples.count).toBe(90);
  expect(clean.genotypes.variants.variantId).toEqual(["v1", "v6"]);
  expect(
    clean.removedVariants.toRows().map(({ variantId, reason }) => [variantId, reason]),
  ).toEqual([
    ["v2", "variantMissingness"],
    ["v3", "hardyWeinbergP"],
    ["v4", "minorAlleleFrequency"],
    ["v5", "minorAlleleFrequency"],
  ]);
  expect(clean.removedVariants.columns.value[0]).toBeCloseTo(20 / 90, 14);
  expect(clean.removedSamples.columns.individualId[0]).toBe("s1");
});

test("printing the result shows counts and no sample ids", async () => {
  const clean = await filter(cohort, { sampleMissingness: 0.4 });
  expect(Object.keys(clean)).not.toContain("removedSamples");
  expect(clean.removedSamples.rowCount).toBe(10);
});

test("keeps what lies on a threshold: 10 of 100 missing at 0.1, a frequency of 0.005 at 0.005", async () => {
  const missing = await filter(cohort, { variantMissingness: 0.1 });
  expect(missing.genotypes.variants.variantId).toContain("v1");
  const rare = await filter(cohort, { minorAlleleFrequency: 0.005 });
  expect(rare.genotypes.variants.variantId).toEqual(["v1", "v2", "v3", "v4", "v6"]);
});

test("removes monomorphic variants on request only", async () => {
  expect((await filter(cohort, {})).genotypes.variants.count).toBe(6);
  const varying = await filter(cohort, { monomorphic: "remove" });
  expect(varying.removedVariants.columns.variantId).toEqual(["v5"]);
});

test("X and Y are judged by their own counts, never by Hardy–Weinberg", async () => {
  const matrix = [...row((i) => 2 * (i % 2)), ...row((i) => (i % 2 ? NaN : 0))];
  const sexes = genotypesFromDosages({
    matrix,
    sampleCount: N,
    variants: { contig: ["X", "Y"] },
    samples: { sex: row((i) => 1 + (i % 2)) },
  });
  const clean = await filter(sexes, { hardyWeinbergP: 0.01, variantMissingness: 0.1 });
  expect(clean.genotypes.variants.count).toBe(2);
});

test("nothing left and nonsense thresholds are refused in words", async () => {
  const rare = cohort.select({ variants: Uint32Array.of(3, 4) });
  await expect(filter(rare, { minorAlleleFrequency: 0.5 })).rejects.toSatisfy((error) =>
    isAnalysisError(error, "no-overlap"),
  );
  await expect(filter(cohort, { variantMissingness: 2 })).rejects.toSatisfy((error) =>
    isAnalysisError(error, "invalid-argument"),
  );
});
