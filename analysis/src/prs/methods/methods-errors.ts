import { AnalysisError } from "../../errors.ts";

/** LD of the panel and effects of the study contradict each other so far that a method gives no weights. */
export class UnfitLdError extends AnalysisError {
  readonly tag = "unfit-ld";
}

/** What helps when samplers diverge. */
export const LD_REMEDY =
  "Check that the panel is of the study's ancestry, that n is right for every variant, and leave out variants with odd standard errors or frequencies.";
