import {
  buildOfVariants,
  LANDMARK_IDS,
  type GenomeBuild,
  type PlacedVariant,
} from "../io/genome-build.ts";
import { chromosomeName } from "../io/chromosome.ts";
import type { CompletedVariants } from "./complete-variants.ts";

/** The build that positions tell: those of well-known variants, or the furthest of each chromosome. */
export function buildOfRows({
  variantId,
  rsid,
  chromosome,
  basePairLocation,
}: CompletedVariants): GenomeBuild | undefined {
  const landmarks = new Set(LANDMARK_IDS);
  const telling: PlacedVariant[] = [];
  const furthest = new Map<number, number>();
  for (let i = 0; i < chromosome.length; i++) {
    const [code, position] = [chromosome[i], basePairLocation[i]];
    if (position === 0) continue;
    const id = landmarks.has(variantId[i]) ? variantId[i] : rsid?.[i];
    if (id !== undefined && landmarks.has(id)) {
      telling.push({ id, contig: chromosomeName(code), position });
    }
    if (position > (furthest.get(code) ?? 0)) furthest.set(code, position);
  }
  for (const [code, position] of furthest) {
    telling.push({ id: "", contig: chromosomeName(code), position });
  }
  return buildOfVariants(telling);
}

/** The build of a file by what is declared and what its positions tell, and what to say about it. */
export function settledBuild(
  declared: GenomeBuild | undefined,
  told: GenomeBuild | undefined,
): { readonly build?: GenomeBuild; readonly notice?: string } {
  if (!declared) return told ? { build: told } : {};
  if (!told || told.name === declared.name) return { build: declared };
  return {
    build: declared,
    notice: `The build is said to be ${declared.name} (${declared.evidence}), but its positions tell ${told.name}: ${told.evidence}. Variants would be matched at wrong places.`,
  };
}
