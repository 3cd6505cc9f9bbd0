import type { Variants } from "../io/cohort.ts";

/** How many copies people carry: two; one or two by sex (X); one in males, none in females (Y); one (MT). */
export type Ploidy = "diploid" | "x" | "y" | "mt";

const PSEUDO_AUTOSOMAL = /^(chr)?(25|XY|PAR[12]?)$/i;

/** Ploidy of one variant; unplaced and pseudo-autosomal contigs are diploid, as PLINK 2 has them. */
export function ploidyOf(variants: Variants, index: number): Ploidy {
  switch (variants.chromosome[index]) {
    case 23:
      return PSEUDO_AUTOSOMAL.test(variants.contig[index]) ? "diploid" : "x";
    case 24:
      return "y";
    case 25:
      return "mt";
    default:
      return "diploid";
  }
}
