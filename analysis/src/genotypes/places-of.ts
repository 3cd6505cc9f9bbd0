import { isLandmark, type PlacedVariant } from "../io/genome-build.ts";
import type { Variants } from "./genotypes.ts";

/** The variants from which the build of a genome is told: well-known ones, and the furthest of every run of a contig. */
export function placesOf(variants: Variants): PlacedVariant[] {
  const { count, variantId, contig, basePairLocation } = variants;
  const places: PlacedVariant[] = [];
  let furthest = 0;
  for (let j = 0; j < count; j++) {
    if (isLandmark(variantId[j])) {
      places.push({ id: variantId[j], contig: contig[j], position: basePairLocation[j] });
    }
    if (basePairLocation[j] > furthest) furthest = basePairLocation[j];
    if (j + 1 < count && contig[j + 1] === contig[j]) continue;
    places.push({ id: "", contig: contig[j], position: furthest });
    furthest = 0;
  }
  return places;
}
