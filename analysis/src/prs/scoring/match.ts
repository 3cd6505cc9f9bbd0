import { variantIdAt } from "../../io/encoded-variants.ts";
import { Table } from "../../table.ts";
import { labelOf, matchNotices, refuseLowOverlap } from "./match-account.ts";
import { compareBuilds } from "./match-build.ts";
import { matchFile, type FileMatch, type MatchTarget } from "./match-file.ts";
import { filesOf, type MatchOptions } from "./match-options.ts";
import { MatchedScores, type FileMatchColumns, type MatchLogColumns } from "./matched-scores.ts";
import { statusOf, type MatchStatus } from "./match-verdicts.ts";
import { prepareScoring } from "./prepare-scoring.ts";
import type { ScoringFile } from "./scoring-file.ts";
import { indexByName, indexByPosition, targetAlleles } from "./target-index.ts";
import { placeKey } from "./target-variants.ts";

/**
 * Lays scores on the variants of genotypes, as pgsc_calc does: by position and alleles, the best of effect allele =
 * reference, = alternative, the same on the other strand, and what fits without an other allele.
 *
 * Strand-ambiguous, multiallelic and repeated variants are left out unless they are kept on demand. Files below the
 * overlap are left out and named in the notices; when all are, it is an error.
 *
 * @returns a row for each row of each file: match type, whether it is scored, and why in words; `counts` has a row a file
 * @throws BuildMismatchError, LowOverlapError with the counts, InvalidArgumentError
 * @example
 * const { variantId, effectAllele, otherAllele } = cohort.variants;
 * const weights = { height: variantId.map((_, v) => Math.cos(v)) };
 * const scores = prs.scoringFile({ variantId, effectAllele, otherAllele, weights });
 * const matched = prs.match({ scores, genotypes: cohort, keepAmbiguous: true });
 * matched.counts;
 * @see Lambert et al. 2024, doi:10.1101/2024.05.29.24307783 (pgsc_calc)
 */
export function match(options: MatchOptions): MatchedScores {
  const { genotypes, minimumOverlap = 0.75 } = options;
  const files = filesOf(options);
  const by = options.by ?? (files.every(hasPositions) ? "position" : "name");
  const uncompared = by === "position" ? compareBuilds(files, genotypes) : [];
  prepareScoring(genotypes, files);
  const target = targetOf(files, by, options);
  const matches = files.map((file, f) => matchFile(file, f, target, options));
  const counts = countsOf(files, matches, minimumOverlap);
  const passing = files.map((_, f) => counts.columns.isScored[f] === 1);
  refuseLowOverlap(counts, genotypes, by, minimumOverlap);
  const notices = matchNotices(files, counts, genotypes, minimumOverlap, uncompared);
  return new MatchedScores(
    logOf(files, matches),
    {
      method: "matching of scores",
      source: genotypes.source,
      by,
      minimumOverlap,
      keepAmbiguous: options.keepAmbiguous ?? false,
      keepMultiallelic: options.keepMultiallelic ?? false,
      duplicates: options.duplicates ?? "drop",
      absent: options.absent ?? "missing",
      flips: options.flips ?? true,
      ...(notices.length > 0 && { caution: notices }),
    },
    {
      counts,
      files: files.filter((_, f) => passing[f]),
      scored: scoredRows(matches.filter((_, f) => passing[f])),
      genotypes,
      notices,
    },
  );
}

function targetOf(
  files: readonly ScoringFile[],
  by: "position" | "name",
  options: MatchOptions,
): MatchTarget {
  const { variants } = options.genotypes;
  const index = (by === "position" ? indexByPosition : indexByName)(variants, files);
  // All ids at once, unless few are asked for.
  const isPart = index.variants.length < variants.count / 20;
  return {
    by,
    index,
    idOf: (variant) => (isPart ? variantIdAt(variants, variant)! : variants.variantId[variant]),
    allelesOf: targetAlleles(variants),
    reference: options.absent === "homozygousReference" ? referenceAlleles(options) : undefined,
  };
}

function hasPositions({ columns }: ScoringFile): boolean {
  return columns.basePairLocation.some((position, i) => position > 0 && columns.chromosome[i] > 0);
}

function referenceAlleles({ referenceSites }: MatchOptions): ReadonlyMap<number, string> {
  const { chromosome, basePairLocation, referenceAllele } = referenceSites!;
  const alleles = new Map<number, string>();
  referenceAllele.forEach((allele, i) => {
    const key = placeKey(chromosome[i], basePairLocation[i]);
    if (key !== undefined) alleles.set(key, allele.toUpperCase());
  });
  return alleles;
}

function countsOf(
  files: readonly ScoringFile[],
  matches: readonly FileMatch[],
  minimumOverlap: number,
): Table<FileMatchColumns> {
  const count = (of: (match: FileMatch) => number): Int32Array => Int32Array.from(matches, of);
  const total = (flags: Uint8Array): number => flags.reduce((sum, flag) => sum + flag, 0);
  const withStatus = ({ verdict }: FileMatch, status: MatchStatus): number => {
    let sum = 0;
    for (const own of verdict) if (statusOf(own) === status) sum++;
    return sum;
  };
  const overlap = Float64Array.from(
    matches,
    (own, f) => total(own.isKept) / Math.max(1, files[f].rowCount),
  );
  return new Table<FileMatchColumns>({
    score: files.map(labelOf),
    columns: Int32Array.from(files, ({ scores }) => scores.length),
    variants: Int32Array.from(files, ({ rowCount }) => rowCount),
    matched: count((own) => withStatus(own, "matched")),
    homozygousReference: count((own) => withStatus(own, "homozygous reference")),
    ambiguous: count((own) => own.excluded.ambiguous),
    multiallelic: count((own) => own.excluded.multiallelic),
    duplicated: count((own) => own.excluded.duplicated),
    unmatched: count((own) => withStatus(own, "unmatched")),
    overlap,
    isScored: Uint8Array.from(matches, (own, f) =>
      Number(total(own.isKept) > 0 && overlap[f] >= minimumOverlap),
    ),
  });
}

function scoredRows(matches: readonly FileMatch[]): MatchedScores["scored"] {
  const count = matches.reduce(
    (sum, { isKept }) => sum + isKept.reduce((own, kept) => own + kept, 0),
    0,
  );
  const scored = {
    file: new Uint32Array(count),
    row: new Uint32Array(count),
    variant: new Int32Array(count),
    isCounted: new Uint8Array(count),
  };
  let to = 0;
  matches.forEach((own, file) => {
    for (let row = 0; row < own.isKept.length; row++) {
      if (own.isKept[row] === 0) continue;
      scored.file[to] = file;
      scored.row[to] = row;
      scored.variant[to] = own.variant[row];
      scored.isCounted[to++] = own.isCounted[row];
    }
  });
  return scored;
}

function logOf(files: readonly ScoringFile[], matches: readonly FileMatch[]): MatchLogColumns {
  const all = files.reduce((sum, { rowCount }) => sum + rowCount, 0);
  const strings = <T extends string>(of: (f: number) => readonly T[]): readonly T[] =>
    files.length === 1 ? of(0) : files.flatMap((_, f) => of(f));
  const bytes = (of: (f: number) => Uint8Array): Uint8Array =>
    joined(new Uint8Array(all), files, of);
  const integers = (of: (f: number) => Int32Array): Int32Array =>
    joined(new Int32Array(all), files, of);
  return {
    score: strings((f) => new Array<string>(files[f].rowCount).fill(labelOf(files[f]))),
    row: integers((f) => numbersTo(files[f].rowCount)),
    variantId: strings((f) => files[f].columns.variantId),
    chromosome: bytes((f) => files[f].columns.chromosome),
    basePairLocation: integers((f) => files[f].columns.basePairLocation),
    effectAllele: strings((f) => files[f].columns.effectAllele),
    otherAllele: strings((f) => files[f].columns.otherAllele),
    targetVariantId: strings((f) => matches[f].targetVariantId),
    matchType: strings((f) => matches[f].matchType),
    isAmbiguous: bytes((f) => matches[f].isAmbiguous),
    isMultiallelic: bytes((f) => matches[f].isMultiallelic),
    isDuplicate: bytes((f) => matches[f].isDuplicate),
    isKept: bytes((f) => matches[f].isKept),
    status: strings((f) => matches[f].verdict.map(statusOf)),
    verdict: strings((f) => matches[f].verdict),
    reason: strings((f) => matches[f].reason),
  };
}

function numbersTo(count: number): Int32Array {
  const numbers = new Int32Array(count);
  for (let i = 0; i < count; i++) numbers[i] = i;
  return numbers;
}

function joined<View extends Uint8Array | Int32Array>(
  into: View,
  files: readonly ScoringFile[],
  of: (f: number) => View,
): View {
  let at = 0;
  files.forEach((_, f) => {
    const part = of(f);
    into.set(part, at);
    at += part.length;
  });
  return into;
}
