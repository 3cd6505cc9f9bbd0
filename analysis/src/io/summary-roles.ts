/** What a column of a file of association results can be; most are columns of `columns.ts`. */
export type SummaryRole =
  | "variantId"
  | "rsid"
  | "chromosome"
  | "basePairLocation"
  | "effectAllele"
  | "otherAllele"
  | "referenceAllele"
  | "alternateAllele"
  | "refAllele"
  | "effectAlleleFrequency"
  | "minorAlleleFrequency"
  | "beta"
  | "oddsRatio"
  | "hazardRatio"
  | "standardError"
  | "ciLower"
  | "ciUpper"
  | "statistic"
  | "chiSquare"
  | "pValue"
  | "negLog10PValue"
  | "n"
  | "nCases"
  | "nControls"
  | "info"
  | "trait"
  | "unit"
  | "gene"
  | "direction"
  | "heterogeneityISq"
  | "heterogeneityChiSquare"
  | "heterogeneityDegreesOfFreedom"
  | "heterogeneityPValue"
  | "test"
  | "errorCode"
  | "strand";

/**
 * Names that columns have in the field, best first, as `bareName` makes them: lower case, letters and digits only.
 * Programs whose header is known are in `summary-formats.ts`, which goes before.
 */
export const SYNONYMS: Readonly<Record<SummaryRole, readonly string[]>> = {
  variantId: [
    "variantid",
    "snp",
    "snpid",
    "markername",
    "markerid",
    "marker",
    "id",
    "variant",
    "varid",
    "snpname",
    "uniqid",
    "cptid",
    "rs",
    "rsnumber",
    "snps",
    "alternateids",
  ],
  rsid: ["rsid", "rsids", "dbsnp", "dbsnpid", "rsnum", "snprsid", "hmrsid"],
  chromosome: ["chromosome", "chr", "chrom", "chromo", "chrid", "chrname", "chrnum", "contig"],
  basePairLocation: [
    "basepairlocation",
    "bp",
    "pos",
    "position",
    "genpos",
    "ps",
    "bppos",
    "bpposition",
    "basepair",
    "basepairposition",
    "posb37",
    "posb38",
    "poshg19",
    "poshg38",
    "chromosomeposition",
  ],
  effectAllele: [
    "effectallele",
    "ea",
    "testedallele",
    "testallele",
    "codedallele",
    "codeallele",
    "riskallele",
    "incallele",
    "alleleeffect",
    "a1effect",
    "a1",
    "al1",
    "allele1",
    "alleleb",
    "minorallele",
  ],
  otherAllele: [
    "otherallele",
    "nea",
    "oa",
    "noneffectallele",
    "noncodedallele",
    "nontestedallele",
    "referenceallele",
    "nonriskallele",
    "omitted",
    "a1other",
    "a2",
    "a0",
    "al2",
    "allele2",
    "allele0",
    "allelea",
    "majorallele",
  ],
  referenceAllele: ["ref", "reference", "refb37", "refb38"],
  alternateAllele: ["alt", "alternate", "alternative", "altallele", "alternateallele"],
  refAllele: [],
  effectAlleleFrequency: [
    "effectallelefrequency",
    "eaf",
    "effectallelefreq",
    "freqeffect",
    "freqeffectallele",
    "eafreq",
    "eafrq",
    "a1freq",
    "a1frq",
    "a1af",
    "af1",
    "freqa1",
    "frqa1",
    "freq1",
    "freqallele1",
    "freq1hapmap",
    "codedallelefrequency",
    "codedaf",
    "altfreq",
    "altaf",
    "afalt",
    "affallele2",
    "afallele2",
    "frq",
    "freq",
    "frequency",
    "allelefreq",
    "allelefrequency",
    "raf",
    "af",
    "frqu",
  ],
  minorAlleleFrequency: ["minorallelefrequency", "maf", "minoraf", "minorallelefreq"],
  beta: [
    "beta",
    "effect",
    "b",
    "effectsize",
    "logor",
    "logoddsratio",
    "logodds",
    "lnor",
    "loghr",
    "lnhr",
    "es",
    "est",
    "estimate",
    "effects",
    "effectalleleeffect",
    "betahat",
    "coef",
    "coefficient",
  ],
  oddsRatio: ["oddsratio", "or", "odds", "ora1", "oreffect", "expbeta"],
  hazardRatio: ["hazardratio", "hr"],
  standardError: [
    "standarderror",
    "se",
    "stderr",
    "stderror",
    "stderrlogor",
    "selogor",
    "logorse",
    "sebeta",
    "betase",
    "serrorbeta",
    "effectse",
    "sebetahat",
    "sebhat",
    "sdbeta",
    "standarderrorbeta",
  ],
  ciLower: [
    "cilower",
    "or95l",
    "l95",
    "lower95",
    "lowerci",
    "lci",
    "lo95",
    "loci",
    "cil",
    "ci95l",
    "ci95lower",
    "lowerci95",
    "or95lower",
    "orl95",
    "orlci95",
    "lowerbound",
    "95cilower",
    "hr95l",
    "beta95l",
  ],
  ciUpper: [
    "ciupper",
    "or95u",
    "u95",
    "upper95",
    "upperci",
    "uci",
    "up95",
    "upci",
    "ciu",
    "ci95u",
    "ci95upper",
    "upperci95",
    "or95upper",
    "oru95",
    "oruci95",
    "upperbound",
    "95ciupper",
    "hr95u",
    "beta95u",
  ],
  statistic: ["statistic", "zscore", "z", "zstat", "zvalue", "tstat", "tvalue", "stat", "gczscore"],
  chiSquare: ["chisq", "chi2", "chisquare", "chisquared", "chisqlinreg"],
  pValue: [
    "pvalue",
    "pval",
    "p",
    "pvalues",
    "pwald",
    "pgc",
    "gcpvalue",
    "pvalueassociation",
    "frequentistaddpvalue",
    "pnominal",
    "rawp",
  ],
  negLog10PValue: [
    "neglog10pvalue",
    "mlog10p",
    "neglog10p",
    "log10p",
    "log10pvalue",
    "lp",
    "mlogp",
    "minuslog10p",
    "neglogp",
    "log10pval",
    "nlogp",
    "logp",
  ],
  n: [
    "n",
    "samplesize",
    "obsct",
    "ntotal",
    "ntot",
    "totaln",
    "totalsamplesize",
    "nsamples",
    "nsample",
    "nind",
    "nanalyzed",
    "nanalysed",
    "ncompletesamples",
    "ss",
    "weight",
    "neff",
    "effectiven",
    "neffective",
  ],
  nCases: ["ncases", "ncase", "ncas", "cases", "numcases", "nca", "totalcases"],
  nControls: [
    "ncontrols",
    "ncontrol",
    "ncon",
    "nctrl",
    "controls",
    "numcontrols",
    "nco",
    "totalcontrols",
  ],
  info: [
    "info",
    "impinfo",
    "infoscore",
    "imputationinfo",
    "rsq",
    "r2hat",
    "imputationquality",
    "oevarimp",
    "si",
  ],
  trait: ["phenotype", "trait", "pheno", "exposure", "outcome", "phenotypename"],
  unit: ["units", "unit"],
  gene: ["gene", "geneexposure", "genesymbol", "nearestgene"],
  direction: ["direction", "directions"],
  heterogeneityISq: ["hetisq", "hetisqt", "isq", "i2", "hetisquared"],
  heterogeneityChiSquare: ["hetchisq", "cochranq", "qstatistic"],
  heterogeneityDegreesOfFreedom: ["hetdf", "hetnstudydf"],
  heterogeneityPValue: ["hetpval", "hetpvalue", "hetp", "qpvalue"],
  test: ["test"],
  errorCode: ["errcode", "errorcode"],
  strand: ["strand"],
};

export const SUMMARY_ROLES: readonly SummaryRole[] = Object.keys(SYNONYMS) as SummaryRole[];

/** A column's name without case, blanks and signs: `P-value`, `p.value` and `P_VALUE` are one. */
export function bareName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}
