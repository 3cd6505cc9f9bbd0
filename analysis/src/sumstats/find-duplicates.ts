import { openTable } from "./open-table.ts";
import type { CompletedVariants } from "./complete-variants.ts";

/**
 * Rows that repeat the variant of an earlier row: the same place and the same two alleles in either order, or the same
 * name and alleles where there is no place.
 *
 * @param options.trait - of every row, where a file has several
 */
export function duplicateRows(
  variants: CompletedVariants,
  trait: readonly string[] | undefined,
): number[] {
  const { chromosome, basePairLocation, effectAllele, otherAllele, variantId } = variants;
  const count = variantId.length;
  const hasPlace = (i: number): boolean => chromosome[i] > 0 && basePairLocation[i] > 0;
  const hash = (i: number): number => {
    const place = hasPlace(i)
      ? Math.imul(basePairLocation[i], 31) + chromosome[i]
      : textHash(variantId[i]);
    const alleles = textHash(effectAllele[i]) + textHash(otherAllele[i]);
    return (Math.imul(place, 0x9e3779b1) + alleles + (trait ? textHash(trait[i]) : 0)) | 0;
  };
  const isSame = (i: number, j: number): boolean => {
    const isPlaced = hasPlace(i);
    if (isPlaced !== hasPlace(j)) return false;
    const isThere = isPlaced
      ? basePairLocation[i] === basePairLocation[j] && chromosome[i] === chromosome[j]
      : variantId[i] === variantId[j];
    if (!isThere || (trait && trait[i] !== trait[j])) return false;
    return (
      (effectAllele[i] === effectAllele[j] && otherAllele[i] === otherAllele[j]) ||
      (effectAllele[i] === otherAllele[j] && otherAllele[i] === effectAllele[j])
    );
  };
  const isSeenBefore = openTable(count, hash, isSame);
  const repeated: number[] = [];
  for (let i = 0; i < count; i++) {
    const isNamed = hasPlace(i) || variantId[i] !== "";
    if (isNamed && isSeenBefore(i)) repeated.push(i);
  }
  return repeated;
}

function textHash(text: string): number {
  let hash = text.length;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}
