/** What a column of a result holds. */
export interface ColumnMeaning {
  readonly type: "number" | "integer" | "text";
  /** Empty for pure numbers. */
  readonly unit: string;
  readonly meaning: string;
  /** Its name in a GWAS-SSF file, where the standard has one. */
  readonly ssf?: string | undefined;
}

/**
 * The vocabulary of results: every column of every association table, once.
 * Names are those of GWAS-SSF 1.0 in camelCase; missing is NaN in numbers and "" in text.
 */
export const COLUMNS: Readonly<Record<string, ColumnMeaning>> = {
  variantId: {
    type: "text",
    unit: "",
    meaning: "The variant's name in its file; in GWAS-SSF chr_pos_ref_alt.",
    ssf: "variant_id",
  },
  rsid: { type: "text", unit: "", meaning: "dbSNP reference id.", ssf: "rsid" },
  chromosome: {
    type: "integer",
    unit: "",
    meaning: "1–22, X 23, Y 24, MT 25; 0 for any other contig.",
    ssf: "chromosome",
  },
  basePairLocation: {
    type: "integer",
    unit: "base pairs",
    meaning: "1-based position of the variant's first base.",
    ssf: "base_pair_location",
  },
  effectAllele: {
    type: "text",
    unit: "",
    meaning: "The allele whose copies the effect is for.",
    ssf: "effect_allele",
  },
  otherAllele: {
    type: "text",
    unit: "",
    meaning: "The allele it is compared with.",
    ssf: "other_allele",
  },
  refAllele: {
    type: "text",
    unit: "",
    meaning: "Which of the two is the reference allele: EA or OA.",
    ssf: "ref_allele",
  },
  effectAlleleFrequency: {
    type: "number",
    unit: "",
    meaning: "Frequency of the effect allele among the samples analysed.",
    ssf: "effect_allele_frequency",
  },
  n: {
    type: "integer",
    unit: "samples",
    meaning: "Samples in the estimate of this variant.",
    ssf: "n",
  },
  nCases: { type: "integer", unit: "samples", meaning: "Cases in the estimate of this variant." },
  nControls: {
    type: "integer",
    unit: "samples",
    meaning: "Controls in the estimate of this variant.",
  },
  minorAlleleFrequency: {
    type: "number",
    unit: "",
    meaning: "Frequency of the rarer allele, whichever of the two that is.",
  },
  direction: {
    type: "text",
    unit: "",
    meaning: "Sign of the effect in each study of a meta-analysis: + or −, ? where it has none.",
  },
  heterogeneityISq: {
    type: "number",
    unit: "%",
    meaning: "I² among the studies of a meta-analysis.",
  },
  heterogeneityPValue: {
    type: "number",
    unit: "",
    meaning: "P value of Cochran's Q among the studies of a meta-analysis.",
  },
  info: { type: "number", unit: "", meaning: "Imputation quality, 0 to 1.", ssf: "info" },
  beta: {
    type: "number",
    unit: "trait units per allele",
    meaning: "Change of the trait for each copy of the effect allele.",
    ssf: "beta",
  },
  oddsRatio: {
    type: "number",
    unit: "",
    meaning: "Odds of being a case for each copy of the effect allele, relative to none.",
    ssf: "odds_ratio",
  },
  hazardRatio: {
    type: "number",
    unit: "",
    meaning: "Hazard for each copy of the effect allele, relative to none.",
    ssf: "hazard_ratio",
  },
  standardError: {
    type: "number",
    unit: "as beta, or log odds",
    meaning: "Standard error of beta, or of the logarithm of the odds or hazard ratio.",
    ssf: "standard_error",
  },
  ciLower: {
    type: "number",
    unit: "as the effect",
    meaning: "Lower end of the 95 % interval.",
    ssf: "ci_lower",
  },
  ciUpper: {
    type: "number",
    unit: "as the effect",
    meaning: "Upper end of the 95 % interval.",
    ssf: "ci_upper",
  },
  statistic: {
    type: "number",
    unit: "",
    meaning: "Test statistic: t of linear, z of logistic regression.",
  },
  negLog10PValue: {
    type: "number",
    unit: "",
    meaning: "−log10 of the P value; exact where the P value itself is too small for a number.",
    ssf: "neg_log_10_p_value",
  },
  pValue: {
    type: "number",
    unit: "",
    meaning: "P value, derived from negLog10PValue; 0 below 1e-323.",
    ssf: "p_value",
  },
  errorCode: {
    type: "text",
    unit: "",
    meaning:
      "Why a row has no estimate; `.` when it has one. gwas.explainErrorCode tells it in words.",
  },
};
