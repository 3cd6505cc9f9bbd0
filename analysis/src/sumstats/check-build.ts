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
  const telling: PlacedVariant[] = [];
  const furthest = new Map<number, number>();
  for (let i = 0; i < chromosome.length; i++) {
    const [code, position] = [chromosome[i], basePairLocation[i]];
    if (position === 0) continue;
    const id = isLandmark(variantId[i]) ? variantId[i] : rsid?.[i];
    if (id !== undefined && isLandmark(id)) {
      telling.push({ id, contig: chromosomeName(code), position });
    }
    if (position > (furthest.get(code) ?? 0)) furthest.set(code, position);
  }
  for (const [code, position] of furthest) {
    telling.push({ id: "", contig: chromosomeName(code), position });
  }
  return buildOfVariants(telling);
}

const LANDMARKS: ReadonlySet<string> = new Set(LANDMARK_IDS);
// Lengths and ends of the names: looking up ten million strings would hash each.
const ENDS = new Uint8Array(16 * 256);
for (const id of LANDMARK_IDS) ENDS[endOf(id)] = 1;

function endOf(id: string): number {
  const { length } = id;
  return (
    ((length & 15) << 8) | ((16 * id.charCodeAt(length - 2) + id.charCodeAt(length - 1)) & 255)
  );
}

function isLandmark(id: string): boolean {
  return ENDS[endOf(id)] === 1 && LANDMARKS.has(id);
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
