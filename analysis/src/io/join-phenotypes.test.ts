import { expect, test } from "vitest";
import { isAnalysisError } from "../errors.ts";
import { joinPhenotypes } from "./join-phenotypes.ts";
import { sampleTable } from "./sample-table.ts";

const traits = sampleTable({
  individualId: ["a", "b"],
  familyId: ["1", "1"],
  columns: { height: [170, 180] },
  source: "t.tsv",
});

test("everybody of any table is kept, and the unknown is missing", () => {
  const covariates = sampleTable({
    individualId: ["b", "c"],
    familyId: ["1", "1"],
    columns: { age: [40, 50], site: ["x", "y"] },
    source: "c.tsv",
  });
  const joined = joinPhenotypes(traits, covariates);
  expect(joined.individualId).toEqual(["a", "b", "c"]);
  expect(joined.familyId).toEqual(["1", "1", "1"]);
  expect(joined.columns).toEqual({
    height: Float64Array.of(170, 180, NaN),
    age: Float64Array.of(NaN, 40, 50),
    site: ["", "x", "y"],
  });
  expect(joined.source).toBe("t.tsv + c.tsv");
});

test("a table without families joins by individual id", () => {
  const ages = sampleTable({ individualId: ["b"], columns: { age: [40] } });
  const joined = joinPhenotypes(traits, ages);
  expect(joined.familyId).toBeUndefined();
  expect(joined.columns.age).toEqual(Float64Array.of(NaN, 40));
});

test.each([
  ["a repeated column", () => joinPhenotypes(traits, traits), "invalid-argument"],
  [
    "an ambiguous id",
    () =>
      joinPhenotypes(
        sampleTable({ individualId: ["a", "a"], familyId: ["1", "2"], columns: {} }),
        sampleTable({ individualId: ["a"], columns: { age: [1] } }),
      ),
    "duplicate-id",
  ],
])("%s is refused", (_, join, tag) => {
  let error: unknown;
  try {
    join();
  } catch (thrown) {
    error = thrown;
  }
  expect(isAnalysisError(error, tag)).toBe(true);
});
