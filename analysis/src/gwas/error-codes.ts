/** All codes. Results of workers are places in this list, and the kernel in assembly/linear-fit.ts writes the same. */
export const CODES = [
  ".",
  "SAMPLE_CT<=PREDICTOR_CT",
  "CONST_OMITTED_ALLELE",
  "CORR_TOO_HIGH",
  "VIF_INFINITE",
  "VIF_TOO_HIGH",
  "INVALID_RESULT",
  "NOT_DIPLOID",
  "SEPARATION,REF",
  "SEPARATION,ALT1",
  "RANK_DEFICIENT",
  "LOGISTIC_CONVERGE_FAIL",
  "UNFINISHED",
] as const;

/** Why a variant's row has no estimate; the names are PLINK 2's, `.` means all is well. */
export type ErrorCode = (typeof CODES)[number];

/** Place of a code in the list. */
export function codeNumber(code: ErrorCode): number {
  return CODES.indexOf(code);
}

const EXPLANATIONS: Readonly<Record<ErrorCode, string>> = {
  ".": "The estimate is sound.",
  "SAMPLE_CT<=PREDICTOR_CT":
    "Not tested: no more samples with a call at this variant than there are predictors (intercept, genotype, covariates).",
  CONST_OMITTED_ALLELE:
    "Not tested: all samples with a call have the same genotype, so there is nothing to compare.",
  CORR_TOO_HIGH:
    "Not tested: the genotype and a covariate, or two covariates among the samples with a call, correlate beyond 0.999.",
  VIF_INFINITE:
    "Not tested: among the samples with a call a covariate is constant or a combination of the others and the genotype.",
  VIF_TOO_HIGH:
    "Not tested: a variance inflation factor exceeds 50, so genotype and covariates cannot be told apart reliably.",
  "SEPARATION,REF":
    "Not estimated: the non-counted allele is absent from all cases or from all controls, so the odds ratio is infinite or zero (complete or quasi-complete separation).",
  "SEPARATION,ALT1":
    "Not estimated: the counted allele is absent from all cases or from all controls, so the odds ratio is infinite or zero (complete or quasi-complete separation).",
  RANK_DEFICIENT: "Not estimated: the predictors are linearly dependent at this variant.",
  LOGISTIC_CONVERGE_FAIL:
    "Not estimated: the logistic fit moved away from a solution instead of towards one, as with separation by genotype and covariates together.",
  UNFINISHED:
    "Do not trust: the logistic fit had not settled after 15 steps, as with quasi-complete separation; the numbers are where it stopped.",
  INVALID_RESULT:
    "Not estimated: nothing is left to explain, because the trait is constant or perfectly fitted among the samples with a call.",
  NOT_DIPLOID:
    "Not tested: X, Y and mitochondrial variants need a model for haploid genotypes, which this method does not have yet.",
};

/**
 * What an `errorCode` of a result means, in words.
 *
 * @example
 * gwas.explainErrorCode("CORR_TOO_HIGH");
 */
export function explainErrorCode(code: string): string {
  return code in EXPLANATIONS ? EXPLANATIONS[code as ErrorCode] : `Unknown code ${code}.`;
}
