import type { VariantTable } from "./collect-variants.ts";

/** What is odd about the variants of a file, in words. */
export function variantNotices({
  negativePositions,
  repeatedIds,
  unknownContigs,
}: Pick<VariantTable, "negativePositions" | "repeatedIds" | "unknownContigs">): string[] {
  const notices: string[] = [];
  if (negativePositions.length > 0) {
    notices.push(
      `${negativePositions.length} variants left out: their position is negative, PLINK's mark for skipping.`,
    );
  }
  if (repeatedIds > 0) {
    notices.push(
      `${repeatedIds} variants repeat the id of another; find them by position and alleles.`,
    );
  }
  if (unknownContigs.length > 0) {
    const some = unknownContigs.slice(0, 3).join(", ");
    notices.push(
      `${unknownContigs.length} contigs are not 1–22, X, Y or MT (${some}${unknownContigs.length > 3 ? ", …" : ""}); their chromosome is 0.`,
    );
  }
  return notices;
}
