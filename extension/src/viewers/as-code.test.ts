import { expect, test } from "vitest";
import { viewCode } from "./as-code.ts";

const ALL = { where: "", orderBy: "", isDescending: false };

test("a filtered and sorted view is code that gives the same rows", () => {
  const view = { where: 'rsid ~ "rs1" & pValue < 1e-5 ', orderBy: "pValue", isDescending: true };
  expect(viewCode("summary-statistics", "../a.tsv.gz", view)).toBe(
    [
      'const results = await data.summaryStatistics("../a.tsv.gz");',
      'const rows = data.selectRows(results, { where: "rsid ~ \\"rs1\\" & pValue < 1e-5", orderBy: "pValue", descending: true });',
      "results.take(rows.subarray(0, 100))",
    ].join("\n"),
  );
});

test("without a filter the first rows are shown", () => {
  expect(viewCode("scores", "a.txt.gz", ALL)).toBe(
    'const scores = await prs.readScores("a.txt.gz");\nscores.head(100)',
  );
});

test("of genotypes and panels the variants are made a table", () => {
  expect(viewCode("ld-panel", "a.ld", { ...ALL, orderBy: "variantId" })).toContain(
    'data.selectRows(variants, { orderBy: "variantId" })',
  );
});
