import type { SummaryRole } from "./summary-roles.ts";

/** Names of a program's columns; of several for one role the first that a file has is taken. */
type Roles = Readonly<Partial<Record<SummaryRole, readonly string[]>>>;

/** A layout of summary statistics that its header tells. */
export interface SummaryFormat {
  readonly id:
    | "gwas-ssf"
    | "plink2"
    | "regenie"
    | "bolt"
    | "saige"
    | "gemma"
    | "metal"
    | "fastgwa"
    | "plink1"
    | "gwas-vcf"
    | "other";
  readonly name: string;
  /** Columns that are there in every file of the layout. */
  readonly required: readonly string[];
  readonly oneOf: readonly string[];
  /** Columns that no file of the layout has. */
  readonly without?: readonly string[];
  /** What the program means by its columns; those not named here are found by their synonyms. */
  readonly roles: Roles;
  /** Columns that look like one of the synonyms and are something else. */
  readonly ignored?: readonly string[];
  /** True where alleles are in the variants' names only: `1:15791:C:T`. */
  readonly hasNamedAlleles?: boolean;
  /** Which allele the effect is for, in the program's words. */
  readonly effectAllele: string;
}

const FORMATS: readonly SummaryFormat[] = [
  {
    id: "gwas-ssf",
    name: "GWAS-SSF",
    required: ["chromosome", "base_pair_location", "effect_allele", "other_allele"],
    oneOf: ["p_value", "neg_log_10_p_value"],
    roles: {
      variantId: ["variant_id"],
      rsid: ["rsid"],
      refAllele: ["ref_allele"],
      pValue: ["p_value"],
      negLog10PValue: ["neg_log_10_p_value"],
    },
    effectAllele: "effect_allele, as the standard has it",
  },
  {
    id: "plink2",
    name: "PLINK 2 association",
    required: ["POS", "ID", "REF", "ALT", "A1", "OBS_CT"],
    oneOf: ["P", "LOG10_P", "NEG_LOG10_P"],
    roles: {
      chromosome: ["#CHROM", "CHROM"],
      effectAllele: ["A1"],
      otherAllele: ["OMITTED"],
      effectAlleleFrequency: ["A1_FREQ"],
      standardError: ["SE", "LOG(OR)_SE"],
      statistic: ["T_STAT", "Z_STAT", "T_OR_F_STAT", "Z_OR_F_STAT"],
      // PLINK 2.00a3 prints −log10 under the name LOG10_P.
      negLog10PValue: ["NEG_LOG10_P", "LOG10_P"],
      errorCode: ["ERRCODE"],
    },
    effectAllele: "A1, the allele that plink2 --glm counts",
  },
  {
    id: "regenie",
    name: "REGENIE association",
    required: ["CHROM", "GENPOS", "ALLELE0", "ALLELE1"],
    oneOf: ["LOG10P"],
    roles: {
      variantId: ["ID"],
      basePairLocation: ["GENPOS"],
      effectAllele: ["ALLELE1"],
      otherAllele: ["ALLELE0"],
      negLog10PValue: ["LOG10P"],
      nCases: ["N_CASES"],
      nControls: ["N_CONTROLS"],
    },
    effectAllele: "ALLELE1 of REGENIE",
  },
  {
    id: "bolt",
    name: "BOLT-LMM association",
    required: ["SNP", "CHR", "BP", "ALLELE1", "ALLELE0"],
    oneOf: ["P_BOLT_LMM", "P_BOLT_LMM_INF", "P_LINREG"],
    roles: {
      basePairLocation: ["BP"],
      effectAllele: ["ALLELE1"],
      otherAllele: ["ALLELE0"],
      pValue: ["P_BOLT_LMM", "P_BOLT_LMM_INF", "P_LINREG"],
    },
    // Centimorgans; and chi-squares of several models.
    ignored: ["GENPOS", "CHISQ_LINREG", "CHISQ_BOLT_LMM_INF", "CHISQ_BOLT_LMM"],
    effectAllele: "ALLELE1 of BOLT-LMM",
  },
  {
    id: "saige",
    name: "SAIGE association",
    required: ["CHR", "POS", "Allele1", "Allele2"],
    oneOf: ["p.value"],
    roles: {
      variantId: ["MarkerID", "SNPID", "rsid"],
      effectAllele: ["Allele2"],
      otherAllele: ["Allele1"],
      effectAlleleFrequency: ["AF_Allele2"],
      pValue: ["p.value"],
      nCases: ["N_case"],
      nControls: ["N_ctrl"],
      info: ["imputationInfo"],
    },
    // A score statistic in units of its variance, no t.
    ignored: ["Tstat"],
    effectAllele: "Allele2 of SAIGE",
  },
  {
    id: "gemma",
    name: "GEMMA association",
    required: ["chr", "rs", "ps"],
    oneOf: ["p_wald", "p_lrt", "p_score"],
    roles: {
      variantId: ["rs"],
      basePairLocation: ["ps"],
      effectAllele: ["allele1"],
      otherAllele: ["allele0"],
      effectAlleleFrequency: ["af"],
      pValue: ["p_wald", "p_lrt", "p_score"],
    },
    ignored: ["n_miss"],
    effectAllele: "allele1 of GEMMA",
  },
  {
    id: "metal",
    name: "METAL meta-analysis",
    required: ["MarkerName", "Allele1", "Allele2"],
    oneOf: ["P-value"],
    roles: {
      variantId: ["MarkerName"],
      effectAllele: ["Allele1"],
      otherAllele: ["Allele2"],
      effectAlleleFrequency: ["Freq1"],
      statistic: ["Zscore"],
      n: ["TotalSampleSize", "N", "Weight"],
    },
    effectAllele: "Allele1 of METAL",
  },
  {
    id: "fastgwa",
    name: "fastGWA association",
    required: ["CHR", "SNP", "POS", "A1", "A2", "AF1"],
    oneOf: ["P"],
    roles: {
      effectAllele: ["A1"],
      otherAllele: ["A2"],
      effectAlleleFrequency: ["AF1"],
      statistic: ["T", "Z"],
    },
    effectAllele: "A1 of GCTA",
  },
  {
    id: "plink1",
    name: "PLINK 1 association",
    required: ["CHR", "SNP", "BP", "A1"],
    oneOf: ["STAT", "F_A", "L95"],
    roles: {
      effectAllele: ["A1"],
      otherAllele: ["A2"],
      n: ["NMISS"],
      ciLower: ["L95"],
      ciUpper: ["U95"],
    },
    effectAllele: "A1 of PLINK 1",
  },
  {
    id: "other",
    name: "GCTA association",
    required: ["SNP", "A1", "A2", "b", "se", "p"],
    oneOf: ["Freq", "freq"],
    roles: { effectAllele: ["A1"], otherAllele: ["A2"], effectAlleleFrequency: ["Freq", "freq"] },
    effectAllele: "A1 of GCTA",
  },
  {
    id: "other",
    name: "FinnGen association",
    required: ["#chrom", "pos", "ref", "alt", "pval", "sebeta"],
    oneOf: ["beta"],
    roles: {
      effectAllele: ["alt"],
      otherAllele: ["ref"],
      effectAlleleFrequency: ["af_alt"],
      gene: ["nearest_genes"],
    },
    effectAllele: "alt of FinnGen",
  },
  {
    id: "other",
    name: "Neale lab association",
    required: ["variant", "minor_allele", "n_complete_samples", "beta", "se"],
    oneOf: ["pval"],
    roles: { variantId: ["variant"], n: ["n_complete_samples"] },
    // The effect is for the last allele of the name, whichever is rarer.
    ignored: ["minor_allele"],
    hasNamedAlleles: true,
    effectAllele: "last allele of the variant's name",
  },
  {
    id: "other",
    name: "LDSC summary statistics",
    required: ["SNP", "A1", "A2", "N"],
    oneOf: ["Z"],
    without: ["BETA", "OR", "SE"],
    roles: { effectAllele: ["A1"], otherAllele: ["A2"], statistic: ["Z"] },
    effectAllele: "A1 of LDSC",
  },
];

/** Association results in a VCF, as the IEU OpenGWAS project keeps them. */
export const GWAS_VCF: SummaryFormat = {
  id: "gwas-vcf",
  name: "GWAS-VCF",
  required: [],
  oneOf: [],
  roles: {},
  effectAllele: "ALT, as GWAS-VCF has it",
};

/** The layout with this header, if it is one of a known program. */
export function summaryFormat(columns: readonly string[]): SummaryFormat | undefined {
  const present = new Set(columns);
  return FORMATS.find(
    ({ required, oneOf, without = [] }) =>
      required.every((name) => present.has(name)) &&
      oneOf.some((name) => present.has(name)) &&
      !without.some((name) => present.has(name)),
  );
}

/** True for the first lines of a VCF whose FORMAT holds effect sizes and no genotypes. */
export function isGwasVcf(head: readonly string[]): boolean {
  const declares = (id: string): boolean =>
    head.some((line) => line.startsWith(`##FORMAT=<ID=${id},`));
  return declares("ES") && (declares("SE") || declares("LP")) && !declares("GT");
}
