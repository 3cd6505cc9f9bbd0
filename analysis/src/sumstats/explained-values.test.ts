import fc from "fast-check";
import { expect, test } from "vitest";
import { isAnalysisError } from "../errors.ts";
import { memorySource } from "../io/byte-source.ts";
import { readSummaryStatistics } from "./read-summary-statistics.ts";

const number = fc.oneof(
  fc.double({ min: -3, max: 3, noNaN: true }).map(String),
  fc.constantFrom("NA", "0", "1", "-1", "1e-400", "x", ".", "99999", "1e5", "-0.0", "inf", ""),
);
const allele = fc.constantFrom(
  "A",
  "C",
  "g",
  "t",
  "AT",
  "1",
  "2",
  "3",
  "4",
  "<DEL>",
  "*",
  "NA",
  "-",
);
const cells: Readonly<Record<string, fc.Arbitrary<string>>> = {
  SNP: fc.constantFrom("rs1", "rs2", "1:5:A:G", "x", ".", "NA"),
  CHR: fc.constantFrom("1", "chr2", "X", "25", "0", "99", "1.0", "NA", "-1"),
  BP: fc.constantFrom("5", "6", "1,000", "-9", "1e6", "abc", "NA", "7.5"),
  A1: allele,
  A2: allele,
  EAF: number,
  BETA: number,
  OR: number,
  SE: number,
  P: number,
  MLOG10P: number,
  Z: number,
  CI_LOWER: number,
  CI_UPPER: number,
  N: number,
};

// The cells of a table, whichever columns it has.
const results = fc
  .subarray(Object.keys(cells), { minLength: 4 })
  .chain((header) =>
    fc
      .array(fc.tuple(...header.map((name) => cells[name])), { minLength: 1, maxLength: 12 })
      .map((rows) => ({ header, rows })),
  );

test("whatever the cells hold: a table of all rows whose gaps are all explained, or an error that names the way out", async () => {
  let tables = 0;
  await fc.assert(
    fc.asyncProperty(results, async ({ header, rows }) => {
      const text = [header, ...rows].map((row) => row.join("\t")).join("\n");
      let file;
      try {
        file = await readSummaryStatistics(memorySource("x.tsv", `${text}\n`));
      } catch (error) {
        expect(isAnalysisError(error)).toBe(true);
        return;
      }
      tables++;
      expect(file.rowCount).toBe(rows.length);
      const { issues, notices, columns, mapping } = file;
      const issuesOf = new Set(
        Array.from(issues.columns.row, (row, i) => `${row} ${issues.columns.column[i]}`),
      );
      const missingColumns = notices.filter((notice) => / is missing in all rows/.test(notice));
      const derived = new Set(
        mapping.toRows().flatMap(({ column, known }) => (known === "derived" ? [column] : [])),
      );
      for (const name of ["beta", "standardError", "negLog10PValue"] as const) {
        columns[name].forEach((value, row) => {
          if (!Number.isNaN(value)) return;
          const sources = {
            beta: ["beta", "oddsRatio"],
            standardError: [
              "standardError",
              "ciLower",
              "ciUpper",
              "statistic",
              "pValue",
              "negLog10PValue",
              "beta",
              "oddsRatio",
            ],
            negLog10PValue: ["pValue", "negLog10PValue"],
          }[name];
          const isExplained =
            sources.some((column) => issuesOf.has(`${row} ${column}`)) ||
            derived.has(name) ||
            missingColumns.some((notice) => sources.some((column) => notice.startsWith(column))) ||
            notices.some((notice) => /no effects|no standard errors|no P values/.test(notice)) ||
            !mapping.columns.column.includes(name);
          expect(isExplained, `${name} of row ${row} of\n${text}\n${notices.join("\n")}`).toBe(
            true,
          );
        });
      }
      for (const value of columns.standardError)
        expect(value > 0 || Number.isNaN(value)).toBe(true);
      for (const value of columns.negLog10PValue)
        expect(value >= 0 || Number.isNaN(value)).toBe(true);
    }),
    { numRuns: 400 },
  );
  expect(tables).toBeGreaterThan(100);
});
