import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import type { AnalysisError } from "../errors.ts";
import { isAnalysisError } from "../errors.ts";
import { sampleTable, type SampleTable } from "../io/sample-table.ts";
import { alignSamples, type AlignOptions } from "./align-samples.ts";
import { genotypesFromDosages } from "./from-memory.ts";
import type { Genotypes } from "./genotypes.ts";

function cohort(individualId: string[], familyId?: string[]): Genotypes {
  return genotypesFromDosages({
    matrix: individualId.map(() => 1),
    sampleCount: individualId.length,
    samples: { individualId, familyId },
  });
}

function failure(options: AlignOptions): AnalysisError {
  try {
    alignSamples(options);
  } catch (error) {
    if (isAnalysisError(error)) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

const people = (individualId: string[], familyId?: string[], height?: number[]): SampleTable =>
  sampleTable({
    individualId,
    familyId,
    columns: { height: height ?? individualId.map((_, i) => i) },
  });

test("everybody who is left out is counted with a reason, in the order of the genotypes", () => {
  const phenotypes = sampleTable({
    individualId: ["d", "c", "b", "a", "z"],
    columns: {
      height: [4, 3, NaN, 1, 9],
      site: ["x", "y", "y", "y", "x"],
      age: [40, NaN, 20, 10, 90],
    },
    source: "some/where/p.tsv",
  });
  const aligned = alignSamples({
    genotypes: cohort(["a", "b", "c", "d", "e", "f"]),
    phenotypes,
    trait: "height",
    covariates: ["age", "site"],
  });
  expect([...aligned.samples]).toEqual([0, 3]);
  expect([...aligned.trait]).toEqual([1, 4]);
  expect(aligned.attrition.toRows()).toEqual([
    { step: "genotyped", kind: "sample", removed: 0, remaining: 6, reason: "samples of memory" },
    {
      step: "phenotyped, not genotyped",
      kind: "phenotype row",
      removed: 1,
      remaining: 4,
      reason: "rows of p.tsv whose id has no genotypes",
    },
    { step: "in phenotypes", kind: "sample", removed: 2, remaining: 4, reason: "id not in p.tsv" },
    { step: "trait height", kind: "sample", removed: 1, remaining: 3, reason: "height is missing" },
    { step: "covariate age", kind: "sample", removed: 1, remaining: 2, reason: "age is missing" },
    { step: "covariate site", kind: "sample", removed: 0, remaining: 2, reason: "site is missing" },
  ]);
  expect(aligned.removedSamples.columns.individualId).toEqual(["e", "f", "b", "c"]);
});

test("printing the result shows no id and no value", () => {
  const aligned = alignSamples({
    genotypes: cohort(["NA1", "NA2", "NA3"]),
    phenotypes: people(["NA1", "NA2"], undefined, [171.5, 183.5]),
    trait: "height",
  });
  expect(inspect(aligned)).not.toMatch(/NA1|NA3|171/);
  expect(inspect(aligned)).toContain("2 samples");
});

test("a category takes a column for each level but the most common, named as PLINK 2 names it", () => {
  const align = (site: string[]) =>
    alignSamples({
      genotypes: cohort(site.map((_, i) => `s${i}`)),
      phenotypes: sampleTable({
        individualId: site.map((_, i) => `s${i}`),
        columns: { y: site.map((_, i) => i), site },
      }),
      trait: "y",
      covariates: ["site"],
    }).covariates.map(({ name, values }) => [name, ...values]);
  expect(align(["b", "a", "b", "c"])).toEqual([
    ["site=a", 0, 1, 0, 0],
    ["site=c", 0, 0, 0, 1],
  ]);
  // Equally common: the first in natural order is the reference, as PLINK 2.00a3.5 chose for these.
  expect(align(["c10", "c9", "c2"]).map(([name]) => name)).toEqual(["site=c9", "site=c10"]);
  expect(align(["b", "A", "B", "a"]).map(([name]) => name)).toEqual(["site=a", "site=B", "site=b"]);
});

test.each([
  [[1, 2, 2, 1], [0, 1, 1, 0], "2 case, 1 control"],
  [[0, 1, 1, 0], [0, 1, 1, 0], "1 case, 0 control"],
  [[0, 2, 1, 1], [1, 0, 0], "2 case, 1 control, 0 missing"],
])("cases are told from the values: %o", (cc, expected, coding) => {
  const ids = cc.map((_, i) => `s${i}`);
  const aligned = alignSamples({
    genotypes: cohort(ids),
    phenotypes: sampleTable({ individualId: ids, columns: { cc } }),
    trait: "cc",
    traitType: "binary",
  });
  expect([...aligned.trait]).toEqual(expected);
  expect(aligned.notices).toEqual([`cc: ${coding}`]);
});

describe("ids", () => {
  test("match by both when both have families, else by the individual's", () => {
    const genotypes = cohort(["1", "2"], ["A", "B"]);
    const both = alignSamples({
      genotypes,
      phenotypes: people(["2", "1", "1"], ["B", "A", "C"]),
      trait: "height",
    });
    expect([...both.trait]).toEqual([1, 0]);
    const alone = alignSamples({ genotypes, phenotypes: people(["2", "1"]), trait: "height" });
    expect([...alone.trait]).toEqual([1, 0]);
  });

  test.each([
    [
      "FID_IID joined",
      people(["A_1", "B_2"]),
      /2 of them would match if the phenotype ids were FID_IID joined/,
    ],
    ["families that differ", people(["1", "2"], ["X", "Y"]), /matchBy: "individual"/],
    ["columns swapped", people(["A", "B"]), /swapped/],
    ["other people", people(["u", "v"]), /different cohorts/],
  ])("no overlap tells what the ids look like: %s", (_, phenotypes, hint) => {
    const error = failure({
      genotypes: cohort(["1", "2"], ["A", "B"]),
      phenotypes,
      trait: "height",
    });
    expect(error.tag).toBe("no-overlap");
    expect(error.message).toMatch(hint);
  });

  test("genotype ids with FID_IID joined, capitals and leading zeros are recognised", () => {
    const hint = (genotyped: string[], described: string[]) =>
      failure({ genotypes: cohort(genotyped), phenotypes: people(described), trait: "height" })
        .message;
    expect(hint(["A_1", "B_2"], ["1", "2"])).toMatch(/split them in the .fam/);
    expect(hint(["na1"], ["NA1"])).toMatch(/capital letters/);
    expect(hint(["007"], ["7"])).toMatch(/leading zeros/);
  });

  test("an individual id that several people have is refused", () => {
    const repeated = cohort(["1", "1", "2"], ["A", "B", "C"]);
    const error = failure({ genotypes: repeated, phenotypes: people(["1", "2"]), trait: "height" });
    expect(error.tag).toBe("duplicate-id");
    expect(error.message).not.toMatch(/\bA\b|\bB\b/);
  });
});

test.each([
  [
    "an unknown column",
    { trait: "hieght" },
    "invalid-argument",
    /no column "hieght".*height, text/,
  ],
  ["a trait of text", { trait: "text" }, "invalid-argument", /holds text/],
  [
    "a trait that is its covariate",
    { trait: "height", covariates: ["height"] },
    "invalid-argument",
    /both/,
  ],
  [
    "no case coding",
    { trait: "height", traitType: "binary" },
    "invalid-argument",
    /other than 0, 1 and 2/,
  ],
  ["a constant trait", { trait: "same" }, "constant-trait", /same is 5 in all 3 samples/],
  [
    "nobody left",
    { trait: "height", covariates: ["empty"] },
    "no-overlap",
    /last 3 were left out because empty is missing/,
  ],
] as const)("%s is refused", (_, options, tag, message) => {
  const ids = ["a", "b", "c"];
  const error = failure({
    genotypes: cohort(ids),
    phenotypes: sampleTable({
      individualId: ids,
      columns: {
        height: [1, 2, 3.5],
        text: ["x", "y", "z"],
        same: [5, 5, 5],
        empty: [NaN, NaN, NaN],
      },
    }),
    ...options,
  });
  expect(error.tag).toBe(tag);
  expect(error.message).toMatch(message);
});
