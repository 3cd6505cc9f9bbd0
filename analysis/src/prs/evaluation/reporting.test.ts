import { expect, test } from "vitest";
import { sampleTable } from "../../io/sample-table.ts";
import { isAnalysisError } from "../../errors.ts";
import { evaluate } from "./evaluate.ts";
import { overlap } from "./overlap.ts";
import { reportingTable } from "./reporting-table.ts";

const ids = Array.from({ length: 40 }, (_, i) => `p${i}`);
const people = sampleTable({
  individualId: ids,
  columns: {
    score: ids.map((_, i) => (7 * i) % 40),
    height: ids.map((_, i) => ((7 * i) % 40) + (i % 5)),
  },
});

test("the reporting standard has 22 items, filled by what is known", () => {
  const evaluation = evaluate({ people, score: "score", outcome: { quantitative: "height" } });
  const table = reportingTable({
    evaluation,
    given: { ancestry: "One population.", covariates: "Age was not recorded." },
  });
  expect(table.rowCount).toBe(22);
  expect(new Set(table.columns.title).size).toBe(22);
  const row = (title: string): ReturnType<typeof table.row> =>
    table.row(table.columns.title.indexOf(title));
  expect(row("Ancestry")).toMatchObject({ answer: "One population.", source: "given" });
  expect(row("Variables beside the genetic ones")).toMatchObject({
    answer: "None. Age was not recorded.",
    source: "both",
  });
  expect(row("Predictive ability").answer).toMatch(
    /beta per SD .*95 % CI.*R² .*infinitesimal jackknife/,
  );
  expect(row("Limitations")).toMatchObject({
    answer: "",
    source: "missing",
    option: "given.limitations",
  });
  expect(table.provenance["missing"]).toBe(
    table.columns.source.filter((source) => source === "missing").length,
  );
});

test("people of the base among the target are counted, by whatever is known of them", () => {
  const found = overlap({
    target: people,
    targetCohorts: ["UK-Biobank"],
    base: {
      people: ["p3", "p4", "other"],
      cohorts: ["uk biobank", "HUNT"],
      ldscIntercept: { intercept: 0.02, standardError: 0.005, baseN: 10_000, targetN: 40_000 },
    },
  });
  expect(found.columns.verdict).toEqual(["overlap", "overlap", "overlap"]);
  expect([...found.columns.n]).toEqual([2, NaN, 400]);
  expect(found.columns.reason.join()).not.toMatch(/p3|p4/);
});

test("what is not known is not checked, and says so; nonsense is refused", () => {
  expect(overlap({ base: {} }).columns.verdict).toEqual([
    "not checked",
    "not checked",
    "not checked",
  ]);
  const none = overlap({
    target: people,
    targetCohorts: ["A"],
    base: { people: ["x"], cohorts: ["B"] },
  });
  expect(none.columns.verdict.slice(0, 2)).toEqual(["none found", "none found"]);
  const wrong = { intercept: NaN, standardError: 0, baseN: 1, targetN: 1 };
  expect(() => overlap({ base: { ldscIntercept: wrong } })).toThrow(
    expect.toSatisfy((error) => isAnalysisError(error, "invalid-argument")),
  );
});

test("an evaluation says when base and target overlap", () => {
  const evaluation = evaluate({
    people,
    score: "score",
    outcome: { quantitative: "height" },
    base: { people: ids.slice(0, 5) },
  });
  expect(evaluation.notices.join()).toMatch(/Base and target overlap: 5 of 40 people/);
});
