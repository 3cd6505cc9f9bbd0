import { InvalidArgumentError } from "../../errors.ts";
import { chromosomeCode } from "../../io/chromosome.ts";
import { MatchExploration, type FileRows, type RowList } from "./match-exploration.ts";
import {
  MATCH_STATUSES,
  MATCH_VERDICTS,
  type MatchStatus,
  type MatchVerdict,
} from "./match-verdicts.ts";
import type { MatchedScores } from "./matched-scores.ts";

/** Which rows of the scoring files to look at; all when nothing is asked for. */
export interface ExploreOptions {
  /** Scoring files, by the names in `counts`. */
  readonly score?: string | readonly string[] | undefined;
  /** Verdicts, or a status for all verdicts under it: "matched", "homozygous reference", "excluded", "unmatched". */
  readonly verdict?:
    MatchVerdict | MatchStatus | readonly (MatchVerdict | MatchStatus)[] | undefined;
  /** Codes, or names of contigs. */
  readonly chromosome?: number | string | readonly (number | string)[] | undefined;
  /** Text within a name, place (`1:12345`), pair of alleles (`A/G`) or reason; upper and lower case are alike. */
  readonly search?: string | undefined;
  /** Rows that each list shows; as many as keep the whole readable, at most 20, when left out. */
  readonly limit?: number | undefined;
}

/** The rows that are asked for, by file and verdict. */
export function explore(matched: MatchedScores, options: ExploreOptions): MatchExploration {
  const { columns, counts } = matched;
  const limit = checkedLimit(options.limit);
  const scores = chosen("score", options.score, counts.columns.score);
  const verdicts = chosen("verdict", options.verdict, [...MATCH_VERDICTS, ...MATCH_STATUSES]);
  const chromosomes = chromosomesOf(options.chromosome);
  const search = options.search?.toLowerCase() ?? "";
  const isWanted = (row: number): boolean =>
    (!verdicts || verdicts.has(columns.verdict[row]) || verdicts.has(columns.status[row])) &&
    (!chromosomes || chromosomes.has(columns.chromosome[row])) &&
    (search === "" || textOf(matched, row).includes(search));
  const files: FileRows[] = [];
  let end = 0;
  for (let file = 0; file < counts.rowCount; file++) {
    const start = end;
    end += counts.columns.variants[file];
    if (scores && !scores.has(counts.columns.score[file])) continue;
    const found = new Map<MatchVerdict, number[]>();
    for (let row = start; row < end; row++) {
      if (!isWanted(row)) continue;
      const list = found.get(columns.verdict[row]);
      if (list) list.push(row);
      else found.set(columns.verdict[row], [row]);
    }
    const lists = MATCH_VERDICTS.flatMap((verdict): RowList[] => {
      const rows = found.get(verdict);
      return rows ? [{ verdict, rows: Uint32Array.from(rows) }] : [];
    });
    files.push({ file, lists });
  }
  return new MatchExploration(matched, files, { ...options, limit });
}

/** What is searched in a row. */
function textOf({ columns }: MatchedScores, row: number): string {
  const { variantId, chromosome, basePairLocation, effectAllele, otherAllele } = columns;
  return [
    variantId[row],
    columns.targetVariantId[row],
    `${chromosome[row]}:${basePairLocation[row]}`,
    `${effectAllele[row]}/${otherAllele[row]}`,
    columns.reason[row],
  ]
    .join("\n")
    .toLowerCase();
}

function chosen(
  argument: string,
  wanted: string | readonly string[] | undefined,
  possible: readonly string[],
): ReadonlySet<string> | undefined {
  if (wanted === undefined) return undefined;
  const names = new Set(typeof wanted === "string" ? [wanted] : wanted);
  const unknown = [...names].find((name) => !possible.includes(name));
  if (unknown === undefined) return names;
  throw new InvalidArgumentError(argument, {
    what: `There is no ${argument} ${unknown}.`,
    why: `There are ${possible.slice(0, 20).join(", ")}${possible.length > 20 ? ", …" : ""}.`,
    remedy: "Name one of them, or several in a list.",
  });
}

function chromosomesOf(wanted: ExploreOptions["chromosome"]): ReadonlySet<number> | undefined {
  if (wanted === undefined) return undefined;
  const given = typeof wanted === "object" ? wanted : [wanted];
  const codes = given.map((one) => (typeof one === "string" ? chromosomeCode(one) : one));
  const bad = codes.findIndex((code) => !(Number.isInteger(code) && code >= 0 && code <= 25));
  if (bad < 0) return new Set(codes);
  throw new InvalidArgumentError("chromosome", {
    what: `There is no chromosome ${given[bad]}.`,
    why: "Chromosomes are 1–22, X or 23, Y or 24, MT or 25, and 0 for rows that name none.",
    remedy: "Name one of them, or several in a list.",
  });
}

function checkedLimit(limit: number | undefined): number | undefined {
  if (limit === undefined || (Number.isInteger(limit) && limit >= 0)) return limit;
  throw new InvalidArgumentError("limit", {
    what: `limit is ${limit}.`,
    why: "It is how many rows each list shows.",
    remedy: "Give a whole number; .rows has all of them.",
  });
}
