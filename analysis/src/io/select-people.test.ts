import { expect, expectTypeOf, test } from "vitest";
import { split, type TestSet } from "../prs/evaluation/split.ts";
import { sampleTable, type SampleTable } from "./sample-table.ts";
import { selectPeople } from "./select-people.ts";

const people = sampleTable({
  individualId: ["a", "b", "c", "d"],
  familyId: ["f", "f", "g", "g"],
  columns: { height: [171, NaN, 184, 160], site: ["x", "y", "", "x"] },
  source: "four",
  notices: ["made up"],
});

test("keeps rows in their order with all that is known of them", () => {
  const sites = people.columns.site as readonly string[];
  const some = selectPeople(people, (row) => sites[row] !== "y");
  expect(some).toMatchObject({
    kind: "sample-table",
    count: 3,
    individualId: ["a", "c", "d"],
    familyId: ["f", "g", "g"],
    source: "four",
    notices: ["made up"],
  });
  expect(some.columns.height).toEqual(Float64Array.of(171, 184, 160));
  expect(some.columns.site).toEqual(["x", "", "x"]);
  expect(people.count).toBe(4);
});

test("nobody is a table without rows, and names no families where there are none", () => {
  const single = sampleTable({ individualId: ["a"], columns: { height: [1] } });
  const none = selectPeople(single, () => false);
  expect(none.count).toBe(0);
  expect(none.familyId).toBeUndefined();
  expectTypeOf(none).toExtend<SampleTable>();
});

test("a part of a test set is a test set, by type and at run time", () => {
  const many = sampleTable({
    individualId: Array.from({ length: 40 }, (_, i) => `p${i}`),
    columns: { height: new Float64Array(40) },
  });
  const part = selectPeople(split({ people: many }).test, (row) => row < 5);
  expectTypeOf(part).toExtend<TestSet>();
  expect(part).toMatchObject({ setRole: "test", count: 5 });
  expect(selectPeople(many, () => true)).not.toHaveProperty("setRole");
});
