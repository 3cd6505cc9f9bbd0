import { expect, test } from "vitest";
import { Table } from "../../table.ts";
import { associations, type GivenAssociations } from "./associations.ts";
import { harmonise } from "./harmonise.ts";

/** One trait's variants, each `id effect/other frequency beta`. */
function study(
  name: string,
  rows: readonly (readonly [string, string, string, number, number])[],
  more: Partial<GivenAssociations> = {},
): ReturnType<typeof associations> {
  return associations({
    name,
    variantId: rows.map(([id]) => id),
    effectAllele: rows.map(([, effect]) => effect),
    otherAllele: rows.map(([, , other]) => other),
    effectAlleleFrequency: rows.map(([, , , frequency]) => frequency),
    beta: rows.map(([, , , , beta]) => beta),
    standardError: rows.map(() => 0.01),
    ...more,
  });
}

test("each variant gets the verdict of its alleles, and both effects are on the exposure's", () => {
  const exposure = study("LDL", [
    ["same", "A", "G", 0.3, 0.1],
    ["swap", "A", "G", 0.3, 0.1],
    ["strand", "A", "G", 0.3, 0.1],
    ["both", "A", "G", 0.3, 0.1],
    ["far", "A", "T", 0.2, 0.1],
    ["near", "A", "T", 0.45, 0.1],
    ["flip", "C", "G", 0.2, 0.1],
    ["differ", "A", "G", 0.3, 0.1],
    ["absent", "A", "G", 0.3, 0.1],
  ]);
  const outcome = study("CHD", [
    ["same", "A", "G", 0.3, 0.05],
    ["swap", "G", "A", 0.7, -0.05],
    ["strand", "T", "C", 0.3, 0.05],
    ["both", "C", "T", 0.7, -0.05],
    ["far", "A", "T", 0.25, 0.05],
    ["near", "A", "T", 0.45, 0.05],
    ["flip", "C", "G", 0.8, -0.05],
    ["differ", "A", "C", 0.3, 0.05],
  ]);
  const { columns, attrition, effects } = harmonise({ exposure, outcome });
  expect(columns.verdict).toEqual([
    "kept",
    "kept, alleles swapped",
    "kept, other strand",
    "kept, other strand and alleles swapped",
    "kept",
    "ambiguous strand",
    "kept, other strand and alleles swapped",
    "alleles differ",
    "not in outcome",
  ]);
  expect([...effects.betaOutcome]).toEqual([0.05, 0.05, 0.05, 0.05, 0.05, 0.05]);
  expect(effects).toMatchObject({ exposure: "LDL", outcome: "CHD" });
  expect(columns.reason[6]).toBe(
    "C/G in the exposure, C/G in the outcome; palindromic, effect allele frequencies 0.2 and 0.8: the other strand.",
  );
  expect([...attrition.columns.remaining]).toEqual([9, 9, 8, 8, 8, 7, 6]);
});

test("a trait without a name is called as its file", () => {
  const rows = [["v", "A", "G", 0.3, 0.1]] as const;
  const { columns } = study("", rows);
  const file = (source: string): Table => new Table({ ...columns }, { source });
  const { exposure, outcome } = harmonise({
    exposure: file("studies/ldl.v2.tsv.gz"),
    outcome: file("memory"),
  });
  expect([exposure.name, outcome.name]).toEqual(["ldl.v2", "outcome"]);
});
