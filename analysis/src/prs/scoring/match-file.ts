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
import type { TargetIndex } from "./target-index.ts";
import { placeKey } from "./target-variants.ts";

/** Genotypes on which scores are laid. */
export interface MatchTarget {
  readonly by: "position" | "name";
  readonly index: TargetIndex;
  readonly idOf: (variant: number) => string;
  readonly allelesOf: (variant: number) => Alleles;
  /** Reference alleles of sites that the genotypes may lack. */
  readonly reference: ReadonlyMap<number, string> | undefined;
}

interface Alleles {
  readonly reference: string;
  readonly alternative: string;
}

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

/** Matches the rows of the `place`th of the files that are indexed. */
export function matchFile(
  file: ScoringFile,
  place: number,
  target: MatchTarget,
  options: MatchOptions,
): FileMatch {
  const { columns, rowCount } = file;
  const { index, by, reference } = target;
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
  const keys = index.keys[place];
  /** How many kept rows are the variant at a place of the index. */
  const taken = new Uint8Array(index.variants.length);
  let hasRepeats = false;
  const candidates: Candidate[] = [];
  for (let row = 0; row < rowCount; row++) {
    const key = keys[row];
    candidates.length = 0;
    for (let at = key < 0 ? -1 : index.first[key]; at >= 0; at = index.next[at]) {
      const variant = index.variants[at];
      candidates.push({ at, variant, alleles: target.allelesOf(variant) });
    }
    const score = { effect: columns.effectAllele[row], other: columns.otherAllele[row] };
    const best = bestOf(score, candidates, options.flips ?? true);
    if (best) {
      settle(match, row, best, candidates, options);
      match.targetVariantId[row] =
        by === "name" ? columns.variantId[row] : target.idOf(best.chosen.variant);
      if (match.isKept[row] === 0) continue;
      if (taken[best.chosen.at] === 1) hasRepeats = true;
      taken[best.chosen.at] = 1;
      continue;
    }
    const site = reference && placeKey(columns.chromosome[row], columns.basePairLocation[row]);
    const known = site === undefined ? undefined : reference?.get(site);
    // On Y not everyone has the reference allele: some have no Y.
    if (candidates.length === 0 && columns.chromosome[row] !== 24 && known !== undefined) {
      settleAbsent(match, row, score, known, options);
    } else settleUnmatched(match, row, score, key >= 0, by, candidates);
  }
  if (hasRepeats) excludeRepeats(match, options.duplicates ?? "drop");
  return match;
}

/** A variant of the target that a row might be. */
interface Candidate {
  /** Its place in the index. */
  readonly at: number;
  readonly variant: number;
  readonly alleles: Alleles;
}

interface Best {
  readonly type: MatchType;
  readonly chosen: Candidate;
}

/** The first of the candidates with the best type. */
function bestOf(
  score: { readonly effect: string; readonly other: string },
  candidates: readonly Candidate[],
  flips: boolean,
): Best | undefined {
  let best = -1;
  let chosen: Candidate | undefined;
  for (const candidate of candidates) {
    const type = matchAlleles(score, candidate.alleles, flips);
    if (type < 0 || (best >= 0 && type >= best)) continue;
    best = type;
    chosen = candidate;
  }
  return chosen && { type: MATCH_TYPES[best], chosen };
}

function settle(
  match: FileMatch,
  row: number,
  { type, chosen }: Best,
  candidates: readonly Candidate[],
  { keepAmbiguous = false, keepMultiallelic = false }: MatchOptions,
): void {
  const { reference, alternative } = chosen.alleles;
  const isSplit =
    candidates.length > 1 &&
    candidates.some(
      ({ alleles }) => alleles.reference === reference && alleles.alternative !== alternative,
    );
  const isReference = isReferenceMatch(type);
  const ambiguous = isAmbiguous(reference, alternative);
  match.variant[row] = chosen.variant;
  match.isCounted[row] = Number(!isReference);
  match.matchType[row] = type;
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
  hasKey: boolean,
  by: "position" | "name",
  candidates: readonly Candidate[],
): void {
  if (!hasKey) {
    match.verdict[row] = "no place";
    match.reason[row] = `the score gives no ${by} for it`;
  } else if (candidates.length === 0) {
    match.reason[row] =
      by === "position"
        ? "the genotypes have no variant at this position"
        : "the genotypes have no variant of this name";
  } else {
    const there = candidates
      .slice(0, 3)
      .map(({ alleles: { reference, alternative } }) => `${reference}/${alternative}`);
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
