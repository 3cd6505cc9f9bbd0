import { expect, test } from "vitest";
import { wasmPeopleReader } from "../compute/text/people-reader.ts";
import { isAnalysisError } from "../errors.ts";
import { memorySource } from "./byte-source.ts";
import { idTableOf } from "./id-table.ts";
import { joinPhenotypes } from "./join-phenotypes.ts";
import { readPhenotypes } from "./phenotypes.ts";
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

test.each([
  ["the same people", "FID IID x\n1 a 1\n2 a NA\n", "FID IID y site\n1 a 3 A\n2 a 4 NA\n"],
  ["without families", "IID x\na 1\nb 2\n", "IID y\na 3\nb 4\n"],
  ["another order", "IID x\na 1\nb 2\n", "IID y\nb 3\na 4\n"],
  ["other families", "FID IID x\n1 a 1\n", "FID IID y\n2 a 3\n"],
  ["families in one of them", "FID IID x\n1 a 1\n", "IID y\na 3\n"],
  ["a repeated column", "IID x\na 1\n", "IID x\na 3\n"],
])("tables of files are joined as those of memory: %s", async (name, first, second) => {
  const reader = await wasmPeopleReader();
  const joined = async (by?: typeof reader) => {
    const tables = [first, second].map((text, i) =>
      readPhenotypes(memorySource(`${i}.tsv`, text), { reader: by }),
    );
    const read = await Promise.all(tables);
    const inputs = read.flatMap(({ columns }) => Object.values(columns));
    const table = joinPhenotypes(...read);
    for (const column of Object.values(table.columns)) expect(inputs).not.toContain(column);
    return table;
  };
  const thrown = (error: unknown): unknown => (isAnalysisError(error) ? error.message : error);
  const fast = await joined(reader).catch(thrown);
  expect(fast).toEqual(await joined().catch(thrown));
  const isSame = name === "the same people" || name === "without families";
  expect(typeof fast === "object" && idTableOf(fast as object) !== undefined).toBe(isSame);
});
