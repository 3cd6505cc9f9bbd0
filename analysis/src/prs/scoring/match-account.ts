import type { Genotypes } from "../../genotypes/genotypes.ts";
import type { Table } from "../../table.ts";
import { counted, percent, whole } from "../../words.ts";
import type { FileMatchColumns } from "./matched-scores.ts";
import { LowOverlapError } from "./scoring-errors.ts";
import type { ScoringFile } from "./scoring-file.ts";

/** What a file is called in reports. */
export function labelOf({ scores }: ScoringFile): string {
  return scores.length === 1 ? scores[0] : `${scores[0]} and ${scores.length - 1} more`;
}

/** @throws LowOverlapError where no file reaches the overlap */
export function refuseLowOverlap(
  { columns, rowCount }: Table<FileMatchColumns>,
  { source }: Genotypes,
  by: "position" | "name",
  minimumOverlap: number,
): void {
  if (columns.isScored.some((is) => is === 1)) return;
  const best = columns.overlap.indexOf(Math.max(...columns.overlap));
  const [total, ambiguous] = [columns.variants[best], columns.ambiguous[best]];
  const matched = columns.matched[best] + columns.homozygousReference[best];
  const others = rowCount > 1 ? `, the most of ${rowCount} files` : "";
  const isNone = columns.overlap[best] === 0;
  const mend =
    by === "position"
      ? 'Check that both are of one genome build, or match by: "name"'
      : 'Check how both name their variants, or match by: "position"';
  throw new LowOverlapError(matched, total, {
    what: `${whole(matched)} of ${whole(total)} variants of ${columns.score[best]} can be scored in ${source} (${percent(columns.overlap[best])})${others}: ${columns.unmatched[best] === 1 ? "1 is" : `${whole(columns.unmatched[best])} are`} not there with these alleles, ${whole(ambiguous)} strand-ambiguous, ${whole(columns.multiallelic[best])} multiallelic, ${whole(columns.duplicated[best])} repeated.`,
    why:
      minimumOverlap > 0
        ? `At least ${percent(minimumOverlap)} are asked for: a score of few of its variants is another score.`
        : "A score of none of its variants is 0 in everyone.",
    remedy: isNone
      ? `${mend}; compare scores.columns with genotypes.variants of a few variants.${ambiguous > 0 ? " keepAmbiguous: true scores strand-ambiguous variants." : ""}${columns.duplicated[best] > 0 ? ' duplicates: "keepFirst" scores one of repeated rows.' : ""}`
      : `${mend}, and look at imputed genotypes; prs.match({ scores, genotypes, minimumOverlap: 0 }).explore() shows what became of each variant.`,
  });
}

/** Of what scoring files are said to have, so many sentences are carried on. */
const MOST_CARRIED = 10;

/** What is to be said with the scores: files that are left out, cautions of those that are not, and of the genotypes. */
export function matchNotices(
  files: readonly ScoringFile[],
  { columns }: Table<FileMatchColumns>,
  { notices = [] }: Genotypes,
  minimumOverlap: number,
  uncompared: readonly string[],
): readonly string[] {
  const low = columns.score.flatMap((name, f) =>
    columns.isScored[f] === 1
      ? []
      : [
          `${name} is not scored: ${percent(columns.overlap[f])} of its variants match, below ${percent(minimumOverlap)}.`,
        ],
  );
  const passing = files.filter((_, f) => columns.isScored[f] === 1);
  const carried = cautionsOf(passing, files.length > 1);
  const rest = carried.length - MOST_CARRIED;
  return [
    ...low,
    ...carried.slice(0, MOST_CARRIED),
    ...(rest > 0
      ? [`${counted(rest, "more notice")} of the scoring files: see the notices of each.`]
      : []),
    ...uncompared,
    ...notices.filter((notice) => notice.includes("alleles")),
  ];
}

/** Each caution once, with the files that it is of. */
function cautionsOf(files: readonly ScoringFile[], isNamed: boolean): readonly string[] {
  const named = new Map<string, string[]>();
  for (const file of files) {
    const { caution = [] } = file.provenance;
    for (const text of [caution].flat().map(String)) {
      const names = named.get(text);
      if (names) names.push(labelOf(file));
      else named.set(text, [labelOf(file)]);
    }
  }
  return Array.from(named, ([text, names]) => {
    if (!isNamed) return text;
    const more = names.length > 3 ? ` and ${names.length - 3} other files` : "";
    return `${names.slice(0, 3).join(", ")}${more}: ${text}`;
  });
}
