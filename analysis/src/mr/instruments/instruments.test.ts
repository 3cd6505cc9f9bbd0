import { afterAll, describe, expect, test } from "vitest";
import { release } from "../../compute/engine/pool.ts";
import { genotypesFromDosages } from "../../genotypes/from-memory.ts";
import { associations, type GivenAssociations } from "../harmonise/associations.ts";
import { harmonise } from "../harmonise/harmonise.ts";
import { proxies } from "../harmonise/proxies.ts";
import { instruments } from "./instruments.ts";

afterAll(release);

/** v1 and v2 alike, v3 their opposite, v4 apart from them, v5 constant; all within 5 kb. */
const matrix = [
  [0, 1, 2, 1, 0, 2, 1, 0],
  [0, 1, 2, 1, 0, 2, 1, 1],
  [2, 1, 0, 1, 2, 0, 1, 1],
  [0, 0, 1, 2, 2, 1, 1, 1],
  [1, 1, 1, 1, 1, 1, 1, 1],
].flat();
const panel = genotypesFromDosages({
  matrix,
  sampleCount: 8,
  variants: { basePairLocation: [1000, 2000, 3000, 4000, 5000] },
});
const given: GivenAssociations = {
  name: "LDL",
  variantId: ["v1", "v2", "v3", "v4", "weak", "v6"],
  chromosome: [1, 1, 1, 1, 1, 2],
  basePairLocation: [1000, 2000, 3000, 4000, 4500, 1000],
  effectAllele: ["A", "A", "A", "A", "A", "A"],
  otherAllele: ["G", "G", "G", "G", "G", "G"],
  effectAlleleFrequency: [0.4, 0.5, 0.5, 0.5, 0.3, 0.3],
  beta: [0.1, 0.09, -0.08, 0.07, 0.01, 0.1],
  standardError: [0.01, 0.01, 0.01, 0.01, 0.01, 0.01],
  n: 1000,
};
const exposure = associations(given);

describe("mr.instruments", () => {
  test("by panel: each removed variant with its reason and lead, F and R² of the others", async () => {
    const chosen = await instruments(exposure, { clump: { genotypes: panel, r2: 0.3 } });
    expect(chosen.columns.variantId).toEqual(["v1", "v4"]);
    expect(chosen.columns.fStatistic[0]).toBeCloseTo(100, 10);
    expect(chosen.columns.r2[0]).toBeCloseTo(100 / 1098, 12);
    expect(chosen.meanF).toBeCloseTo((100 + 49) / 2, 10);
    expect(chosen.minimumF).toBeCloseTo(49, 10);
    expect(chosen.totalR2).toBeCloseTo(100 / 1098 + 49 / 1047, 12);
    expect(chosen.removed.toRows()).toMatchObject([
      { variantId: "v6", step: "in panel", leadVariantId: "" },
      { variantId: "v2", step: "clumping", leadVariantId: "v1" },
      { variantId: "v3", step: "clumping", leadVariantId: "v1" },
    ]);
    expect(chosen.removed.columns.reason[1]).toMatch(/^Clumped under v1 \(r² 0\.\d{3}\)\.$/);
    expect([...chosen.attrition.columns.remaining]).toEqual([6, 5, 5, 4, 2]);
    expect(chosen.notices.join(" ")).toMatch(/not in the panel and were dropped: v6/);
  });

  test("is shown with its strength in words first", async () => {
    const chosen = await instruments(exposure, { clump: { genotypes: panel, r2: 0.001 } });
    const symbol = Symbol.for("Jupyter.display");
    const bundle = (chosen as unknown as Record<symbol, () => Record<string, string>>)[symbol]();
    const [first, second, third] = bundle["text/plain"].split("\n");
    expect(first).toBe("2 instruments of LDL: mean F 74.5, least 49; R² 13.8 %");
    expect(second).toBe("Strong variants that were left out at each step: in panel 1, clumping 2.");
    expect(third).toMatch(/^Chance alone gives unrelated variants r² of 0.13 in a panel of 8/);
    expect(bundle["text/html"]).toMatch(/^<div><b>2 instruments of LDL/);
  });

  test("variants that the panel lacks are kept when asked for", async () => {
    const chosen = await instruments(exposure, {
      clump: { genotypes: panel, r2: 0.3, absent: "keep" },
    });
    expect(chosen.columns.variantId).toEqual(["v1", "v6", "v4"]);
  });

  test("by window, without clumping, by region and by F", () => {
    expect(instruments(exposure).columns.variantId).toEqual(["v1", "v6"]);
    expect(instruments(exposure, { clump: { kilobases: 1 } }).columns.variantId).toEqual([
      "v1",
      "v6",
      "v3",
    ]);
    expect(instruments(exposure, { clump: false }).rowCount).toBe(5);
    const cis = { chromosome: "chr1", from: 2900, to: 3100, flank: 900 };
    const near = instruments(exposure, { clump: false, cis, minimumF: 60 });
    expect(near.columns.variantId).toEqual(["v2", "v3"]);
    expect(near.removed.toRows().map(({ step }) => step)).toEqual([
      "cis region",
      "cis region",
      "minimum F",
    ]);
  });

  test("the size of the study comes from the call where the table lacks it", () => {
    const bare = associations({ ...given, n: undefined });
    expect(instruments(bare).columns.r2[0]).toBeNaN();
    expect(instruments(bare, { sampleSize: 1000 }).columns.r2[0]).toBeCloseTo(100 / 1098, 12);
  });

  test("nothing below the threshold is an empty table, and impossible options are refused", () => {
    expect(instruments(exposure, { threshold: 1e-300 }).rowCount).toBe(0);
    for (const wrong of [
      { threshold: 0 },
      { minimumF: -1 },
      { sampleSize: 0 },
      { cis: { chromosome: "1", from: 10, to: 5 } },
      { clump: { kilobases: -1 } },
    ]) {
      expect(() => instruments(exposure, wrong)).toThrow(
        expect.objectContaining({ tag: "invalid-argument" }),
      );
    }
  });
});

describe("mr.proxies", () => {
  const outcome = associations({
    name: "CHD",
    variantId: ["v3", "v4"],
    effectAllele: ["A", "A"],
    otherAllele: ["G", "G"],
    effectAlleleFrequency: [0.5, 0.5],
    beta: [0.04, 0.03],
    standardError: [0.01, 0.01],
  });

  test("the most correlated variant of the outcome stands in, its allele by the sign of r", async () => {
    const chosen = instruments(exposure, { clump: false, cis: { chromosome: 1, from: 1, to: 10 } });
    const found = await proxies({
      instruments: chosen,
      outcome,
      genotypes: panel,
      minimumR2: 0.5,
    });
    expect(found.toRows()).toMatchObject([
      { variantId: "v1", proxyVariantId: "v3" },
      { variantId: "v2", proxyVariantId: "v3", r: -1 },
    ]);
    const two = chosen.filter(({ variantId }) => variantId === "v2" || variantId === "v4");
    const { columns } = harmonise({ exposure: two, outcome, proxies: found });
    expect([...columns.betaOutcome]).toEqual([-0.04, 0.03]);
    expect(columns.proxyVariantId).toEqual(["v3", ""]);
    expect(columns.reason[0]).toBe(
      "v3 stands in for it in the outcome (r² 1.000, effect alleles apart in the panel).",
    );
    const all = harmonise({ exposure: chosen, outcome, proxies: found });
    expect(all.columns.verdict).toEqual(["duplicated", "duplicated", "kept", "kept"]);
    expect(all.columns.reason[0]).toMatch(
      /^Its association with the outcome, v3, is already that of v3\./,
    );
    expect([...all.attrition.columns.remaining].at(-1)).toBe(2);
  });

  test("says why there is none", async () => {
    const found = await proxies({
      instruments: exposure,
      outcome,
      genotypes: panel,
      minimumR2: 0.99,
    });
    const reasons = Object.fromEntries(
      found.toRows().map(({ variantId, reason }) => [variantId, reason]),
    );
    expect(reasons).toMatchObject({
      v1: "No variant within 1000 kb has r² of at least 0.99.",
      v6: "memory lacks it.",
    });
  });
});
