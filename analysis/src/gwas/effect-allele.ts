import type { AlleleCounts } from "../compute/operations/allele-counts/index.ts";

/** `minor`: the allele rarer among founders, as PLINK 2 chooses A1. `counted`: the one the file counts. */
export type EffectAlleleChoice = "minor" | "counted";

/**
 * True where the other allele, not the counted one, is the minor allele of row `v`; by dosages where there are some.
 *
 * PLINK 2 multiplies by the reciprocal of the allele number, so that 49 of 98 is 0.49999999999999994 and the tie goes to
 * the other allele; done alike, because the sign of every such row hangs on it.
 */
export function isOtherAlleleMinor(
  { twos, ones, missing, dosages }: AlleleCounts,
  founderCount: number,
  v: number,
): boolean {
  const called = founderCount - (dosages ?? { missing }).missing[v];
  const other = 2 * called - (dosages ? dosages.sum[v] : 2 * twos[v] + ones[v]);
  return called > 0 && other * (1 / (2 * called)) < 0.5;
}
