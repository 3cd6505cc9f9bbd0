/** Layouts of summary statistics that are told apart by their header. */
export interface SummaryFormat {
  readonly id: "gwas-ssf" | "plink2" | "other";
  readonly name: string;
  /** Columns that are there in every file of the layout. */
  readonly required: readonly string[];
  readonly oneOf: readonly string[];
}

const FORMATS: readonly SummaryFormat[] = [
  {
    id: "gwas-ssf",
    name: "GWAS-SSF",
    required: ["chromosome", "base_pair_location", "effect_allele", "other_allele"],
    oneOf: ["p_value", "neg_log_10_p_value"],
  },
  {
    id: "plink2",
    name: "PLINK 2 association",
    required: ["#CHROM", "POS", "ID", "REF", "ALT", "A1", "OBS_CT"],
    oneOf: ["P", "LOG10_P", "NEG_LOG10_P"],
  },
  {
    id: "other",
    name: "REGENIE association",
    required: ["CHROM", "GENPOS", "ALLELE0", "ALLELE1"],
    oneOf: ["LOG10P"],
  },
  {
    id: "other",
    name: "BOLT-LMM association",
    required: ["SNP", "CHR", "BP", "ALLELE1", "ALLELE0"],
    oneOf: ["P_BOLT_LMM", "P_BOLT_LMM_INF", "P_LINREG"],
  },
  {
    id: "other",
    name: "SAIGE association",
    required: ["CHR", "POS", "MarkerID", "Allele1", "Allele2"],
    oneOf: ["p.value"],
  },
  {
    id: "other",
    name: "GEMMA association",
    required: ["chr", "rs", "ps"],
    oneOf: ["p_wald", "p_lrt", "p_score"],
  },
  {
    id: "other",
    name: "METAL meta-analysis",
    required: ["MarkerName", "Allele1", "Allele2"],
    oneOf: ["P-value"],
  },
  {
    id: "other",
    name: "fastGWA association",
    required: ["CHR", "SNP", "POS", "A1", "A2", "AF1"],
    oneOf: ["P"],
  },
  { id: "other", name: "PLINK 1 association", required: ["CHR", "SNP", "BP", "A1"], oneOf: ["P"] },
];

/** The layout with this header, if it is one of summary statistics. */
export function summaryFormat(columns: readonly string[]): SummaryFormat | undefined {
  const present = new Set(columns);
  return FORMATS.find(
    ({ required, oneOf }) =>
      required.every((name) => present.has(name)) && oneOf.some((name) => present.has(name)),
  );
}
