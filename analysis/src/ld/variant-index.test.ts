import { expect, test } from "vitest";
import { fittingVariant } from "./fitting-variant.ts";
import type { LdVariants } from "./ld-panel.ts";
import { variantsByName, variantsByPlace } from "./variant-index.ts";

const variants: LdVariants = {
  count: 5,
  variantId: ["rs1", ".", ".", "rs1", ""],
  chromosome: Uint8Array.of(1, 1, 1, 2, 2),
  basePairLocation: Int32Array.of(100, 200, 200, 100, 0),
  effectAllele: ["A", "C", "G", "A", "A"],
  otherAllele: ["G", "T", "A", "C", "C"],
  effectAlleleFrequency: new Float64Array(5).fill(0.5),
};

test("variants are found by name and place, all of them, and by no name or place that says nothing", () => {
  const named = variantsByName(variants);
  expect(named("rs1")).toEqual([0, 3]);
  for (const nothing of ["rs2", "", "."]) expect(named(nothing)).toEqual([]);
  const placed = variantsByPlace(variants);
  expect(placed(1, 200)).toEqual([1, 2]);
  expect(placed(2, 100)).toEqual([3]);
  expect(placed(2, 0)).toEqual([]);
});

test("alleles that fit as they are go before those that fit on the other strand", () => {
  const study = { effectAllele: "a", otherAllele: "g" };
  const fitted = { isPalindromic: false, isOtherStrand: false };
  expect(fittingVariant([1, 2], variants, study)).toEqual({ variant: 2, sign: -1, ...fitted });
  expect(fittingVariant([1], variants, study)).toEqual({
    ...{ variant: 1, sign: -1, ...fitted },
    isOtherStrand: true,
  });
  expect(fittingVariant([3], variants, study)).toBeUndefined();
});
