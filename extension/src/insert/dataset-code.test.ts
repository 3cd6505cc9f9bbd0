import { describe, expect, test } from "vitest";
import { datasetCode, freeName } from "./dataset-code.ts";

describe("datasetCode", () => {
  const common = { folder: "learn", cells: [] };

  test("opens each kind by its own reader, relative to the notebook", () => {
    expect(datasetCode({ kind: "genotypes", path: "data/cohort.bed" }, common)).toBe(
      'const cohort = await data.genotypes("../data/cohort.bed");\ncohort',
    );
    expect(datasetCode({ kind: "phenotypes", path: "learn/people.tsv" }, common)).toBe(
      'const people = await data.phenotypes("people.tsv");\npeople',
    );
    expect(datasetCode({ kind: "summary-statistics", path: "height.tsv" }, common)).toBe(
      'const results = await data.summaryStatistics("../height.tsv");\nresults',
    );
  });

  test("opens a registered data set by its id", () => {
    const registered = { path: "data/height.tsv", id: "height" };
    expect(datasetCode({ ...registered, kind: "summary-statistics" }, common)).toBe(
      'const results = await data.summaryStatistics("height");\nresults',
    );
    expect(datasetCode({ ...registered, kind: "scoring-file" }, common)).toBe(
      'const weights = await data.scoringFile("height");\nweights',
    );
    expect(datasetCode({ path: "learn/near.ld", kind: "ld-panel" }, common)).toBe(
      'const panel = await data.ldPanel("near.ld");\npanel',
    );
  });

  test("names what is open, asks a catalogue for its record, and plots", () => {
    expect(datasetCode({ kind: "genotypes", variable: "cohort" }, common)).toBe("cohort");
    expect(datasetCode({ kind: "GWAS", catalogue: "gwas", entry: "GCST1" }, common)).toBe(
      'const record = await catalogues.gwas.detail("GCST1");\nrecord',
    );
    const plotted = { kind: "summary-statistics", path: "learn/a.tsv", isPlotted: true };
    expect(datasetCode(plotted, common)).toBe(
      'const results = await data.summaryStatistics("a.tsv");\nplot.manhattan(results)',
    );
  });

  test("a path with quotes, backslashes or accents is still a string", () => {
    const place = { ...common, folder: "" };
    const code = datasetCode({ kind: "genotypes", path: 'a"b\\é.bed' }, place);
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
