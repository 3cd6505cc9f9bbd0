import { fitAlleles, type AllelePair, type FittedAlleles } from "../../sumstats/alleles.ts";
import type { Verdict } from "../harmonised.ts";

/**
 * What is done where letters alone do not tell the strand. `assumeForward`: both studies name alleles of the forward
 * strand. `inferByFrequency`: the rarer allele of one is the rarer of the other, and near 0.5 nobody knows.
 * `dropPalindromic`: A/T and C/G variants are not used. (TwoSampleMR's actions 1, 2 and 3.)
 */
export type HarmonisePolicy = "assumeForward" | "inferByFrequency" | "dropPalindromic";

export const POLICIES: readonly HarmonisePolicy[] = [
  "assumeForward",
  "inferByFrequency",
  "dropPalindromic",
];

/** The alleles of one study and how frequent its effect allele is; NaN where nobody says. */
export interface StudyAlleles extends AllelePair {
  readonly effectAlleleFrequency: number;
}

export interface AlignedVariant {
  readonly verdict: Verdict;
  readonly reason: string;
  /** On which both effects are: the exposure's, completed from the outcome's where it lacks one. */
  readonly alleles: AllelePair;
  readonly isPalindromic: boolean;
  /** Of the outcome's effect, to be that of the exposure's effect allele; 0 where the alleles differ. */
  readonly sign: 1 | -1 | 0;
}

/** Puts the outcome's effect of one variant on the exposure's effect allele, or says why it cannot be. */
export function alignVariant(
  exposure: StudyAlleles,
  outcome: StudyAlleles,
  options: { readonly policy: HarmonisePolicy; readonly frequencyTolerance: number },
): AlignedVariant {
  const fitted = fitAlleles(exposure, outcome);
  const { fit, alleles, isPalindromic } = fitted;
  const both = `${spell(exposure)} in the exposure, ${spell(outcome)} in the outcome`;
  if (fit === "different") {
    const isUntold = isPalindromic && fitted.isIncomplete;
    return {
      verdict: isUntold ? "palindromic" : "alleles differ",
      reason: isUntold
        ? `${both}: palindromic, and without the other allele nothing tells the strand.`
        : `${both}: ${fitted.problem ?? "they do not fit on either strand"}.`,
      alleles,
      isPalindromic,
      sign: 0,
    };
  }
  const isSwapped = fit === "swapped" || fit === "other strand and swapped";
  const letters: AlignedVariant = {
    verdict: fit === "same" ? "kept" : (`kept, ${FITS[fit]}` as const),
    reason: `${both}${MEANINGS[fit]}.`,
    alleles,
    isPalindromic,
    sign: isSwapped ? -1 : 1,
  };
  if (isPalindromic) return alignPalindromic(letters, exposure, outcome, options, both);
  return fitted.isIncomplete
    ? alignIncomplete(letters, fitted, exposure, outcome, options, both)
    : letters;
}

const FITS = {
  swapped: "alleles swapped",
  "other strand": "other strand",
  "other strand and swapped": "other strand and alleles swapped",
} as const;

const MEANINGS = {
  same: "",
  swapped: ": the outcome's effect is turned to the exposure's effect allele",
  "other strand": ": the same alleles read on the other strand",
  "other strand and swapped":
    ": the other strand, and the outcome's effect is turned to the exposure's effect allele",
} as const;

function alignPalindromic(
  letters: AlignedVariant,
  exposure: StudyAlleles,
  outcome: StudyAlleles,
  { policy, frequencyTolerance }: Parameters<typeof alignVariant>[2],
  both: string,
): AlignedVariant {
  if (policy === "assumeForward")
    return { ...letters, reason: `${letters.reason.slice(0, -1)}; palindromic, taken as forward.` };
  if (policy === "dropPalindromic")
    return { ...letters, verdict: "palindromic", reason: `${both}: palindromic.` };
  const byLetters = {
    ...outcome,
    effectAlleleFrequency:
      letters.sign < 0 ? 1 - outcome.effectAlleleFrequency : outcome.effectAlleleFrequency,
  };
  const own = known(exposure);
  const theirs = known(byLetters);
  const isOtherStrand = (own < 0.5 && theirs > 0.5) || (own > 0.5 && theirs < 0.5);
  const sign = isOtherStrand ? (letters.sign === 1 ? -1 : 1) : letters.sign;
  const frequencies = `palindromic, effect allele frequencies ${round(exposure.effectAlleleFrequency)} and ${round(outcome.effectAlleleFrequency)}`;
  if (isNearHalf(own, frequencyTolerance) || isNearHalf(theirs, frequencyTolerance)) {
    return {
      ...letters,
      verdict: "ambiguous strand",
      sign,
      reason: `${both}: ${frequencies} do not tell the strand.`,
    };
  }
  const fit = isOtherStrand
    ? sign < 0
      ? "other strand and swapped"
      : "other strand"
    : sign < 0
      ? "swapped"
      : "same";
  return {
    ...letters,
    sign,
    verdict: fit === "same" ? "kept" : (`kept, ${FITS[fit]}` as const),
    reason: `${both}; ${frequencies}: ${isOtherStrand ? "the other strand" : "the same strand"}.`,
  };
}

/** A study without its other allele: only frequencies can say that both name the same variant's allele. */
function alignIncomplete(
  letters: AlignedVariant,
  { fit }: FittedAlleles,
  exposure: StudyAlleles,
  outcome: StudyAlleles,
  { policy, frequencyTolerance }: Parameters<typeof alignVariant>[2],
  both: string,
): AlignedVariant {
  if (policy === "assumeForward") return letters;
  const frequencies = `effect allele frequencies ${round(exposure.effectAlleleFrequency)} and ${round(outcome.effectAlleleFrequency)}`;
  const own = side(known(exposure), frequencyTolerance);
  const theirs = side(known(outcome), frequencyTolerance);
  const isConfirmed =
    own !== 0 && ((fit === "same" && own === theirs) || (fit === "swapped" && own === -theirs));
  if (isConfirmed)
    return { ...letters, reason: `${letters.reason.slice(0, -1)}; ${frequencies} agree.` };
  return {
    ...letters,
    verdict: "ambiguous strand",
    reason: `${both}: without the other allele ${frequencies} do not confirm the fit.`,
  };
}

function known({ effectAlleleFrequency }: StudyAlleles): number {
  return Number.isNaN(effectAlleleFrequency) ? 0.5 : effectAlleleFrequency;
}

function isNearHalf(frequency: number, tolerance: number): boolean {
  return frequency > 0.5 - tolerance && frequency < 0.5 + tolerance;
}

/** −1 below 0.5, 1 above, 0 within the tolerance. */
function side(frequency: number, tolerance: number): number {
  return frequency < 0.5 - tolerance ? -1 : frequency > 0.5 + tolerance ? 1 : 0;
}

function spell({ effectAllele, otherAllele }: AllelePair): string {
  return `${effectAllele}/${otherAllele === "" ? "unknown" : otherAllele}`;
}

function round(frequency: number): string {
  return Number.isNaN(frequency) ? "unknown" : String(Number(frequency.toFixed(3)));
}
