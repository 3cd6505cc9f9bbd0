import { escapeHtml, tableText } from "../../table-display.ts";
import { whole } from "../../words.ts";
import { exploredRows } from "./explored-rows.ts";
import type { FileRows, MatchExploration } from "./match-exploration.ts";
import type { ExploreOptions } from "./match-explorer.ts";
import { excerptsOf, folded, rowListHtml, type RowExcerpts } from "./match-row-list.ts";
import { statusOf, VERDICT_WORDS, type MatchStatus } from "./match-verdicts.ts";
import type { MatchedScores } from "./matched-scores.ts";

/** Files whose lists unfold; the others are counted. */
const MOST_FILES = 10;
const MOST_COUNTED_FILES = 50;
/** Of all lists together, some 150 kB: outputs are saved with the notebook. */
const MOST_ROWS = 500;
const MOST_ROWS_A_LIST = 20;
const MOST_OPEN = 3;

const HEADINGS: Readonly<Record<MatchStatus, string>> = {
  matched: "scored",
  "homozygous reference": "scored, though absent",
  excluded: "left out",
  unmatched: "not matched",
};

/** Counts, and the first rows when less than everything is asked for. */
export function explorationText(
  matched: MatchedScores,
  { counts, rows }: Pick<MatchExploration, "counts" | "rows">,
  options: ExploreOptions,
): string {
  const asked = questionOf(options);
  if (asked === "") return tableText(counts);
  const found = `${asked}: ${whole(rows.rowCount)} of ${whole(matched.rowCount)} rows`;
  return [found, tableText(counts), ...(rows.rowCount > 0 ? ["", tableText(rows)] : [])].join("\n");
}

/**
 * Lists that unfold, by file, verdict and chromosome. There is no script and no style sheet in it, which notebooks that
 * are not trusted would lose.
 */
export function explorationHtml(
  matched: MatchedScores,
  files: readonly FileRows[],
  options: ExploreOptions,
): string {
  const found = files.filter(({ lists }) => lists.length > 0);
  const unfolding = found.slice(0, MOST_FILES);
  const count = unfolding.reduce((sum, { lists }) => sum + lists.length, 0);
  const most = Math.floor(MOST_ROWS / 2 / Math.max(1, count));
  const list = options.limit ?? Math.max(3, Math.min(MOST_ROWS_A_LIST, most));
  const { score, variants } = matched.counts.columns;
  const isOnly = matched.counts.rowCount === 1;
  const excerpts = unfolding.map(({ file, lists }) =>
    lists.map(({ verdict, rows }) => {
      const call = { ...options, verdict, ...(!isOnly && { score: score[file] }) };
      return excerptsOf(matched.columns, verdict, rows, call, {
        list,
        chromosomes: most,
      });
    }),
  );
  const logged = [
    ...new Set(
      excerpts
        .flat()
        .flatMap(({ all, chromosomes }) => [all, ...chromosomes].flatMap((part) => part.shown)),
    ),
  ];
  const shown = {
    table: exploredRows(matched, logged),
    placeOf: new Map(logged.map((row, place) => [row, place] as const)),
  };
  const asked = questionOf(options);
  // What was asked for need not be unfolded first.
  const isOpen = asked !== "" && count <= MOST_OPEN;
  const sections = unfolding.map(({ file }, f) => {
    const body = excerpts[f].map((own, i) => {
      const status = statusOf(own.verdict);
      const isFirst = i === 0 || statusOf(excerpts[f][i - 1].verdict) !== status;
      const heading = isFirst ? headingHtml(excerpts[f], status) : "";
      const share = percentText(own.all.count / variants[file]);
      const words = `${whole(own.all.count)} (${share}) <strong>${own.verdict}</strong>: ${escapeHtml(own.reason ?? VERDICT_WORDS[own.verdict])}`;
      return `${heading}${folded(words, rowListHtml(own, shown), isOpen)}`;
    });
    const summary = overlapHtml(matched, file);
    return unfolding.length === 1
      ? `<div>${summary}</div>${body.join("")}`
      : folded(summary, body.join(""));
  });
  const total = found.reduce(
    (sum, file) => sum + file.lists.reduce((own, { rows }) => own + rows.length, 0),
    0,
  );
  return [
    asked &&
      `<div>${escapeHtml(asked)}: <strong>${whole(total)}</strong> of ${whole(matched.rowCount)} rows</div>`,
    files.length > 1 ? overviewHtml(matched, files) : "",
    ...sections,
    found.length > MOST_FILES
      ? `<div><small>showing the lists of ${MOST_FILES} of ${whole(found.length)} scoring files; another: <code>matched.explore({ score: ${escapeHtml(JSON.stringify(matched.counts.columns.score[found[MOST_FILES].file]))} })</code></small></div>`
      : "",
  ].join("");
}

function percentText(share: number): string {
  const percent = 100 * share;
  return `${Number(percent.toFixed(percent > 0 && percent < 0.1 ? 3 : 1))} %`;
}

function headingHtml(excerpts: readonly RowExcerpts[], status: MatchStatus): string {
  const rows = excerpts.reduce(
    (sum, { verdict, all }) => sum + (statusOf(verdict) === status ? all.count : 0),
    0,
  );
  return `<div><em>${HEADINGS[status]}: ${whole(rows)}</em></div>`;
}

/** One line of a file: how much of it is scored, against how much is asked for. */
function overlapHtml({ counts, provenance }: MatchedScores, file: number): string {
  const { score, variants, overlap, isScored, matched, homozygousReference } = counts.columns;
  const least = Number(provenance["minimumOverlap"]);
  const verdict =
    isScored[file] === 1
      ? `at least ${percentText(least)} asked for`
      : `below the ${percentText(least)} asked for: <strong>not scored</strong>`;
  return `<strong>${escapeHtml(score[file])}</strong>: ${whole(matched[file] + homozygousReference[file])} of ${whole(variants[file])} variants match, ${meterHtml(overlap[file], isScored[file] === 1)} ${percentText(overlap[file])}, ${verdict}`;
}

/** A bar, of another colour where the share is too small. */
function meterHtml(share: number, isEnough: boolean): string {
  // Notebooks without trust lose `optimum`, so that half of the bar is the best there is: colours are told by distance from it.
  const poor = isEnough ? "" : share < 0.5 ? ' low="0.5"' : ' high="0.5"';
  return `<meter min="0" max="1"${poor} value="${share.toFixed(4)}"></meter>`;
}

/** A row a file, where there are several. */
function overviewHtml({ counts }: MatchedScores, files: readonly FileRows[]): string {
  const { columns } = counts;
  const named = [
    ["matched", columns.matched],
    ["homozygous reference", columns.homozygousReference],
    ["ambiguous", columns.ambiguous],
    ["multiallelic", columns.multiallelic],
    ["duplicate", columns.duplicated],
    ["not matched", columns.unmatched],
  ] as const;
  const shown = files.slice(0, MOST_COUNTED_FILES).map(({ file }) => file);
  const used = named.filter(([, values]) => shown.some((file) => values[file] > 0));
  const number = 'style="text-align:right"';
  const head = ["variants", ...used.map(([name]) => name), "overlap"]
    .map((name) => `<th ${number}>${name}</th>`)
    .join("");
  const rows = shown.map((file) => {
    const cells = [columns.variants, ...used.map(([, values]) => values)]
      .map((values) => `<td ${number}>${whole(values[file])}</td>`)
      .join("");
    const share = `${meterHtml(columns.overlap[file], columns.isScored[file] === 1)} ${percentText(columns.overlap[file])}`;
    const scored = columns.isScored[file] === 1 ? "scored" : "not scored";
    return `<tr><td style="text-align:left">${escapeHtml(columns.score[file])}</td>${cells}<td ${number}>${share}</td><td style="text-align:left">${scored}</td></tr>`;
  });
  const rest =
    files.length > shown.length
      ? `<div><small>showing ${shown.length} of ${whole(files.length)} scoring files; all: <code>matched.counts</code></small></div>`
      : "";
  return `<div style="overflow-x:auto"><table><thead><tr><th style="text-align:left">score</th>${head}<th></th></tr></thead><tbody>${rows.join("")}</tbody></table></div>${rest}`;
}

/** What was asked for, in words; "" for everything. */
function questionOf({ score, verdict, chromosome, search }: ExploreOptions): string {
  const named = (
    name: string,
    value: string | number | readonly (string | number)[] | undefined,
  ): string[] =>
    value === undefined ? [] : [`${name} ${typeof value === "object" ? value.join(", ") : value}`];
  return [
    ...named("score", score),
    ...named("verdict", verdict),
    ...named("chromosome", chromosome),
    ...(search ? [`with “${search}”`] : []),
  ].join("; ");
}
