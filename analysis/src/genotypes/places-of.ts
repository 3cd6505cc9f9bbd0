import type { PlacedVariant } from "../io/genome-build.ts";
import type { Variants } from "./genotypes.ts";

/** Variants as the build of a genome is told from them. */
export function placesOf({
  count,
  variantId,
  contig,
  basePairLocation,
}: Variants): Iterable<PlacedVariant> {
  return {
    *[Symbol.iterator]() {
      for (let j = 0; j < count; j++) {
        yield { id: variantId[j], contig: contig[j], position: basePairLocation[j] };
      }
    },
  };
}
