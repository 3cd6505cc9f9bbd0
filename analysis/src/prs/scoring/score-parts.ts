import type { Genotypes } from "../../genotypes/genotypes.ts";
import { ploidyOf, type Ploidy } from "../../genotypes/ploidy.ts";
import type { MatchedScores } from "./matched-scores.ts";
import type { ScorePart } from "./score-plan.ts";
import type { ScoreRuleOptions } from "./score-options.ts";

/** Splits the scored rows by for whom they count, and as how many copies: Y for males, X by sex where males carry one. */
export function scoreParts(
  matched: MatchedScores,
  { samples }: Genotypes,
  isScored: (row: number) => boolean,
  { malesOnX = "two copies" }: ScoreRuleOptions,
): readonly ScorePart[] {
  const { scored, files, genotypes } = matched;
  const kindOf = (row: number): Ploidy => {
    const variant = scored.variant[row];
    if (variant >= 0) return ploidyOf(genotypes.variants, variant);
    const code = files[scored.file[row]].columns.chromosome[scored.row[row]];
    return code === 23 ? "x" : code === 25 ? "mt" : "diploid";
  };
  const rowsOf: Record<Ploidy, number[]> = { diploid: [], x: [], y: [], mt: [] };
  for (let row = 0; row < scored.row.length; row++)
    if (isScored(row)) rowsOf[kindOf(row)].push(row);
  const haploid = new Set(rowsOf.mt);
  const isSplit = malesOnX === "one copy" && rowsOf.x.length > 0;
  const others = [...rowsOf.mt, ...(isSplit ? [] : rowsOf.x)];
  const common =
    others.length === 0 ? rowsOf.diploid : [...rowsOf.diploid, ...others].sort((a, b) => a - b);
  const ofSex = (isMale: boolean): Uint32Array =>
    Uint32Array.from({ length: samples.count }, (_, i) => i).filter(
      (i) => (samples.sex[i] === 1) === isMale,
    );
  const one = (): 1 => 1;
  const two = (): 2 => 2;
  return [
    {
      rows: common,
      people: undefined,
      ploidy: haploid.size === 0 ? two : (row) => (haploid.has(row) ? 1 : 2),
    },
    ...(isSplit
      ? [
          { rows: rowsOf.x, people: ofSex(true), ploidy: one },
          { rows: rowsOf.x, people: ofSex(false), ploidy: two },
        ]
      : []),
    ...(rowsOf.y.length > 0 ? [{ rows: rowsOf.y, people: ofSex(true), ploidy: one }] : []),
  ];
}
