import {
  buildOfVariants,
  LANDMARK_IDS,
  type GenomeBuild,
  type PlacedVariant,
} from "../io/genome-build.ts";
import type { HeldTexts } from "../held-texts.ts";
import { ByteTexts, MadeTexts } from "../io/byte-texts.ts";
import type { TextTable } from "../io/text-table.ts";
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
  const names = new Map(landmarksOf(rsid === variantId ? undefined : rsid));
  for (const [row, id] of landmarksOf(variantId)) names.set(row, id);
  for (const [row, id] of [...names].sort(([a], [b]) => a - b)) {
    const position = basePairLocation[row];
    if (position > 0) telling.push({ id, contig: chromosomeName(chromosome[row]), position });
  }
  const furthest = new Int32Array(256);
  const codes: number[] = [];
  for (let i = 0; i < chromosome.length; i++) {
    const [code, position] = [chromosome[i], basePairLocation[i]];
    if (position <= furthest[code]) continue;
    if (furthest[code] === 0) codes.push(code);
    furthest[code] = position;
  }
  for (const code of codes) {
    telling.push({ id: "", contig: chromosomeName(code), position: furthest[code] });
  }
  return buildOfVariants(telling);
}

/** Rows of well-known variants, by their names. */
function landmarksOf(names: HeldTexts | undefined): (readonly [number, string])[] {
  const found: (readonly [number, string])[] = [];
  // Names that are made of places are no well-known ones.
  if (!names || names instanceof MadeTexts) return found;
  const table = names instanceof ByteTexts ? names.table : undefined;
  for (let i = 0; i < names.count; i++) {
    if (table && !endsAsLandmark(table, i)) continue;
    const id = names.at(i);
    if (LANDMARKS.has(id)) found.push([i, id]);
  }
  return found;
}

function endsAsLandmark({ bytes, starts }: TextTable, row: number): boolean {
  const end = starts[row + 1] - 1;
  const length = end - starts[row];
  return length > 1 && ENDS[endOf(length, bytes[end - 2], bytes[end - 1])] === 1;
}

const LANDMARKS: ReadonlySet<string> = new Set(LANDMARK_IDS);
// Lengths and ends of the names: looking up ten million strings would hash each.
const ENDS = new Uint8Array(16 * 256);
for (const id of LANDMARK_IDS) {
  ENDS[endOf(id.length, id.charCodeAt(id.length - 2), id.charCodeAt(id.length - 1))] = 1;
}

function endOf(length: number, last: number, veryLast: number): number {
  return ((length & 15) << 8) | ((16 * last + veryLast) & 255);
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
