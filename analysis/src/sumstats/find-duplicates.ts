import type { HeldTexts } from "../held-texts.ts";
import { ByteTexts } from "../io/byte-texts.ts";
import type { CodedTexts } from "../io/coded-texts.ts";
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
  trait: CodedTexts | undefined,
): number[] {
  const { chromosome, basePairLocation, variantId } = variants;
  const { codes: effectAllele } = variants.effectAllele;
  const { codes: otherAllele } = variants.otherAllele;
  const traits = trait?.codes;
  const count = chromosome.length;
  const hasPlace = (i: number): boolean => chromosome[i] > 0 && basePairLocation[i] > 0;
  const hash = (i: number): number => {
    const place = hasPlace(i)
      ? Math.imul(basePairLocation[i], 31) + chromosome[i]
      : textHash(variantId, i);
    const alleles = letterHash(effectAllele[i]) + letterHash(otherAllele[i]);
    return (Math.imul(place, 0x9e3779b1) + alleles + (traits ? letterHash(traits[i]) : 0)) | 0;
  };
  const isSame = (i: number, j: number): boolean => {
    const isPlaced = hasPlace(i);
    if (isPlaced !== hasPlace(j)) return false;
    const isThere = isPlaced
      ? basePairLocation[i] === basePairLocation[j] && chromosome[i] === chromosome[j]
      : isSameText(variantId, i, j);
    if (!isThere || (traits && traits[i] !== traits[j])) return false;
    return (
      (effectAllele[i] === effectAllele[j] && otherAllele[i] === otherAllele[j]) ||
      (effectAllele[i] === otherAllele[j] && otherAllele[i] === effectAllele[j])
    );
  };
  const sorted = repeatedInRuns(variants, isSame);
  if (sorted) return sorted;
  const isSeenBefore = openTable(count, hash, isSame);
  const repeated: number[] = [];
  for (let i = 0; i < count; i++) {
    const isNamed = hasPlace(i) || variantId.at(i) !== "";
    if (isNamed && isSeenBefore(i)) repeated.push(i);
  }
  return repeated;
}

/** More rows of one place are looked up rather than compared with one another. */
const LONGEST_RUN = 64;

/** Repeated rows of a file whose rows of a place follow each other, as most do; undefined of others. */
function repeatedInRuns(
  { chromosome, basePairLocation }: CompletedVariants,
  isSame: (i: number, j: number) => boolean,
): number[] | undefined {
  const repeated: number[] = [];
  const seen = new Uint8Array(256);
  let start = 0;
  for (let i = 0; i < chromosome.length; i++) {
    if (chromosome[i] === 0 || basePairLocation[i] === 0) return undefined;
    if (i === 0 || chromosome[i] !== chromosome[i - 1]) {
      if (seen[chromosome[i]] === 1) return undefined;
      seen[chromosome[i]] = 1;
      start = i;
    } else if (basePairLocation[i] !== basePairLocation[i - 1]) {
      if (basePairLocation[i] < basePairLocation[i - 1]) return undefined;
      start = i;
    }
    if (i - start > LONGEST_RUN) return undefined;
    for (let j = start; j < i; j++) {
      if (!isSame(j, i)) continue;
      repeated.push(i);
      break;
    }
  }
  return repeated;
}

function letterHash(code: number): number {
  return Math.imul(code, 0x85ebca6b);
}

function textHash(texts: HeldTexts, row: number): number {
  if (texts instanceof ByteTexts) return texts.hash(row);
  const text = texts.at(row);
  let hash = text.length;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return hash;
}

function isSameText(texts: HeldTexts, a: number, b: number): boolean {
  return texts instanceof ByteTexts ? texts.areSame(a, b) : texts.at(a) === texts.at(b);
}
