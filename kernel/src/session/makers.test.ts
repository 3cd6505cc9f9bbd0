import { expect, test } from "vitest";
import { createMakers } from "./makers.ts";

test("a name belongs to the execution that last gave it another value", () => {
  const scope: Record<string, unknown> = { data: {} };
  const makers = createMakers(scope);
  makers.note("Cell 0");
  scope["cohort"] = { kind: "genotypes" };
  scope["count"] = 3;
  makers.note("Cell 4");
  makers.note("Cell 5");
  expect([makers.of("cohort"), makers.of("count"), makers.of("data")]).toEqual([4, 4, undefined]);
  scope["count"] = 4;
  makers.note("Cell 6");
  expect([makers.of("cohort"), makers.of("count")]).toEqual([4, 6]);
  scope["cohort"] = {};
  makers.note("Unstored cell 1");
  expect(makers.of("cohort")).toBeUndefined();
  delete scope["count"];
  makers.note("Cell 7");
  expect(makers.of("count")).toBeUndefined();
});
