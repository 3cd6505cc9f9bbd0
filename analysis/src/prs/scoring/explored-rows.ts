import { Table } from "../../table.ts";
import type { MatchStatus, MatchVerdict } from "./match-verdicts.ts";
import type { MatchedScores } from "./matched-scores.ts";
import { placeKey, variantsAtPositions, variantsByName } from "./target-variants.ts";

export type ExploredColumns = {
  readonly score: readonly string[];
  /** Row of the scoring file, from 0. */
  readonly row: Int32Array;
  readonly variantId: readonly string[];
  readonly chromosome: Uint8Array;
  readonly basePairLocation: Int32Array;
  readonly effectAllele: readonly string[];
  readonly otherAllele: readonly string[];
  /** What the genotypes have at that place: names with reference and alternative allele; "" for nothing. */
  readonly targetVariants: readonly string[];
  readonly status: readonly MatchStatus[];
  readonly verdict: readonly MatchVerdict[];
  readonly reason: readonly string[];
};

/** Rows of the log, with the variants of the genotypes at their places. */
export function exploredRows(
  { columns, genotypes, provenance }: MatchedScores,
  rows: readonly number[],
): Table<ExploredColumns> {
  const texts = (column: readonly string[]): string[] => rows.map((row) => column[row]);
  const chromosome = Uint8Array.from(rows, (row) => columns.chromosome[row]);
  const basePairLocation = Int32Array.from(rows, (row) => columns.basePairLocation[row]);
  const variantId = texts(columns.variantId);
  const places = [{ rowCount: rows.length, columns: { variantId, chromosome, basePairLocation } }];
  const isNamed = provenance["by"] === "name";
  const { found, variants } = isNamed
    ? variantsByName(genotypes.variants, places)
    : variantsAtPositions(genotypes.variants, places);
  const there = (i: number): string => {
    const key = isNamed ? variantId[i] : placeKey(chromosome[i], basePairLocation[i]);
    const candidates = (key !== undefined && found.get(key)) || [];
    return candidates
      .map((v) => `${variants.variantId[v]} ${variants.otherAllele[v]}/${variants.effectAllele[v]}`)
      .join("; ");
  };
  return new Table<ExploredColumns>({
    score: texts(columns.score),
    row: Int32Array.from(rows, (row) => columns.row[row]),
    variantId,
    chromosome,
    basePairLocation,
    effectAllele: texts(columns.effectAllele),
    otherAllele: texts(columns.otherAllele),
    targetVariants: rows.map((_, i) => there(i)),
    status: rows.map((row) => columns.status[row]),
    verdict: rows.map((row) => columns.verdict[row]),
    reason: texts(columns.reason),
  });
}
