import { describe, expect, test } from "vitest";
import { datasetCode, freeName } from "./dataset-code.ts";

describe("datasetCode", () => {
  const common = { folder: "learn", cells: [] };

  test("opens each kind by its own reader, relative to the notebook", () => {
    expect(datasetCode({ ...common, kind: "genotypes", path: "data/cohort.bed" })).toBe(
      'const cohort = await data.genotypes("../data/cohort.bed");\ncohort',
    );
    expect(datasetCode({ ...common, kind: "phenotypes", path: "learn/people.tsv" })).toBe(
      'const people = await data.phenotypes("people.tsv");\npeople',
    );
    expect(datasetCode({ ...common, kind: "summary-statistics", path: "height.tsv" })).toBe(
      'const results = await data.summaryStatistics("../height.tsv");\nresults',
    );
  });

  test("a path with quotes, backslashes or accents is still a string", () => {
    const code = datasetCode({ ...common, folder: "", kind: "genotypes", path: 'a"b\\é.bed' });
    expect(code).toContain('"a\\"b\\\\é.bed"');
  });
});

describe("freeName", () => {
  test("avoids every word of the notebook, declared there or not", () => {
    expect(freeName("cohort", [])).toBe("cohort");
    expect(freeName("cohort", ["const { cohort } = x;"])).toBe("cohort2");
    expect(freeName("cohort", ["let cohort, cohort2;", "cohort3 = 1"])).toBe("cohort4");
    expect(freeName("cohort", ["const cohorts = 1"])).toBe("cohort");
  });
});
