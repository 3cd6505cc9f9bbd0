import { isPalindromic, onOtherStrand } from "../../sumstats/alleles.ts";

/** How the alleles of a score lie on a variant of the target, best first; the names are those of pgsc_calc. */
export const MATCH_TYPES = [
  "refalt",
  "altref",
  "refalt_flip",
  "altref_flip",
  "no_oa_ref",
  "no_oa_alt",
  "no_oa_ref_flip",
  "no_oa_alt_flip",
] as const;
export type MatchType = (typeof MATCH_TYPES)[number];

/** What each means, in words. */
export const MATCH_WORDS: Readonly<Record<MatchType, string>> = {
  refalt: "effect allele is the reference allele",
  altref: "effect allele is the alternative allele",
  refalt_flip: "on the other strand, effect allele is the reference allele",
  altref_flip: "on the other strand, effect allele is the alternative allele",
  no_oa_ref: "effect allele is the reference allele; the score names no other",
  no_oa_alt: "effect allele is the alternative allele; the score names no other",
  no_oa_ref_flip:
    "on the other strand, effect allele is the reference allele; the score names no other",
  no_oa_alt_flip:
    "on the other strand, effect allele is the alternative allele; the score names no other",
};

/** Place of the match in `MATCH_TYPES`; −1 when the alleles differ. */
export function matchAlleles(
  score: { readonly effect: string; readonly other: string },
  target: { readonly reference: string; readonly alternative: string },
  flips: boolean,
): number {
  const { reference, alternative } = target;
  const direct = (effect: string, other: string): number => {
    if (other === "") return effect === reference ? 4 : effect === alternative ? 5 : -1;
    if (effect === reference && other === alternative) return 0;
    return effect === alternative && other === reference ? 1 : -1;
  };
  const asGiven = direct(score.effect, score.other);
  if (asGiven >= 0 || !flips) return asGiven;
  const flipped = direct(onOtherStrand(score.effect), onOtherStrand(score.other));
  return flipped < 0 ? -1 : flipped + 2;
}

/** True when letters cannot tell the strand: one allele is the other's reverse complement. */
export function isAmbiguous(reference: string, alternative: string): boolean {
  if (reference.length !== alternative.length) return false;
  if (reference.length === 1 && reference !== alternative)
    return isPalindromic(reference, alternative);
  return onOtherStrand(reference) === alternative;
}

/** True for matches whose effect allele is the one that the genotypes do not count. */
export function isReferenceMatch(type: MatchType): boolean {
  return MATCH_TYPES.indexOf(type) % 2 === 0;
}
