import { expect, test } from "vitest";
import { Table } from "../table.ts";
import { leadVariants } from "./lead-variants.ts";
import { NothingToPlotError } from "./plot-errors.ts";

const table = new Table(
  {
    variantId: ["a", "b", "c", "d", "e", "f", "g"],
    chromosome: Uint8Array.of(1, 1, 1, 1, 2, 2, 0),
    basePairLocation: Int32Array.of(100_000, 550_000, 600_000, 600_001, 550_000, 9e6, 5),
    negLog10PValue: Float64Array.of(20, 30, 9, 8, 12, 4, 50),
  },
  { trait: "height" },
);

test("keeps the strongest of each window, strongest first", () => {
  expect(leadVariants(table).columns.variantId).toEqual(["b", "e"]);
});

test("a variant at exactly the window's distance belongs to the lead, one base further does not", () => {
  const pair = (second: number): readonly string[] => {
    const columns = {
      variantId: ["lead", "other"],
      chromosome: Uint8Array.of(3, 3),
      basePairLocation: Int32Array.of(100_000, second),
      negLog10PValue: Float64Array.of(9, 8),
    };
    return leadVariants(new Table(columns)).columns.variantId;
  };
  expect(pair(600_000)).toEqual(["lead"]);
  expect(pair(600_001)).toEqual(["lead", "other"]);
});

test("threshold and window are the caller's", () => {
  const leads = leadVariants(table, { threshold: 1e-4, window: 0 });
  expect(leads.columns.variantId).toEqual(["b", "a", "e", "c", "d", "f"]);
  expect(leads.provenance).toMatchObject({ trait: "height", leadVariantThreshold: 1e-4 });
});

test("no variant passes: no rows; no usable row: an error", () => {
  expect(leadVariants(table, { threshold: 1e-99 }).rowCount).toBe(0);
  expect(() => leadVariants(table.take([6]))).toThrow(NothingToPlotError);
});
