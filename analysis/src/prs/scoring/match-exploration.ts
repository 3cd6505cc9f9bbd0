import { Table } from "../../table.ts";
import { exploredRows, type ExploredColumns } from "./explored-rows.ts";
import { explorationHtml, explorationText } from "./match-exploration-display.ts";
import type { ExploreOptions } from "./match-explorer.ts";
import type { MatchStatus, MatchVerdict } from "./match-verdicts.ts";
import type { MatchedScores } from "./matched-scores.ts";

/** Rows of the log with one verdict. */
export interface RowList {
  readonly verdict: MatchVerdict;
  readonly rows: Uint32Array;
}

/** What was found in one scoring file; `file` is its row in `counts` of the matching. */
export interface FileRows {
  readonly file: number;
  readonly lists: readonly RowList[];
}

export type VerdictCountColumns = {
  readonly score: readonly string[];
  readonly status: readonly MatchStatus[];
  readonly verdict: readonly MatchVerdict[];
  readonly rows: Int32Array;
  /** Of the file's rows. */
  readonly share: Float64Array;
};

/** Rows of scoring files with what became of them; a notebook shows lists that unfold. */
export class MatchExploration {
  /** A row a file and verdict. */
  readonly counts: Table<VerdictCountColumns>;
  readonly #matched: MatchedScores;
  readonly #files: readonly FileRows[];
  readonly #options: ExploreOptions;
  #rows: Table<ExploredColumns> | undefined;

  constructor(matched: MatchedScores, files: readonly FileRows[], options: ExploreOptions) {
    this.#matched = matched;
    this.#files = files;
    this.#options = options;
    this.counts = countsOf(matched, files);
  }

  /** All rows that were asked for, by file and verdict. */
  get rows(): Table<ExploredColumns> {
    this.#rows ??= exploredRows(
      this.#matched,
      this.#files.flatMap(({ lists }) => lists.flatMap(({ rows }) => Array.from(rows))),
    );
    return this.#rows;
  }

  text(): string {
    return explorationText(this.#matched, this, this.#options);
  }

  html(): string {
    return explorationHtml(this.#matched, this.#files, this.#options);
  }
}

// Computed symbol keys in a class would have no declaration.
Object.defineProperty(MatchExploration.prototype, Symbol.for("Jupyter.display"), {
  value(this: MatchExploration) {
    return { "text/plain": this.text(), "text/html": this.html() };
  },
});
Object.defineProperty(MatchExploration.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value(this: MatchExploration) {
    return this.text();
  },
});

function countsOf(matched: MatchedScores, files: readonly FileRows[]): Table<VerdictCountColumns> {
  const { score, variants } = matched.counts.columns;
  const all = files.flatMap(({ file, lists }) => lists.map((list) => ({ ...list, file })));
  return new Table<VerdictCountColumns>({
    score: all.map(({ file }) => score[file]),
    status: all.map(({ rows }) => matched.columns.status[rows[0]]),
    verdict: all.map(({ verdict }) => verdict),
    rows: Int32Array.from(all, ({ rows }) => rows.length),
    share: Float64Array.from(all, ({ file, rows }) => rows.length / variants[file]),
  });
}
