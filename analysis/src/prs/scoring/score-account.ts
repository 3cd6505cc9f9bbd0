import { attritionTable, type AttritionColumns } from "../../genotypes/attrition.ts";
import type { Table } from "../../table.ts";
import { counted } from "../../words.ts";
import type { MatchedScores } from "./matched-scores.ts";
import type { ScoredAlleles } from "./polygenic-scores.ts";
import type { ScoreRules, SumColumns } from "./score-plan.ts";
import type { ScoringFile } from "./scoring-file.ts";

/** Alleles of each file that the people's scores rest on; people without any get NaN scores. */
export function scoredAlleles(
  files: readonly ScoringFile[],
  columns: SumColumns,
  totals: Float64Array,
  n: number,
  leavesOutMissing: boolean,
): readonly ScoredAlleles[] {
  const column = (c: number): Float64Array => totals.subarray(c * n, (c + 1) * n);
  const { scores, files: count, firstScore } = columns;
  return files.map((file, f) => {
    const alleleNumber = column(scores + count + f);
    const denominator = column(scores + 2 * count + f);
    const judged = leavesOutMissing ? alleleNumber : denominator;
    for (let i = 0; i < n; i++) {
      if (judged[i] > 0) continue;
      for (let c = 0; c < file.scores.length; c++) totals[(firstScore[f] + c) * n + i] = NaN;
    }
    return {
      scores: file.scores,
      alleleNumber,
      denominator,
      effectAlleleDosage: column(scores + f),
    };
  });
}

/** From the rows of the files to what was scored. */
export function scoreAttrition(
  { counts, files, scored }: MatchedScores,
  unscored: number,
): Table<AttritionColumns> {
  const { columns } = counts;
  const passed = (values: Int32Array): number =>
    values.reduce((sum, value, f) => sum + (columns.isScored[f] === 1 ? value : 0), 0);
  const all = files.reduce((sum, { rowCount }) => sum + rowCount, 0);
  const causes = [
    ["unmatched", passed(columns.unmatched), "not among the genotypes with these alleles"],
    ["ambiguous", passed(columns.ambiguous), "the letters of the alleles cannot tell the strand"],
    ["multiallelic", passed(columns.multiallelic), "the site has more than two alleles"],
    ["duplicated", passed(columns.duplicated), "several rows are one variant of the genotypes"],
    ["no call", unscored, "no one whom frequencies come from has a call"],
  ] as const;
  let remaining = all;
  return attritionTable(
    [
      {
        step: "scores",
        kind: "variant",
        removed: 0,
        remaining: all,
        reason: `rows of ${counted(files.length, "scoring file")}`,
      },
      ...causes.map(([step, removed, reason]) => ({
        step,
        kind: "variant" as const,
        removed,
        remaining: (remaining -= removed),
        reason,
      })),
    ],
    { scored: scored.row.length - unscored },
  );
}

/** Fewer founders than this give frequencies too rough to stand for a genotype; PLINK 2 refuses them without `--bad-freqs`. */
const ENOUGH_PEOPLE = 50;

/** What is odd about the scores, in words. */
export function scoreNotices(
  alleles: readonly ScoredAlleles[],
  unscored: number,
  { missing, centre }: ScoreRules,
  people: number | undefined,
): readonly string[] {
  const isImputed =
    missing !== "none" &&
    alleles.some(({ alleleNumber, denominator }) =>
      denominator.some((count, i) => count > alleleNumber[i]),
    );
  const isRough = people !== undefined && people < ENOUGH_PEOPLE && (isImputed || centre);
  const without = alleles.reduce(
    (most, { alleleNumber }) =>
      Math.max(
        most,
        alleleNumber.reduce((sum, count) => sum + Number(count === 0), 0),
      ),
    0,
  );
  return [
    ...(alleles[0]?.alleleNumber.length === 1
      ? [
          "This is the score of one person, which says nothing by itself: prs.normaliseAncestry puts it beside those of a reference.",
        ]
      : []),
    ...(isRough
      ? [
          `${isImputed ? "Missing genotypes are imputed" : "Scores are centred"} by frequencies of ${counted(people, "person", "people")}, which is too few below ${ENOUGH_PEOPLE}: pass frequencies of a larger sample.`,
        ]
      : []),
    ...(unscored > 0
      ? [
          `${counted(unscored, "variant is", "variants are")} not scored: no one whom frequencies come from has a call.`,
        ]
      : []),
    ...(without > 0
      ? [`${counted(without, "person has", "people have")} no genotype of any variant of a score.`]
      : []),
  ];
}
