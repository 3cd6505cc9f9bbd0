import { inspect } from "node:util";
import { expect, test } from "vitest";
import { genotypesFromPacked } from "./genotypes/from-memory.ts";
import { summarisePeople } from "./people-display.ts";
import { Table } from "./table.ts";

const people = new Table({
  familyId: ["F1", "F2", "F3", "F4", "F5"],
  individualId: ["alice", "bob", "carol", "dan", "eve"],
  missingRate: Float64Array.of(0.4, 0.1, NaN, 0.2, 0.3),
  reason: ["", "", "too many", "", ""],
});

function shown(value: object): string {
  const display = (value as Record<symbol, () => Record<string, string>>)[
    Symbol.for("Jupyter.display")
  ];
  return Object.values(display.call(value)).join("\n") + inspect(value);
}

test("a table of people shows quantiles and says how to see each one, and no id", () => {
  const text = shown(people);
  expect(text).not.toMatch(/alice|bob|carol|dan|eve|F1|F5/);
  expect(text).toMatch(/5 people, counted and not listed/);
  expect(people.toRows()[1].individualId).toBe("bob");
});

test("the summary counts what is there and takes quantiles of it", () => {
  const summary = summarisePeople(people)!;
  expect(summary.columns["column"]).toEqual(["missingRate", "reason"]);
  expect([...(summary.columns["values"] as Float64Array)]).toEqual([4, 1]);
  expect((summary.columns["minimum"] as Float64Array)[0]).toBe(0.1);
  expect((summary.columns["median"] as Float64Array)[0]).toBeCloseTo(0.25, 12);
  expect((summary.columns["maximum"] as Float64Array)[0]).toBe(0.4);
  expect(summarisePeople(new Table({ variantId: ["rs1"] }))).toBeUndefined();
});

test("samples show their number and sexes, and no id", () => {
  const cohort = genotypesFromPacked({
    packed: Uint8Array.of(0),
    variantCount: 1,
    sampleCount: 3,
    samples: { individualId: ["alice", "bob", "carol"], sex: Uint8Array.of(2, 1, 0) },
  });
  const text = shown(cohort.samples) + inspect(cohort);
  expect(text).not.toMatch(/alice|bob|carol/);
  expect(text).toMatch(/3 samples: 1 male, 1 female, 1 of unknown sex/);
});
