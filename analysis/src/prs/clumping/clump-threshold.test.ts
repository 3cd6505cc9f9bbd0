import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { isAnalysisError } from "../../errors.ts";
import { genotypesFromDosages } from "../../genotypes/from-memory.ts";
import { Table } from "../../table.ts";
import { clumpThreshold } from "./clump-threshold.ts";
import { thresholdLadder } from "./threshold-ladder.ts";

const ROW = [0, 1, 2, 1, 0, 2, 1, 0];
const OTHER = [0, 1, 1, 0, 2, 1, 2, 1];
const genotypes = genotypesFromDosages({
  matrix: [ROW, ROW, OTHER, OTHER, OTHER].flat(),
  sampleCount: 8,
  variants: {
    variantId: ["a", "b", "c", "palindromic", "far"],
    basePairLocation: [1000, 2000, 3000, 4000, 9_000_000],
    effectAllele: ["A", "A", "C", "A", "A"],
    otherAllele: ["G", "G", "T", "T", "C"],
  },
});

const given = {
  variantId: ["a", "b", "c", "palindromic", "far", "far", "lost"],
  effectAllele: ["a", "G", "G", "A", "A", "A", "A"],
  otherAllele: ["G", "A", "A", "T", "C", "C", "C"],
  beta: Float64Array.of(0.3, 0.2, -0.1, 0.4, 0.5, 0.6, 0.7),
  pValue: Float64Array.of(1e-9, 1e-4, 0.03, 1e-12, 0.5, 0.2, 1e-3),
};

describe("clumpThreshold", () => {
  test("names what became of every association", async () => {
    const result = await clumpThreshold({ associations: new Table(given), genotypes });
    expect(result.columns.verdict).toEqual([
      "lead",
      "clumped",
      "lead",
      "ambiguous strand",
      "named twice",
      "lead",
      "not in the target",
    ]);
    expect(result.columns.leadVariantId[1]).toBe("a");
    expect(result.columns.r2[1]).toBeCloseTo(1, 12);
    expect(result.columns.reason[1]).toBe("goes with a, whose P is smaller: r² 1.00, 1.0 kb away");
    expect(result.columns.reason[3]).toBe("A/T reads the same on both strands");
  });

  test("gives a column to each threshold that adds a variant, with the effects as weights", async () => {
    const { scores, thresholds } = await clumpThreshold({
      associations: new Table(given),
      genotypes,
      thresholds: [1e-10, 5e-8, 1e-3, 0.05, 1],
    });
    expect(thresholds.toRows()).toEqual([
      { threshold: 1e-10, variants: 0, score: "" },
      { threshold: 5e-8, variants: 1, score: "p5e-8" },
      { threshold: 1e-3, variants: 1, score: "p5e-8" },
      { threshold: 0.05, variants: 2, score: "p0.05" },
      { threshold: 1, variants: 3, score: "p1" },
    ]);
    expect(scores.scores).toEqual(["p5e-8", "p0.05", "p1"]);
    expect(scores.columns.variantId).toEqual(["a", "c", "far"]);
    expect(scores.weights.map((column) => Array.from(column))).toEqual([
      [0.3, 0, 0],
      [0.3, -0.1, 0],
      [0.3, -0.1, 0.6],
    ]);
  });

  test("keeps palindromic variants on request; one more correlated with a stronger one then goes with it", async () => {
    const result = await clumpThreshold({
      associations: new Table(given),
      genotypes,
      ambiguous: "keep",
    });
    expect(result.columns.verdict[3]).toBe("lead");
    expect(result.columns.leadVariantId[2]).toBe("palindromic");
  });

  test("leaves out what is badly imputed, rare, without numbers, above p, or of other alleles", async () => {
    const associations = new Table({
      variantId: ["a", "c", "far", "b", "palindromic"],
      effectAllele: ["A", "C", "A", "A", "A"],
      otherAllele: ["G", "T", "T", "G", "T"],
      oddsRatio: Float64Array.of(1.1, 1.2, 1.3, 0, 1.1),
      pValue: Float64Array.of(0.01, 0.02, 0.03, 0.04, 0.9),
      info: Float64Array.of(0.5, NaN, 1, 1, 1),
      effectAlleleFrequency: Float64Array.of(0.3, 0.4, 0.5, 0.4, 0.1),
    });
    const options = { associations, genotypes, clump: { p: 0.5 } };
    const result = await clumpThreshold(options);
    expect(result.columns.verdict).toEqual([
      "low imputation quality",
      "lead",
      "alleles differ",
      "no effect or P",
      "weak",
    ]);
    expect(result.scores.weights[0]).toEqual(Float64Array.of(Math.log(1.2)));
    await expect(clumpThreshold({ ...options, minorAlleleFrequency: 0.45 })).rejects.toSatisfy(
      (error) => isAnalysisError(error, "no-overlap") && /1 rare/.test(error.message),
    );
  });

  test("takes linkage of the panel and alleles of the target", async () => {
    const target = genotypes.select({ variants: Uint32Array.of(1, 4) });
    const result = await clumpThreshold({ associations: new Table(given), genotypes, target });
    expect(result.scores.columns.variantId).toEqual(["b", "far"]);
    const panel = genotypes.select({ variants: Uint32Array.of(4) });
    const other = await clumpThreshold({
      associations: new Table(given),
      genotypes: panel,
      target: genotypes,
    });
    expect(other.columns.verdict[0]).toBe("not in the panel");
  });

  test("shows counts and thresholds, no row", async () => {
    const text = inspect(await clumpThreshold({ associations: new Table(given), genotypes }));
    expect(text).toContain("3 of 7 variants in 3 scores");
    expect(text).toContain("tell no imputation quality");
  });

  test.each([
    [{ thresholds: [0] }, "thresholds"],
    [{ thresholds: [] }, "thresholds"],
    [{ info: 1.5 }, "info"],
    [{ minorAlleleFrequency: -1 }, "minorAlleleFrequency"],
    [{ clump: { p: 0 } }, "clump.p"],
    [{ clump: { r2: 2 } }, "r2"],
    [{ thresholds: [1e-10] }, "thresholds"],
    [{ associations: new Table({ variantId: ["a"], beta: Float64Array.of(1) }) }, "associations"],
  ])("refuses %j", async (wrong, argument) => {
    const call = clumpThreshold({ associations: new Table(given), genotypes, ...wrong });
    await expect(call).rejects.toMatchObject({ tag: "invalid-argument", argument });
  });
});

test("few shared variants, ratios for effects and places of another build are told", async () => {
  const many = Array.from({ length: 20 }, (_, i) => `elsewhere${i}`);
  const wide = new Table({
    variantId: ["a", "c", ...many],
    effectAllele: new Array<string>(22).fill("A"),
    otherAllele: new Array<string>(22).fill("G"),
    beta: Float64Array.from({ length: 22 }, (_, i) => 0.9 + i / 50),
    pValue: new Float64Array(22).fill(1e-4),
  });
  const { notices } = await clumpThreshold({ associations: wide, genotypes });
  expect(notices).toContainEqual(expect.stringMatching(/^The target has 2 of 22 .*\(9.1 %\)/));
  expect(notices).toContainEqual(expect.stringContaining("odds ratios"));
  const target = { ...genotypes, build: "GRCh38" as const };
  const named = new Table(given, { build: "GRCh37" });
  await expect(clumpThreshold({ associations: named, genotypes, target })).resolves.toBeDefined();
  const places = new Table(
    { ...given, variantId: given.variantId.map((_, i) => `chr1:${i + 1}:A:G`) },
    { build: "GRCh37" },
  );
  await expect(clumpThreshold({ associations: places, genotypes, target })).rejects.toMatchObject({
    tag: "build-mismatch",
  });
});

describe("thresholdLadder", () => {
  test("is PRSice's by default: 5e-8 to 0.5 by 5e-5, and 1", () => {
    const ladder = thresholdLadder();
    expect(ladder).toHaveLength(10_001);
    expect([ladder[0], ladder[1], ladder[9999], ladder[10_000]]).toEqual([
      5e-8, 5.005e-5, 0.49995005, 1,
    ]);
  });

  test("refuses a step that leads nowhere", () => {
    expect(() => thresholdLadder({ step: 0 })).toThrow("No ladder");
  });
});
