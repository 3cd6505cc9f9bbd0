import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { release, threads, useThreads } from "../compute/engine/pool.ts";
import { isAnalysisError } from "../errors.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";
import { simulate } from "../genotypes/simulate.ts";
import { writePlink1 } from "../genotypes/write-plink1.ts";
import type { SampleTable } from "../io/sample-table.ts";
import { genotypes as openGenotypes } from "../open.ts";
import { write } from "../sumstats/write.ts";
import { linear } from "./linear.ts";

const workers = threads();
const folder = mkdtempSync(join(tmpdir(), "genobook-report-"));
let cohort: Genotypes;
let people: SampleTable;
const COVARIATES = ["age", "sex"];

beforeAll(async () => {
  const { genotypes, phenotypes } = await simulate({ seed: 5, samples: 801, variants: 4000 });
  cohort = genotypes;
  const height = phenotypes.columns["height"] as Float64Array;
  const gaps = height.map((value, i) => (i % 13 === 0 ? NaN : -value));
  people = { ...phenotypes, columns: { ...phenotypes.columns, gaps } };
});
afterAll(async () => {
  await release();
  useThreads(workers);
  rmSync(folder, { recursive: true });
});

describe("out", () => {
  test("writes what data.write writes of the table, for any number of workers", async () => {
    const options = {
      genotypes: cohort,
      phenotypes: people,
      trait: "height",
      covariates: COVARIATES,
    };
    const expected = join(folder, "table.tsv");
    const result = await linear(options);
    await write(result, expected, { format: "plink2", genotypes: cohort });
    for (const count of [1, 2, 5]) {
      useThreads(count);
      const path = join(folder, `scan-${count}.tsv`);
      const report = await linear({ ...options, out: { path } });
      expect(readFileSync(path, "utf8")).toBe(readFileSync(expected, "utf8"));
      const { columns } = report;
      const best = result.sortBy("negLog10PValue", "descending").row(0);
      expect(columns.leadVariantId).toEqual([best.variantId]);
      expect(columns.negLog10PValue[0]).toBeCloseTo(best.negLog10PValue, 10);
      expect(columns.lambdaGC[0]).toBeCloseTo(result.lambdaGC, 3);
      const tested = result.columns.errorCode.filter((code) => code === ".").length;
      expect(columns.testedCount[0]).toBe(tested);
    }
  });

  test("writes a file for each of many traits", async () => {
    useThreads(2);
    const shared = { genotypes: cohort, phenotypes: people, covariates: COVARIATES };
    const path = join(folder, "many", "{trait}.glm.linear");
    await linear({ ...shared, traits: ["gaps", "height"], out: { path } });
    expect(readdirSync(join(folder, "many")).sort()).toEqual([
      "gaps.glm.linear",
      "height.glm.linear",
    ]);
    const alone = join(folder, "gaps.tsv");
    await linear({ ...shared, trait: "gaps", out: { path: alone } });
    const together = readFileSync(join(folder, "many", "gaps.glm.linear"), "utf8").split("\n");
    const rows = readFileSync(alone, "utf8").split("\n");
    // Sums of other columns run beside those of this trait: the same numbers to all printed digits but at ties.
    const different = rows.filter((row, i) => row !== together[i]).length;
    expect(different).toBeLessThanOrEqual(2);
    expect(together.length).toBe(rows.length);
  });

  test("leaves nothing behind when the scan is cancelled or the genotypes end early", async () => {
    useThreads(2);
    const path = join(folder, "partial", "scan.tsv");
    const controller = new AbortController();
    const options = { genotypes: cohort, phenotypes: people, trait: "height", out: { path } };
    const cancelled: unknown = await linear({
      ...options,
      signal: controller.signal,
      onProgress: ({ title }) => {
        if (title.startsWith("linear")) controller.abort();
      },
    }).catch((error: unknown) => error);
    expect(isAnalysisError(cancelled, "cancelled")).toBe(true);
    await writePlink1(cohort, join(folder, "cut"));
    const genotypes = await openGenotypes(join(folder, "cut.bed"));
    truncateSync(join(folder, "cut.bed"), 50_000);
    const cut: unknown = await linear({ ...options, genotypes }).catch((error: unknown) => error);
    expect(isAnalysisError(cut, "truncated-file")).toBe(true);
    expect(readdirSync(join(folder, "partial"))).toEqual([]);
  });

  test("is refused where one file would have to hold several traits, or cannot be made", async () => {
    const tagOf = (path: string, traits: string[]): Promise<string> =>
      linear({ genotypes: cohort, phenotypes: people, traits, out: { path } }).then(
        () => "none",
        (error: unknown) => (isAnalysisError(error) ? error.tag : "untyped"),
      );
    expect(await tagOf(join(folder, "one.tsv"), ["gaps", "height"])).toBe("invalid-argument");
    expect(await tagOf(join(folder, "x.tsv"), ["height", "height"])).toBe("invalid-argument");
    expect(await tagOf(join(folder, "x.tsv"), [])).toBe("invalid-argument");
    expect(await tagOf(join(folder, "scan-1.tsv", "x.tsv"), ["height"])).toBe("format");
  });
});
