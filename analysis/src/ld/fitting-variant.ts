import { fitAlleles, type AllelePair } from "../io/alleles.ts";
import type { LdVariants } from "./ld-panel.ts";

/** A variant of a panel that a row of a study is about. */
export interface FittingVariant {
  /** Place in the panel. */
  readonly variant: number;
  /** −1 where the study's effect allele is the panel's other one. */
  readonly sign: 1 | -1;
  readonly isPalindromic: boolean;
  /** Whether alleles fit only when they are read on the other strand. */
  readonly isOtherStrand: boolean;
}

/** The first of the candidates whose alleles fit, one that fits on the same strand before others. */
export function fittingVariant(
  candidates: readonly number[],
  { effectAllele, otherAllele }: LdVariants,
  alleles: AllelePair,
): FittingVariant | undefined {
  const own = upper(alleles);
  let best: FittingVariant | undefined;
  for (const variant of candidates) {
    const theirs = { effectAllele: effectAllele[variant], otherAllele: otherAllele[variant] };
    const { fit, isPalindromic } = fitAlleles(upper(theirs), own);
    if (fit === "different") continue;
    const isOtherStrand = fit === "other strand" || fit === "other strand and swapped";
    if (best && (isOtherStrand || !best.isOtherStrand)) continue;
    const sign = fit === "swapped" || fit === "other strand and swapped" ? -1 : 1;
    best = { variant, sign, isPalindromic, isOtherStrand };
  }
  return best;
}

function upper({ effectAllele, otherAllele }: AllelePair): AllelePair {
  return { effectAllele: effectAllele.toUpperCase(), otherAllele: otherAllele.toUpperCase() };
}
