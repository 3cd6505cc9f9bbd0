import { describe, expect, test } from "vitest";
import { isGwasVcf } from "./summary-formats.ts";
import { isSummaryHeader, mapHeader, resemblesSummaryHeader } from "./summary-mapping.ts";

const columnsOf = (header: string, options = {}): Record<string, string> =>
  Object.fromEntries(
    [...mapHeader(header.split(" "), options).roles].map(([role, { name }]) => [role, name]),
  );

describe("programs, and the allele that their effect is for", () => {
  test.each([
    [
      "REGENIE association",
      "CHROM GENPOS ID ALLELE0 ALLELE1 A1FREQ INFO N TEST BETA SE CHISQ LOG10P EXTRA",
      "ALLELE1",
      "ALLELE0",
    ],
    [
      "METAL meta-analysis",
      "MarkerName Allele1 Allele2 Freq1 FreqSE Effect StdErr P-value Direction",
      "Allele1",
      "Allele2",
    ],
    [
      "SAIGE association",
      "CHR POS MarkerID Allele1 Allele2 AC_Allele2 AF_Allele2 MissingRate BETA SE Tstat var p.value N_case N_ctrl",
      "Allele2",
      "Allele1",
    ],
    [
      "BOLT-LMM association",
      "SNP CHR BP GENPOS ALLELE1 ALLELE0 A1FREQ INFO CHISQ_LINREG P_LINREG BETA SE P_BOLT_LMM_INF P_BOLT_LMM",
      "ALLELE1",
      "ALLELE0",
    ],
    [
      "GEMMA association",
      "chr rs ps n_miss allele1 allele0 af beta se logl_H1 l_remle p_wald",
      "allele1",
      "allele0",
    ],
    ["fastGWA association", "CHR SNP POS A1 A2 N AF1 BETA SE P", "A1", "A2"],
    ["GCTA association", "Chr SNP bp A1 A2 Freq b se p", "A1", "A2"],
    ["PLINK 1 association", "CHR SNP BP A1 F_A F_U A2 CHISQ P OR", "A1", "A2"],
    ["PLINK 1 association", "CHR SNP BP A1 TEST NMISS OR SE L95 U95 STAT P", "A1", undefined],
    [
      "PLINK 2 association",
      "#CHROM POS ID REF ALT A1 OMITTED A1_FREQ TEST OBS_CT BETA SE T_STAT P ERRCODE",
      "A1",
      "OMITTED",
    ],
    ["LDSC summary statistics", "SNP A1 A2 Z N", "A1", "A2"],
  ] as const)("%s: %s", (name, header, effect, other) => {
    const { format, missing } = mapHeader(header.split(" "));
    expect(format?.name).toBe(name);
    expect(missing).toEqual([]);
    expect(columnsOf(header).effectAllele).toBe(effect);
    expect(columnsOf(header).otherAllele).toBe(other);
  });
});

test("FinnGen's alt, the Neale lab's last allele of the name, the frequency among a consortium's controls", () => {
  const finngen = columnsOf(
    "#chrom pos ref alt rsids nearest_genes pval mlogp beta sebeta af_alt af_alt_cases af_alt_controls",
  );
  expect(finngen).toMatchObject({
    effectAllele: "alt",
    otherAllele: "ref",
    effectAlleleFrequency: "af_alt",
  });
  const neale = mapHeader(
    "variant minor_allele minor_AF low_confidence_variant n_complete_samples AC ytx beta se tstat pval".split(
      " ",
    ),
  );
  expect(neale.missing).toEqual([]);
  expect(neale.roles.has("effectAllele")).toBe(false);
  const daner = mapHeader("CHR SNP BP A1 A2 FRQ_A_1234 FRQ_U_5468 INFO OR SE P ngt".split(" "));
  expect(daner.roles.get("effectAlleleFrequency")?.note).toMatch(/among controls/);
});

test("BOLT's GENPOS is in centimorgans and no position; its best P is taken", () => {
  const columns = columnsOf(
    "SNP CHR BP GENPOS ALLELE1 ALLELE0 A1FREQ BETA SE P_LINREG P_BOLT_LMM_INF P_BOLT_LMM",
  );
  expect(columns).toMatchObject({ basePairLocation: "BP", pValue: "P_BOLT_LMM" });
});

test.each([
  [
    "rsid,effect,SE,a1,a2,a1_freq,p-value,Units,Gene,n",
    {
      rsid: "rsid",
      beta: "effect",
      effectAlleleFrequency: "a1_freq",
      pValue: "p-value",
      unit: "Units",
    },
  ],
  [
    "SNP,Chr,Pos,EA,NEA,OR,OR_95L,OR_95U,Pval,EAF,Neff",
    { oddsRatio: "OR", ciLower: "OR_95L", ciUpper: "OR_95U", n: "Neff" },
  ],
  [
    "MarkerName,Allele1,Allele2,logOR,StdErrLogOR,MLOG10P,N_cases,N_controls",
    { beta: "logOR", standardError: "StdErrLogOR", negLog10PValue: "MLOG10P", nCases: "N_cases" },
  ],
  [
    "SNP,effect_allele.exposure,other_allele.exposure,beta.exposure,se.exposure,pval.exposure,samplesize.exposure,exposure",
    {
      effectAllele: "effect_allele.exposure",
      beta: "beta.exposure",
      n: "samplesize.exposure",
      trait: "exposure",
    },
  ],
] as const)("headers of no known program: %s", (header, expected) => {
  const names = header.split(",");
  expect(isSummaryHeader(names)).toBe(true);
  expect(columnsOf(names.join(" "))).toMatchObject(expected);
});

test("what a header does not say is an assumption that the mapping notes", () => {
  const { roles } = mapHeader("SNP A1 A2 Freq BETA SE P".split(" "));
  expect(roles.get("effectAllele")?.note).toMatch(/assumed/);
  expect(roles.get("effectAlleleFrequency")?.note).toMatch(/assumed/);
  expect(mapHeader("SNP EA NEA EAF BETA SE P".split(" ")).roles.get("effectAllele")?.note).toBe("");
});

test("ALT is taken for the effect allele where no column says more", () => {
  const { roles } = mapHeader("ID CHR POS REF ALT BETA SE P".split(" "));
  expect(roles.get("effectAllele")).toMatchObject({
    name: "ALT",
    note: expect.stringMatching(/assumed/) as string,
  });
});

test("the caller's word goes before format and names; the other allele and the frequency follow it", () => {
  const { roles } = mapHeader("SNP A1 A2 A1_FREQ BETA SE P".split(" "), {
    columns: { effectAllele: "A2" },
  });
  expect(roles.get("effectAllele")).toMatchObject({ name: "A2", known: "option" });
  expect(roles.get("otherAllele")?.name).toBe("A1");
  expect(roles.get("effectAlleleFrequency")?.isOfOtherAllele).toBe(true);
  expect(
    columnsOf("SNP EA NEA EAF BETA SE P", { columns: { effectAlleleFrequency: null } }),
  ).not.toHaveProperty("effectAlleleFrequency");
});

test("of two studies in one header the suffix chooses", () => {
  const header =
    "SNP effect_allele.exposure beta.exposure se.exposure effect_allele.outcome beta.outcome se.outcome exposure outcome";
  expect(columnsOf(header)).not.toHaveProperty("beta");
  expect(columnsOf(header, { suffix: ".outcome" })).toMatchObject({
    effectAllele: "effect_allele.outcome",
    beta: "beta.outcome",
    trait: "outcome",
  });
  expect(resemblesSummaryHeader(header.split(" "))).toBe(true);
});

test.each([
  "FID IID height beta",
  "SNP b se p",
  "gene logFC P.Value adj.P.Val",
  "CHR START END name",
  "IID PC1 PC2 PC3 PC4",
  "chromosome position REF ALT",
  "name date n mean",
])("no association results: %s", (header) => {
  expect(isSummaryHeader(header.split(" "))).toBe(false);
});

test("a VCF of effect sizes is told from one of genotypes", () => {
  const head = (...keys: string[]): string[] => keys.map((key) => `##FORMAT=<ID=${key},Number=A>`);
  expect(isGwasVcf(head("ES", "SE", "LP"))).toBe(true);
  expect(isGwasVcf(head("GT", "DS"))).toBe(false);
});
