import { counted, whole } from "../words.ts";
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
      `${counted(negativePositions.length, "variant")} left out for a negative position, PLINK's mark for skipping.`,
    );
  }
  if (repeatedIds > 0) {
    notices.push(
      repeatedIds === 1
        ? "1 variant repeats the id of another; find it by position and alleles."
        : `${whole(repeatedIds)} variants repeat the id of another; find them by position and alleles.`,
    );
  }
  if (unknownContigs.length > 0) {
    const some = unknownContigs.slice(0, 3).join(", ");
    const [are, their] = unknownContigs.length === 1 ? ["is", "its"] : ["are", "their"];
    notices.push(
      `${counted(unknownContigs.length, "contig")} ${are} not 1–22, X, Y or MT (${some}${unknownContigs.length > 3 ? ", …" : ""}); ${their} chromosome is 0.`,
    );
  }
  return notices;
}
