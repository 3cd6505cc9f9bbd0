import {
  isAmbiguous,
  isReferenceMatch,
  matchAlleles,
  MATCH_TYPES,
  MATCH_WORDS,
  type MatchType,
} from "./match-alleles.ts";
import type { MatchOptions } from "./match-options.ts";
import type { MatchVerdict } from "./match-verdicts.ts";
import type { ScoringFile } from "./scoring-file.ts";
import { placeKey, type TargetVariants } from "./target-variants.ts";

/** What became of each row of one file. */
export interface FileMatch {
  /** Index in the genotypes, or −1. */
  readonly variant: Int32Array;
  readonly isCounted: Uint8Array;
  readonly isKept: Uint8Array;
  readonly isAmbiguous: Uint8Array;
  readonly isMultiallelic: Uint8Array;
  readonly isDuplicate: Uint8Array;
  readonly matchType: (MatchType | "")[];
  readonly targetVariantId: string[];
  readonly verdict: MatchVerdict[];
  readonly reason: string[];
  readonly excluded: { ambiguous: number; multiallelic: number; duplicated: number };
}

/** Matches the rows of one file; `reference` has the reference alleles of sites that the target may lack. */
export function matchFile(
  file: ScoringFile,
  target: TargetVariants,
  by: "position" | "name",
  reference: ReadonlyMap<number, string> | undefined,
  options: MatchOptions,
): FileMatch {
  const { columns, rowCount } = file;
  const match: FileMatch = {
    variant: new Int32Array(rowCount).fill(-1),
    isCounted: new Uint8Array(rowCount),
    isKept: new Uint8Array(rowCount),
    isAmbiguous: new Uint8Array(rowCount),
    isMultiallelic: new Uint8Array(rowCount),
    isDuplicate: new Uint8Array(rowCount),
    matchType: new Array<MatchType | "">(rowCount).fill(""),
    targetVariantId: new Array<string>(rowCount).fill(""),
    verdict: new Array<MatchVerdict>(rowCount).fill("not in target"),
    reason: new Array<string>(rowCount).fill(""),
    excluded: { ambiguous: 0, multiallelic: 0, duplicated: 0 },
  };
  for (let row = 0; row < rowCount; row++) {
    const place = placeKey(columns.chromosome[row], columns.basePairLocation[row]);
    const key = by === "position" ? place : columns.variantId[row] || undefined;
    const candidates = (key !== undefined && target.found.get(key)) || [];
    const score = { effect: columns.effectAllele[row], other: columns.otherAllele[row] };
    const best = bestOf(score, candidates, target, options.flips ?? true);
    if (best) settle(match, row, best, candidates, target, options);
    // On Y not everyone has the reference allele: some have no Y.
    else if (
      candidates.length === 0 &&
      columns.chromosome[row] !== 24 &&
      place !== undefined &&
      reference?.has(place)
    ) {
      settleAbsent(match, row, score, reference.get(place)!, options);
    } else settleUnmatched(match, row, score, key, by, candidates, target);
  }
  excludeRepeats(match, options.duplicates ?? "drop");
  return match;
}

interface Best {
  readonly type: MatchType;
  readonly candidate: number;
}

/** The first of the candidates with the best type. */
function bestOf(
  score: { readonly effect: string; readonly other: string },
  candidates: readonly number[],
  { variants }: TargetVariants,
  flips: boolean,
): Best | undefined {
  let best = -1;
  let chosen = -1;
  for (const candidate of candidates) {
    const target = allelesOf(variants, candidate);
    const type = matchAlleles(score, target, flips);
    if (type < 0 || (best >= 0 && type >= best)) continue;
    best = type;
    chosen = candidate;
  }
  return best < 0 ? undefined : { type: MATCH_TYPES[best], candidate: chosen };
}

function allelesOf(
  { effectAllele, otherAllele }: TargetVariants["variants"],
  candidate: number,
): { readonly reference: string; readonly alternative: string } {
  return {
    reference: otherAllele[candidate].toUpperCase(),
    alternative: effectAllele[candidate].toUpperCase(),
  };
}

function settle(
  match: FileMatch,
  row: number,
  { type, candidate }: Best,
  candidates: readonly number[],
  { variants, indices }: TargetVariants,
  { keepAmbiguous = false, keepMultiallelic = false }: MatchOptions,
): void {
  const { reference, alternative } = allelesOf(variants, candidate);
  const isSplit = candidates.some((other) => {
    const alleles = allelesOf(variants, other);
    return alleles.reference === reference && alleles.alternative !== alternative;
  });
  const isReference = isReferenceMatch(type);
  const ambiguous = isAmbiguous(reference, alternative);
  match.variant[row] = indices[candidate];
  match.isCounted[row] = Number(!isReference);
  match.matchType[row] = type;
  match.targetVariantId[row] = variants.variantId[candidate];
  match.isAmbiguous[row] = Number(ambiguous);
  match.isMultiallelic[row] = Number(isSplit);
  if (ambiguous && !keepAmbiguous) {
    match.excluded.ambiguous++;
    match.verdict[row] = "ambiguous";
    match.reason[row] =
      `left out: ${reference}/${alternative} reads the same on both strands, so that the letters cannot tell which allele is meant`;
  } else if (isSplit && isReference && !keepMultiallelic) {
    match.excluded.multiallelic++;
    match.verdict[row] = "multiallelic";
    match.reason[row] =
      "left out: the site has more than two alleles, and what is not this alternative allele need not be the reference allele";
  } else {
    match.isKept[row] = 1;
    match.verdict[row] = type;
    const others = candidates.length > 1 ? `; the best of ${candidates.length} variants there` : "";
    match.reason[row] = `${MATCH_WORDS[type]}${others}`;
  }
}

function settleAbsent(
  match: FileMatch,
  row: number,
  { effect, other }: { readonly effect: string; readonly other: string },
  reference: string,
  { keepAmbiguous = false }: MatchOptions,
): void {
  if (other !== "" && isAmbiguous(effect, other) && !keepAmbiguous) {
    match.isAmbiguous[row] = 1;
    match.excluded.ambiguous++;
    match.verdict[row] = "ambiguous";
    match.reason[row] = `left out: absent, and ${effect}/${other} reads the same on both strands`;
    return;
  }
  const alternative = effect === reference ? other || "?" : effect;
  const type = matchAlleles({ effect, other }, { reference, alternative }, false);
  const isReference = effect === reference;
  if (type < 0 || (!isReference && other !== reference)) {
    match.verdict[row] = "alleles differ";
    match.reason[row] =
      `absent from the genotypes, and ${effect}${other && `/${other}`} does not hold the reference allele ${reference}`;
    return;
  }
  match.isCounted[row] = Number(!isReference);
  match.isKept[row] = 1;
  match.verdict[row] = "homozygous reference";
  match.matchType[row] = MATCH_TYPES[type];
  match.reason[row] = isReference
    ? "absent from the genotypes: everyone is taken to have two copies of the effect allele, which is the reference allele"
    : "absent from the genotypes: everyone is taken to have no copy of the effect allele";
}

function settleUnmatched(
  match: FileMatch,
  row: number,
  { effect, other }: { readonly effect: string; readonly other: string },
  key: number | string | undefined,
  by: "position" | "name",
  candidates: readonly number[],
  { variants }: TargetVariants,
): void {
  if (key === undefined) {
    match.verdict[row] = "no place";
    match.reason[row] = `the score gives no ${by} for it`;
  } else if (candidates.length === 0) {
    match.reason[row] =
      by === "position"
        ? "the genotypes have no variant at this position"
        : "the genotypes have no variant of this name";
  } else {
    const there = candidates.slice(0, 3).map((candidate) => {
      const { reference, alternative } = allelesOf(variants, candidate);
      return `${reference}/${alternative}`;
    });
    const own = `${effect}${other && `/${other}`}`;
    const why = /^[ACGT]+$/.test(effect) ? "" : ", which are no nucleotides,";
    match.verdict[row] = "alleles differ";
    match.reason[row] =
      `alleles differ: ${own}${why} in the score, ${there.join(" and ")} in the genotypes`;
  }
}

function excludeRepeats(match: FileMatch, duplicates: "drop" | "keepFirst" | "keepAll"): void {
  const rowsOf = new Map<number, number[]>();
  match.isKept.forEach((kept, row) => {
    const variant = match.variant[row];
    if (kept === 0 || variant < 0) return;
    const rows = rowsOf.get(variant);
    if (rows) rows.push(row);
    else rowsOf.set(variant, [row]);
  });
  for (const rows of rowsOf.values()) {
    if (rows.length === 1) continue;
    rows.forEach((row, i) => {
      match.isDuplicate[row] = 1;
      if (duplicates === "keepAll" || (duplicates === "keepFirst" && i === 0)) return;
      match.isKept[row] = 0;
      match.excluded.duplicated++;
      match.verdict[row] = "duplicate";
      match.reason[row] =
        `left out: ${rows.length} rows of the score are this one variant of the genotypes`;
    });
  }
}
