import { chromosomeName } from "../../io/chromosome.ts";
import { escapeHtml } from "../../table-display.ts";
import type { Table } from "../../table.ts";
import { whole } from "../../words.ts";
import type { ExploredColumns } from "./explored-rows.ts";
import type { ExploreOptions } from "./match-explorer.ts";
import type { MatchVerdict } from "./match-verdicts.ts";
import type { MatchLogColumns } from "./matched-scores.ts";

/** Some of the rows of the log that have one thing in common. */
interface Excerpt {
  readonly count: number;
  readonly shown: readonly number[];
  /** Asks for all of them. */
  readonly call: ExploreOptions;
}

/** Rows of one file with one verdict, and which of them are shown. */
export interface RowExcerpts {
  readonly verdict: MatchVerdict;
  /** The reason of all of them; undefined where they differ. */
  readonly reason: string | undefined;
  readonly all: Excerpt;
  /** Of lists that are cut and on several chromosomes. */
  readonly chromosomes: readonly (Excerpt & { readonly chromosome: number })[];
}

/** @param most - rows of the whole list, and of all its chromosomes together */
export function excerptsOf(
  { chromosome, reason }: Pick<MatchLogColumns, "chromosome" | "reason">,
  verdict: MatchVerdict,
  rows: Uint32Array,
  call: ExploreOptions,
  most: { readonly list: number; readonly chromosomes: number },
): RowExcerpts {
  const all = { count: rows.length, shown: Array.from(rows.subarray(0, most.list)), call };
  const byChromosome = new Map<number, number[]>();
  for (const row of rows) {
    const own = byChromosome.get(chromosome[row]);
    if (own) own.push(row);
    else byChromosome.set(chromosome[row], [row]);
  }
  const codes = [...byChromosome.keys()].sort((a, b) => a - b);
  const each = Math.min(most.list, Math.floor(most.chromosomes / codes.length));
  return {
    verdict,
    reason: rows.every((row) => reason[row] === reason[rows[0]]) ? reason[rows[0]] : undefined,
    all,
    chromosomes:
      rows.length <= most.list || codes.length === 1
        ? []
        : codes.map((code) => {
            const own = byChromosome.get(code)!;
            const shown = own.slice(0, each);
            return {
              chromosome: code,
              count: own.length,
              shown,
              call: { ...call, chromosome: code },
            };
          }),
  };
}

/** Logged rows as they are shown: a place in `table` for each row. */
export interface ShownRows {
  readonly table: Table<ExploredColumns>;
  readonly placeOf: ReadonlyMap<number, number>;
}

/** First rows, then a fold a chromosome. */
export function rowListHtml(excerpts: RowExcerpts, shown: ShownRows): string {
  const { reason, all, chromosomes } = excerpts;
  const hasReasons = reason === undefined;
  const parts = chromosomes.map(({ chromosome, ...excerpt }) => {
    const name = chromosome === 0 ? "no chromosome" : `chromosome ${chromosomeName(chromosome)}`;
    return folded(`${name}: ${whole(excerpt.count)}`, excerptHtml(excerpt, hasReasons, shown));
  });
  const fold = parts.length > 0 ? folded("by chromosome", parts.join("")) : "";
  return `${excerptHtml(all, hasReasons, shown)}${fold}`;
}

function excerptHtml(
  { count, shown, call }: Excerpt,
  hasReasons: boolean,
  { table, placeOf }: ShownRows,
): string {
  const places = shown.map((row) => placeOf.get(row)!);
  const { columns } = table;
  const hasNames = places.some((place) => columns.variantId[place] !== "");
  const rows = places.map((place) => {
    const [chromosome, position] = [columns.chromosome[place], columns.basePairLocation[place]];
    const cells = [
      ...(hasNames ? [columns.variantId[place]] : []),
      position > 0 ? `${chromosomeName(chromosome)}:${position}` : "",
      `${shortened(columns.effectAllele[place])}/${shortened(columns.otherAllele[place] || "?")}`,
      shortened(columns.targetVariants[place], 90) || "nothing",
      ...(hasReasons ? [columns.reason[place]] : []),
    ];
    return `<tr>${cells.map((cell) => `<td${LEFT}>${escapeHtml(cell)}</td>`).join("")}</tr>`;
  });
  const names = [
    ...(hasNames ? ["variant"] : []),
    "place",
    "effect/other allele",
    "in the genotypes (ref/alt)",
    ...(hasReasons ? ["reason"] : []),
  ];
  const head = names.map((name) => `<th${LEFT}>${name}</th>`).join("");
  const list =
    rows.length > 0
      ? `<div style="overflow-x:auto"><table><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table></div>`
      : "";
  const cut =
    rows.length < count
      ? `<div style="margin-left:1em"><small>showing ${whole(rows.length)} of ${whole(count)}; all: <code>${escapeHtml(exploreCall(call, count))}</code></small></div>`
      : "";
  return `${list}${cut}`;
}

const LEFT = ' style="text-align:left"';
const MOST_AT_ONCE = 1000;

/** The code that shows all rows of a list, or gives them as a table when they are too many to be shown. */
function exploreCall(
  { score, verdict, chromosome, search }: ExploreOptions,
  count: number,
): string {
  const asked = { score, verdict, chromosome, search };
  const given = Object.entries(asked).flatMap(([name, value]) =>
    value === undefined || value === "" ? [] : [`${name}: ${JSON.stringify(value)}`],
  );
  return count <= MOST_AT_ONCE
    ? `matched.explore({ ${[...given, `limit: ${count}`].join(", ")} })`
    : `matched.explore({ ${given.join(", ")} }).rows`;
}

function shortened(text: string, longest = 24): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

export function folded(summary: string, body: string, isOpen = false): string {
  return `<details${isOpen ? " open" : ""} style="margin-left:1em"><summary>${summary}</summary>${body}</details>`;
}
