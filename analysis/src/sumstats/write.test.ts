import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { memorySource } from "../io/byte-source.ts";
import { Table } from "../table.ts";
import { formatPlinkNumber, formatPlinkPValue } from "./format-plink-number.ts";
import { negLog10OfText } from "./p-value.ts";
import { readSummaryStatistics } from "./read-summary-statistics.ts";
import { write } from "./write.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "genobook-write-"));
});
afterEach(() => rm(folder, { recursive: true }));

const result = () =>
  new Table(
    {
      variantId: ["rs1", "chr2:200:C:T", "rs3", "rs4", "rs5"],
      chromosome: Uint8Array.of(1, 2, 23, 0, 22),
      basePairLocation: Int32Array.of(100, 200, 300, 400, 500),
      effectAllele: ["A", "T", "G", "A", "<DEL>"],
      otherAllele: ["G", "C", "T", "C", "A"],
      beta: Float64Array.of(0.1234567891, -2e-5, NaN, 1, 1),
      standardError: Float64Array.of(0.01, 1, NaN, 1, 1),
      effectAlleleFrequency: Float64Array.of(0.25, 0.5, 0, 0.1, 0.1),
      statistic: Float64Array.of(12.34567891, -0.00002, NaN, 1, 1),
      negLog10PValue: Float64Array.of(399.92, 0.5, NaN, 0.5, 0.5),
      n: Int32Array.of(1000, 999, 0, 998, 998),
      errorCode: [".", ".", "CONST_OMITTED_ALLELE", ".", "."],
    },
    { trait: "height", covariates: ["age"], n: 1000 },
  );

test("GWAS-SSF: the standard's order, #NA, log P where P is too small, and an account of rows left out", async () => {
  const path = join(folder, "out.tsv");
  const summary = await write(result(), path, { format: "gwas-ssf", build: "GRCh38" });
  const text = await readFile(path, "utf8");
  expect(text).toBe(
    "chromosome\tbase_pair_location\teffect_allele\tother_allele\tbeta\tstandard_error\teffect_allele_frequency\tneg_log_10_p_value\tvariant_id\trsid\tn\n" +
      "1\t100\tA\tG\t0.1234567891\t0.01\t0.25\t399.92\t#NA\trs1\t1000\n" +
      "2\t200\tT\tC\t-0.00002\t1\t0.5\t0.5\t2_200_C_T\t#NA\t999\n",
  );
  expect(summary.rows).toBe(2);
  expect([...summary.attrition.columns.removed]).toEqual([0, 1, 0, 1, 1]);
  const yaml = await readFile(`${path}-meta.yaml`, "utf8");
  expect(yaml).toContain("genome_assembly: GRCh38\n");
  expect(yaml).toContain("trait_description:\n  - height\n");
  expect(yaml).toContain("sample_size: 1000\n");
  expect(yaml).toContain(`data_file_md5sum: "${createHash("md5").update(text).digest("hex")}"\n`);
  expect(await readdir(folder)).toEqual(["out.tsv", "out.tsv-meta.yaml"]);
});

test("odds ratios and their intervals stay on one scale through a file", async () => {
  const text =
    "chromosome\tbase_pair_location\teffect_allele\tother_allele\todds_ratio\tstandard_error\teffect_allele_frequency\tp_value\tci_upper\tci_lower\n" +
    "1\t100\tA\tG\t1.2\t0.05\t0.25\t0.000266\t1.3235\t1.088\n";
  const read = await readSummaryStatistics(memorySource("or.tsv", text));
  expect(read.columns.beta[0]).toBe(Math.log(1.2));
  const path = join(folder, "or.tsv");
  await write(read, path, { format: "gwas-ssf", build: "GRCh38" });
  const again = await readSummaryStatistics(memorySource(path, await readFile(path)));
  expect(again.issues.rowCount).toBe(0);
  expect(again.row(0)).toMatchObject({ oddsRatio: 1.2, ciLower: 1.088, ciUpper: 1.3235 });
});

test("GWAS-SSF without a build is refused, and leaves no file", async () => {
  await expect(write(result(), join(folder, "out.tsv"), { format: "gwas-ssf" })).rejects.toThrow(
    /Pass build: "GRCh37" or build: "GRCh38"/,
  );
  expect(await readdir(folder)).toEqual([]);
});

test("PLINK 2 rows: columns of --glm, NA with a code, P values that no number holds", async () => {
  const path = join(folder, "out.glm.linear.gz");
  await write(result(), path, { format: "plink2" });
  const lines = gunzipSync(await readFile(path))
    .toString()
    .split("\n");
  expect(lines.slice(0, 4)).toEqual([
    "#CHROM\tPOS\tID\tREF\tALT\tA1\tTEST\tOBS_CT\tBETA\tSE\tT_STAT\tP\tERRCODE",
    "1\t100\trs1\tG\tA\tA\tADD\t1000\t0.123457\t0.01\t12.3457\t1.20226e-400\t.",
    "2\t200\tchr2:200:C:T\tC\tT\tT\tADD\t999\t-2e-05\t1\t-2e-05\t0.316228\t.",
    "X\t300\trs3\tT\tG\tG\tADD\t0\tNA\tNA\tNA\tNA\tCONST_OMITTED_ALLELE",
  ]);
});

test("a write that fails leaves the older file and nothing else", async () => {
  const path = join(folder, "out.tsv");
  await writeFile(path, "older");
  const abort = new AbortController();
  abort.abort();
  await expect(write(result(), path, { signal: abort.signal })).rejects.toThrow(/Cancelled/);
  await expect(
    write(result(), path, {
      onProgress: () => {
        throw new Error("disk full");
      },
    }),
  ).rejects.toThrow("disk full");
  expect(await readFile(path, "utf8")).toBe("older");
  expect(await readdir(folder)).toEqual(["out.tsv"]);
});

test("GWAS-SSF and PLINK 2 files read back as they were written", async () => {
  const row = fc.record({
    chromosome: fc.integer({ min: 1, max: 25 }),
    position: fc.integer({ min: 1, max: 248_000_000 }),
    alleles: fc.constantFrom(["A", "G"], ["T", "CA"], ["GGT", "G"]),
    beta: fc.double({ min: -10, max: 10, noNaN: true }),
    error: fc.double({ min: 1e-6, max: 10, noNaN: true }),
    frequency: fc.double({ min: 0, max: 1, noNaN: true }),
    log: fc.double({ min: 0, max: 5000, noNaN: true }),
    n: fc.integer({ min: 1, max: 1_000_000 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 20 }), async (rows) => {
      const table = new Table({
        variantId: rows.map((_, i) => `rs${i + 1}`),
        chromosome: Uint8Array.from(rows, (r) => r.chromosome),
        basePairLocation: Int32Array.from(rows, (r) => r.position),
        effectAllele: rows.map((r) => r.alleles[0]),
        otherAllele: rows.map((r) => r.alleles[1]),
        beta: Float64Array.from(rows, (r) => r.beta),
        standardError: Float64Array.from(rows, (r) => r.error),
        effectAlleleFrequency: Float64Array.from(rows, (r) => r.frequency),
        statistic: Float64Array.from(rows, (r) => r.beta / r.error),
        negLog10PValue: Float64Array.from(rows, (r) => r.log),
        n: Float64Array.from(rows, (r) => r.n),
      });
      for (const format of ["gwas-ssf", "plink2"] as const) {
        const path = join(folder, `round.${format}.gz`);
        await write(table, path, { format, build: "GRCh37" });
        const read = await readSummaryStatistics(memorySource(path, await readFile(path)));
        const exact = [
          "chromosome",
          "basePairLocation",
          "effectAllele",
          "otherAllele",
          "n",
        ] as const;
        for (const name of exact) {
          expect(Array.from(read.columns[name] as ArrayLike<unknown>), name).toEqual(
            Array.from(table.columns[name] as ArrayLike<unknown>),
          );
        }
        const [digits, column] = [format === "plink2" ? 5e-6 : 1e-12, read.columns.beta];
        column.forEach((beta, i) => {
          const expected = rows[i].beta;
          expect(Math.abs(beta - expected)).toBeLessThanOrEqual(Math.abs(expected) * digits);
        });
        read.columns.negLog10PValue.forEach((log, i) => {
          expect(Math.abs(log - rows[i].log)).toBeLessThan(3e-6);
        });
      }
    }),
    { numRuns: 40 },
  );
});

test("ties print as PLINK's: to the even digit", () => {
  const ties = [45 / 128, 0.3515635, 0.1234565, 0.1234575, -45 / 128, 999999.5, 0.5];
  expect(ties.map((value) => formatPlinkNumber(value))).toEqual([
    "0.351562",
    "0.351564",
    "0.123456",
    "0.123458",
    "-0.351562",
    "1e+06",
    "0.5",
  ]);
  expect([0.11125, 0.11135, 99995].map((value) => formatPlinkNumber(value, 4))).toEqual([
    "0.1112",
    "0.1114",
    "1e+05",
  ]);
});

test("P values become −log10 without passing through a number that underflows", () => {
  expect(negLog10OfText("6.7e-536")).toBeCloseTo(535.173925, 6);
  expect(negLog10OfText("1e-5")).toBe(5);
  expect(negLog10OfText("1")).toBe(0);
  expect(negLog10OfText("0")).toBe(Infinity);
  for (const text of ["NA", "", "-1", "2", "1e", "x"]) expect(negLog10OfText(text)).toBeNaN();
});

test("numbers print as C's %.6g does", () => {
  const printed = [0, 1, -1, 0.1, 123456, 1234567, 999999.5, 0.0001, 0.00009999999, 1.5e-7, 1e22];
  expect(printed.map((value) => formatPlinkNumber(value))).toEqual([
    "0",
    "1",
    "-1",
    "0.1",
    "123456",
    "1.23457e+06",
    "1e+06",
    "0.0001",
    "0.0001",
    "1.5e-07",
    "1e+22",
  ]);
  expect([NaN, Infinity, -Infinity].map((value) => formatPlinkNumber(value))).toEqual([
    "NA",
    "inf",
    "-inf",
  ]);
  expect(formatPlinkPValue(307.9999999999)).toBe("1e-308");
  expect(formatPlinkPValue(1234.5)).toBe("3.16228e-1235");
});

const DATA = fileURLToPath(new URL("../../../../shared/data/", import.meta.url));

describe.skipIf(!existsSync(DATA))("PLINK 2's own files (needs ../shared/data)", () => {
  test.each([
    "geno-1000g-eur-bolt/ref/linear.PHENO.glm.linear.gz",
    "geno-regenie-example/ref/linear.Y1.glm.linear",
    "geno-regenie-example/ref/logistic.Y1.glm.logistic",
  ])("%s: read and written again, byte for byte", async (name) => {
    const bytes = await readFile(DATA + name);
    const read = await readSummaryStatistics(memorySource(name, bytes));
    const path = join(folder, "again");
    await write(read, path, { format: "plink2" });
    const original = (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString().split("\n");
    const again = (await readFile(path, "utf8")).split("\n");
    expect(again).toHaveLength(original.length);
    const different = again.filter((line, i) => line !== original[i]);
    expect(different).toEqual([]);
  });

  test("the standard's own example", async () => {
    const name = `${DATA}sumstats-gwas-ssf/0000123.tsv`;
    const read = await readSummaryStatistics(memorySource(name, await readFile(name)));
    expect(read.rowCount).toBe(5);
    expect(read.columns.otherAllele).toEqual(["G", "C", "TG", "T", "C"]);
    expect(read.columns.rsid).toEqual([
      "",
      "rs74143855",
      "rs142640435",
      "rs774624811",
      "rs5949233",
    ]);
    expect(read.columns.negLog10PValue[3]).toBeCloseTo(75.244125, 6);
  });
});
