import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { isAnalysisError } from "../errors.ts";
import { memorySource } from "../io/byte-source.ts";
import { normalLnP } from "../stats/normal.ts";
import { readSummaryStatistics } from "./read-summary-statistics.ts";
import type { SummaryFile } from "./summary-file.ts";
import type { ReadSummaryOptions } from "./summary-options.ts";

const read = (text: string, options: ReadSummaryOptions = {}): Promise<SummaryFile> =>
  readSummaryStatistics(memorySource("results.txt", text), options);
const table = (header: string, ...rows: string[]): string => `${[header, ...rows].join("\n")}\n`;
const numbers = (file: SummaryFile, name: string): number[] =>
  Array.from(file.columns[name] as ArrayLike<number>);
const refusal = async (reading: Promise<unknown>): Promise<Error> => {
  const thrown: unknown = await reading.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof Error)) throw new Error("It was read.");
  return thrown;
};

describe("effects", () => {
  test("odds ratios with intervals become log-odds with standard errors", async () => {
    const file = await read(
      table(
        "SNP EA NEA OR OR_95L OR_95U P",
        "rs1 A G 1.2 1.1 1.309 5e-5",
        "rs2 C T 0.8 0.7 0.914 1e-3",
      ),
    );
    expect(numbers(file, "beta")).toEqual([Math.log(1.2), Math.log(0.8)]);
    expect(numbers(file, "oddsRatio")).toEqual([1.2, 0.8]);
    const width = 2 * 1.959963984540054;
    expect(file.columns.standardError[0]).toBeCloseTo(
      (Math.log(1.309) - Math.log(1.1)) / width,
      12,
    );
    expect(file.mapping.toRows()).toContainEqual({
      column: "standardError",
      fileColumn: "",
      known: "derived",
      note: "logarithms of the ends of the 95 % interval",
    });
  });

  test("intervals of another level, and of betas", async () => {
    const text = table("SNP EA NEA BETA CI_lower CI_upper P", "rs1 A G 0.5 0.3355 0.6645 1e-6");
    const file = await read(text, { confidenceLevel: 0.9 });
    expect(file.columns.standardError[0]).toBeCloseTo(0.1, 4);
    expect(String(await refusal(read(text, { confidenceLevel: 95 })))).toMatch(/probability/);
  });

  test("a standard error of the odds ratio itself is found out by the P values", async () => {
    const rows = [1.5, 0.6, 2, 1.3, 0.75].map((ratio, i) => {
      const error = 0.1;
      const p = Math.exp(normalLnP(Math.log(ratio) / error));
      return `rs${i} A G ${ratio} ${(error * ratio).toPrecision(6)} ${p.toPrecision(6)}`;
    });
    const text = table("SNP EA NEA OR SE P", ...rows);
    const file = await read(text);
    for (const error of file.columns.standardError) expect(error).toBeCloseTo(0.1, 5);
    expect(file.notices.join()).toMatch(/only as the standard error of OR itself/);
    const kept = await read(text, { standardErrorOf: "logarithm" });
    expect(kept.columns.standardError[0]).toBeCloseTo(0.15, 5);
  });

  test("a column OR with values below 0 holds log-odds, and says so", async () => {
    const rows = [-0.2, 0.1, 0.3].map((value, i) => `rs${i} A G ${value} 0.1 0.5`);
    const file = await read(table("SNP EA NEA OR SE P", ...rows));
    expect(numbers(file, "beta")).toEqual([-0.2, 0.1, 0.3]);
    expect(file.columns).not.toHaveProperty("oddsRatio");
    expect(file.notices.join()).toMatch(/OR is below 0 in 1 of 3 rows/);
  });

  test("a column BETA that is positive and around 1 holds odds ratios, unless the caller insists", async () => {
    const rows = [0.9, 0.95, 1.05, 1.1, 1.2].map((ratio, i) => {
      const p = Math.exp(normalLnP(Math.log(ratio) / 0.05));
      return `rs${i} A G ${ratio} 0.05 ${p}`;
    });
    const text = table("SNP EA NEA BETA SE P", ...rows);
    const file = await read(text);
    expect(file.columns.beta[0]).toBe(Math.log(0.9));
    expect(file.notices.join()).toMatch(/read as an odds ratio/);
    const insisted = await read(text, { columns: { beta: "BETA" } });
    expect(insisted.columns.beta[0]).toBe(0.9);
    expect(insisted.notices.join()).toMatch(/as odds ratios do/);
  });

  test("without standard errors beta and P give them", async () => {
    const p = Math.exp(normalLnP(4));
    const file = await read(table("SNP EA NEA BETA P", `rs1 A G -0.2 ${p}`, "rs2 A G 0 1"));
    expect(file.columns.standardError[0]).toBeCloseTo(0.05, 10);
    expect(file.columns.standardError[1]).toBeNaN();
    expect(file.notices.join()).toMatch(/no standard errors/);
  });

  test("z scores alone leave beta missing, until effects are asked for", async () => {
    const text = table("SNP A1 A2 FRQ Z N", "rs1 A G 0.3 5 10000");
    const file = await read(text);
    expect(file.columns.beta[0]).toBeNaN();
    expect(file.columns.negLog10PValue[0]).toBeCloseTo(-normalLnP(5) / Math.LN10, 12);
    expect(file.notices.join()).toMatch(/effectsFromZ/);
    const derived = await read(text, { effectsFromZ: true });
    const error = 1 / Math.sqrt(2 * 0.3 * 0.7 * (10000 + 25));
    expect(derived.columns.standardError[0]).toBeCloseTo(error, 15);
    expect(derived.columns.beta[0]).toBeCloseTo(5 * error, 15);
    const without = read(table("SNP A1 A2 Z", "rs1 A G 5"), { effectsFromZ: true });
    expect(String(await refusal(without))).toMatch(/effectAlleleFrequency and no n/);
  });
});

describe("P values", () => {
  test.each([
    ["P", "1.2e-400", 399.92081875395237],
    ["P", "0.05", 1.3010299956639813],
    ["MLOG10P", "1234.5", 1234.5],
    ["LOG10P", "0.3", 0.3],
  ])("%s %s", async (name, value, expected) => {
    const file = await read(table(`SNP EA NEA BETA SE ${name}`, `rs1 A G 0.1 0.1 ${value}`));
    expect(file.columns.negLog10PValue[0]).toBeCloseTo(expected, 10);
  });

  test("a P printed as 0 is derived from the effect", async () => {
    const file = await read(
      table("SNP EA NEA BETA SE P", "rs1 A G 4 0.1 0", "rs2 A G 0.1 0.1 0.3"),
    );
    expect(file.columns.negLog10PValue[0]).toBeCloseTo(-normalLnP(40) / Math.LN10, 9);
    expect(file.notices.join()).toMatch(/printed as 0 in 1 row:/);
  });

  test("log10 of P without its minus is turned", async () => {
    const file = await read(
      table("SNP EA NEA BETA SE log10_p", "rs1 A G 0.5 0.1 -6.2", "rs2 A G 0 0.1 0"),
    );
    expect(numbers(file, "negLog10PValue")).toEqual([6.2, 0]);
    expect(file.mapping.toRows().find(({ column }) => column === "negLog10PValue")?.known).toBe(
      "values",
    );
  });
});

describe("alleles and places", () => {
  test("capitals, digits, the other of REF and ALT, and the minus strand", async () => {
    const lower = await read(table("SNP EA NEA BETA SE", "rs1 a gT 1 1"));
    expect(lower.row(0)).toMatchObject({ effectAllele: "A", otherAllele: "GT" });
    const digits = await read(table("SNP EA NEA BETA SE", "rs1 1 3 1 1", "rs2 2 4 1 1"));
    expect(digits.columns.effectAllele).toEqual(["A", "C"]);
    expect(digits.issues.rowCount).toBe(0);
    const plink = await read(
      table(
        "#CHROM POS ID REF ALT A1 OBS_CT BETA SE P",
        "1 5 rs1 A G A 9 1 1 0.3",
        "1 6 rs2 A G G 9 1 1 0.3",
      ),
    );
    expect(plink.columns.otherAllele).toEqual(["G", "A"]);
    expect(plink.columns.refAllele).toEqual(["EA", "OA"]);
    const strands = await read(
      table("SNP STRAND EA NEA BETA SE", "rs1 - A GC 1 1", "rs2 + A G 1 1"),
    );
    expect(strands.columns.effectAllele).toEqual(["T", "A"]);
    expect(strands.columns.otherAllele).toEqual(["GC", "G"]);
  });

  test("names that are places and alleles give both", async () => {
    const file = await read(
      table(
        "MarkerName Effect StdErr P-value",
        "7:44383092_A_G 0.1 0.02 1e-6",
        "chr2:169265355:c:t 0.1 0.02 1e-6",
      ),
    );
    expect(numbers(file, "chromosome")).toEqual([7, 2]);
    expect(numbers(file, "basePairLocation")).toEqual([44383092, 169265355]);
    expect(file.columns.effectAllele).toEqual(["G", "T"]);
    expect(file.notices.join()).toMatch(/assumed to be for the last allele/);
  });

  test("the Neale lab's effect is for the last allele of the name, whichever is rarer", async () => {
    const file = await read(
      table(
        "variant minor_allele minor_AF n_complete_samples beta se tstat pval",
        "1:15791:C:T C 0.2 361194 0.5 0.1 5 5.7e-7",
        "1:15792:G:A A 0.2 361194 0.5 0.1 5 5.7e-7",
      ),
    );
    expect(file.columns.effectAllele).toEqual(["T", "A"]);
    expect(numbers(file, "minorAlleleFrequency")).toEqual([0.2, 0.2]);
    expect(file.columns).not.toHaveProperty("effectAlleleFrequency");
  });

  test("a file without rows is a table without rows", async () => {
    const file = await read("SNP EA NEA BETA SE P\n");
    expect(file.rowCount).toBe(0);
    expect(file.notices.join()).toMatch(/no rows/);
  });

  test("the effect allele that the caller names turns the other's frequency", async () => {
    const file = await read(table("SNP A1 A2 A1_FREQ BETA SE", "rs1 A G 0.2 1 1"), {
      columns: { effectAllele: "A2" },
    });
    expect(file.row(0)).toMatchObject({
      effectAllele: "G",
      otherAllele: "A",
      effectAlleleFrequency: 0.8,
    });
    expect(file.notices.join()).toMatch(/frequency of the other allele/);
  });

  test("positions with separators and exponents, chromosomes in their many spellings", async () => {
    const file = await read(
      [
        "CHR\tBP\tEA\tNEA\tBETA\tSE",
        "chr1\t1,234,567\tA\tG\t1\t1",
        "X\t1.5e6\tA\tG\t1\t1",
        "1.0\t7.0\tA\tG\t1\t1\n",
      ].join("\n"),
    );
    expect(numbers(file, "chromosome")).toEqual([1, 23, 1]);
    expect(numbers(file, "basePairLocation")).toEqual([1234567, 1500000, 7]);
    expect(file.columns.variantId[0]).toBe("1_1234567_G_A");
  });
});

describe("odd rows", () => {
  const header = "SNP CHR BP EA NEA EAF BETA SE P N";
  const good = "rs1 1 100 A G 0.2 0.1 0.05 0.0455 1000";
  test.each([
    ["rs2 99 100 A G 0.2 0.1 0.05 0.0455 1000", "impossible", "chromosome", "99"],
    ["rs2 1 -5 A G 0.2 0.1 0.05 0.0455 1000", "impossible", "basePairLocation", "-5"],
    ["rs2 1 101 A <DEL> 0.2 0.1 0.05 0.0455 1000", "impossible", "otherAllele", "<DEL>"],
    ["rs2 1 101 A A 0.2 0.1 0.05 0.0455 1000", "impossible", "otherAllele", "A"],
    ["rs2 1 101 A G 1.2 0.1 0.05 0.0455 1000", "impossible", "effectAlleleFrequency", "1.2"],
    ["rs2 1 101 A G 0.2 x 0.05 0.0455 1000", "impossible", "beta", "x"],
    ["rs2 1 101 A G 0.2 0.1 0 0.0455 1000", "impossible", "standardError", "0"],
    ["rs2 1 101 A G 0.2 0.1 -0.05 0.0455 1000", "impossible", "standardError", "-0.05"],
    ["rs2 1 101 A G 0.2 0.1 0.05 1.5 1000", "impossible", "pValue", "1.5"],
    ["rs2 1 101 A G 0.2 0.1 0.05 0.0455 -3", "impossible", "n", "-3"],
    ["rs2 1 101 A G 0.2 0.1 0.05 1e-40 1000", "inconsistent", "negLog10PValue", "40"],
    ["rs2 1 101 A G NA 0.1 0.05 0.0455 1000", "missing", "effectAlleleFrequency", ""],
    ["rs1 1 100 G A 0.8 -0.1 0.05 0.0455 1000", "duplicated", "variantId", "rs1"],
  ])("%s: %s %s", async (row, problem, column, value) => {
    const text = table(header, good, row, "rs3 1 103 C T 0.2 0.1 0.05 0.0455 1000");
    const file = await read(text);
    expect(file.rowCount).toBe(3);
    expect(file.issues.toRows()).toMatchObject([{ row: 1, line: 3, problem, column, value }]);
    expect(file.notices.length).toBeGreaterThan(0);
    const dropped = await read(text, {
      drop: ["missing", "impossible", "inconsistent", "duplicated"],
    });
    expect(dropped.columns.variantId).toEqual(["rs1", "rs3"]);
    expect(dropped.issues.columns.row[0]).toBe(-1);
    const steps = dropped.attrition.toRows().filter(({ removed }) => removed > 0);
    expect(steps).toMatchObject([{ step: problem, removed: 1 }]);
  });

  test("effect, error and P of different units are one notice and not an issue a row", async () => {
    const rows = Array.from({ length: 20 }, (_, i) => {
      const p = Math.exp(normalLnP(2 + i / 10));
      return `rs${i} 1 ${i + 1} A G 0.2 ${(2 + i / 10) * 0.01} 0.0001 ${p} 1000`;
    });
    const file = await read(table(header, ...rows));
    expect(file.issues.rowCount).toBe(0);
    expect(file.notices.join()).toMatch(/beta \/ standardError is 100 times the z score/);
  });

  test("a build that positions contradict is told", async () => {
    const row = "rs7903146 10 114758349 T C 0.3 0.3 0.05 2e-9 1000";
    const told = await read(table(header, row));
    expect(told.provenance.build).toBe("GRCh37");
    const declared = await read(table(header, row), { build: "GRCh38" });
    expect(declared.provenance.build).toBe("GRCh38");
    expect(declared.notices.join()).toMatch(/positions tell GRCh37: position of rs7903146/);
  });
});

describe("what the caller says", () => {
  test("columns under names that nobody knows", async () => {
    const text = table("snip wirkung fehler allel1 allel2", "rs1 0.1 0.02 A G");
    const error = await refusal(read(text));
    expect(isAnalysisError(error, "unknown-columns")).toBe(true);
    expect(error.message).toMatch(/no column that is known as variantId/);
    expect(error.message).toMatch(/Not recognised: snip, wirkung, fehler, allel1, allel2/);
    expect(error.message).toContain('columns: { variantId: "snip" }');
    const columns = {
      variantId: "snip",
      beta: "wirkung",
      standardError: "fehler",
      effectAllele: "allel1",
      otherAllele: "allel2",
    };
    const file = await read(text, { columns });
    expect(file.row(0)).toMatchObject({ variantId: "rs1", beta: 0.1, otherAllele: "G" });
    expect(file.mapping.columns.known.slice(0, 5)).toEqual(Array(5).fill("option"));
  });

  test.each([
    [{ columns: { effectAllele: "A9" } }, /no column "A9".*SNP, EA/],
    [{ columns: { effect: "EA" } as never }, /no column effect in association results/],
    [{ trait: "BMI" }, /no column of traits/],
  ])("%o is refused", async (options, message) => {
    const text = table("SNP EA NEA BETA SE", "rs1 A G 1 1");
    expect((await refusal(read(text, options))).message).toMatch(message);
  });

  test("a column without one number is taken for something that it is not", async () => {
    const error = await refusal(
      read(table("SNP EA NEA BETA SE", "rs1 A G up 1", "rs2 A G down 1")),
    );
    expect(error.message).toMatch(/BETA of results\.txt holds no numbers/);
  });

  test("one trait of several, further columns, quotes and semicolons", async () => {
    const text = table(
      '"SNP";"EA";"NEA";"BETA";"SE";"Phenotype";"note"',
      '"rs1";"A";"G";0.1;0.2;"LDL";"x"',
      '"rs1";"A";"G";0.3;0.2;"HDL";"y"',
    );
    const both = await read(text);
    expect(both.notices.join()).toMatch(/2 traits \(LDL, HDL\)/);
    expect(both.issues.rowCount).toBe(0);
    const one = await read(text, { trait: "HDL", keep: ["note"] });
    expect(one.row(0)).toMatchObject({ beta: 0.3, note: "y", trait: "HDL" });
    expect(one.attrition.columns.removed[1]).toBe(1);
  });

  test("another delimiter than the header's", async () => {
    const text = table("SNP\tEA NEA BETA SE", "rs1 A G 0.1 0.2");
    expect((await read(text, { delimiter: "blanks" })).columns.beta[0]).toBe(0.1);
  });
});

describe("GWAS-VCF", () => {
  const vcf = (...rows: string[]): string =>
    table(
      '##fileformat=VCFv4.2\n##FORMAT=<ID=ES,Number=A,Type=Float,Description="">\n##FORMAT=<ID=SE,Number=A,Type=Float,Description="">\n##FORMAT=<ID=LP,Number=A,Type=Float,Description="">\n##FORMAT=<ID=AF,Number=A,Type=Float,Description="">\n##FORMAT=<ID=NC,Number=A,Type=Float,Description="">\n##contig=<ID=1,length=249250621>\n##SAMPLE=<ID=chd,TotalCases=60801,TotalControls=123504,StudyType=CaseControl>\n#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tbmi\tchd',
      ...rows,
    );
  const rows = vcf(
    "1\t10\trs1\tG\tC\t.\tPASS\t.\tES:SE:LP:AF\t0.1:0.02:6.2:0.3\t0.5:0.1:420.5:.",
    "1\t20\trs2\tG\tC,T\t.\tPASS\t.\tLP:ES:SE\t1,2:0.1,0.2:0.1,0.1\t3,4:-0.3,-0.4:0.1,0.1",
  );

  test("one of several traits, alternate alleles split, build and counts from the header", async () => {
    for (const content of [rows, gzipSync(rows)]) {
      const file = await readSummaryStatistics(memorySource("x.vcf.gz", content), { trait: "chd" });
      expect(file.columns.effectAllele).toEqual(["C", "C", "T"]);
      expect(numbers(file, "beta")).toEqual([0.5, -0.3, -0.4]);
      expect(numbers(file, "negLog10PValue")).toEqual([420.5, 3, 4]);
      expect(file.columns.refAllele).toEqual(["OA", "OA", "OA"]);
      expect(file.columns).not.toHaveProperty("nCases");
      expect(file.provenance).toMatchObject({
        format: "GWAS-VCF",
        trait: "chd",
        build: "GRCh37",
        cases: 60801,
        controls: 123504,
      });
      expect(file.notices.join()).toMatch(/1 lines with several alternate alleles/);
    }
  });

  test("several traits without a choice are listed", async () => {
    expect((await refusal(read(rows))).message).toMatch(/holds 2 traits.*bmi, chd.*trait: "bmi"/);
  });

  test("a cut line is told by its number", async () => {
    const error = await refusal(read(vcf("1\t10\trs1\tG\tC\t.\tPASS"), { trait: "chd" }));
    expect(error.message).toMatch(/Line 10 of results\.txt has 7 fields, and needs 11/);
  });
});

test("a notebook shows what the columns were taken for and what is odd", async () => {
  const file = await read(table("SNP A1 A2 BETA SE <x>", "rs1 A G 0.1 -1 y"));
  const shown = (file as unknown as Record<symbol, () => Record<string, string>>)[
    Symbol.for("Jupyter.display")
  ].call(file);
  expect(shown["text/plain"]).toMatch(/columns: variantId ← SNP, effectAllele ← A1/);
  expect(shown["text/plain"]).toMatch(/standardError \(such as -1\) is impossible/);
  expect(shown["text/html"]).toContain("<td>&lt;x&gt;</td><td>not read</td>");
});
