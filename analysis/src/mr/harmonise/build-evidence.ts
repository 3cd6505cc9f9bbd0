import { AnalysisError } from "../../errors.ts";
import { chromosomeName } from "../../io/chromosome.ts";
import { buildOfVariants, LANDMARK_IDS, type PlacedVariant } from "../../io/genome-build.ts";
import type { AssociationReader } from "./association-reader.ts";

/** Two studies are of different builds and share no variant by name. */
export class BuildMismatchError extends AnalysisError {
  readonly tag = "build-mismatch";
}

const LANDMARK_NAMES = new Set(LANDMARK_IDS);

/** The build that positions tell: those of well-known variants, or beyond the end of the other build's chromosomes. */
export function buildOfRows(reader: AssociationReader): string | undefined {
  if (!reader.hasPositions) return undefined;
  const furthest = new Int32Array(256);
  const placed: PlacedVariant[] = [];
  for (let row = 0; row < reader.rowCount; row++) {
    const chromosome = reader.chromosome(row);
    const position = reader.basePairLocation(row);
    if (position > furthest[chromosome]) furthest[chromosome] = position;
    const id = reader.rsid(row) || reader.variantId(row);
    if (LANDMARK_NAMES.has(id)) placed.push({ id, contig: chromosomeName(chromosome), position });
  }
  for (let chromosome = 1; chromosome <= 23; chromosome++) {
    if (furthest[chromosome] === 0) continue;
    const contig = chromosomeName(chromosome);
    placed.push({ id: "", contig, position: furthest[chromosome] });
  }
  return buildOfVariants(placed)?.name;
}

/** Names of builds as people write them: hg19 is GRCh37. */
export function buildName(build: string | undefined): string | undefined {
  if (build === undefined) return undefined;
  if (/^(grch37|hg19|b37|37)/i.test(build)) return "GRCh37";
  if (/^(grch38|hg38|b38|38)/i.test(build)) return "GRCh38";
  return build;
}

/** True for names made of a place, such as 1_12345_A_G or chr1:12345, which mean nothing in another build. */
export function isPlaceName(variantId: string): boolean {
  return /^(chr)?([0-9]{1,2}|X|Y|MT?)[:_-]\d+/i.test(variantId);
}
