import type { Genotypes } from "../../genotypes/genotypes.ts";
import { Table, type Provenance } from "../../table.ts";
import { matchedHtml, matchedText } from "./matched-display.ts";
import type { MatchType } from "./match-alleles.ts";
import { explore, type ExploreOptions } from "./match-explorer.ts";
import type { MatchExploration } from "./match-exploration.ts";
import type { MatchStatus, MatchVerdict } from "./match-verdicts.ts";
import type { ScoringFile } from "./scoring-file.ts";

export type MatchLogColumns = {
  /** The scoring file, by its score, or its first one. */
  readonly score: readonly string[];
  /** Row of the scoring file, from 0. */
  readonly row: Int32Array;
  readonly variantId: readonly string[];
  readonly chromosome: Uint8Array;
  readonly basePairLocation: Int32Array;
  readonly effectAllele: readonly string[];
  readonly otherAllele: readonly string[];
  /** "" where no variant of the genotypes is at the place. */
  readonly targetVariantId: readonly string[];
  readonly matchType: readonly (MatchType | "")[];
  readonly isAmbiguous: Uint8Array;
  readonly isMultiallelic: Uint8Array;
  readonly isDuplicate: Uint8Array;
  /** 1 where the row is scored. */
  readonly isKept: Uint8Array;
  readonly status: readonly MatchStatus[];
  /** The status told apart: the type of match, or what kept the row out. */
  readonly verdict: readonly MatchVerdict[];
  /** In words. */
  readonly reason: readonly string[];
};

export type FileMatchColumns = {
  readonly score: readonly string[];
  /** Scores in the file. */
  readonly columns: Int32Array;
  readonly variants: Int32Array;
  readonly matched: Int32Array;
  /** Absent from the genotypes and taken as homozygous for the reference allele. */
  readonly homozygousReference: Int32Array;
  readonly ambiguous: Int32Array;
  readonly multiallelic: Int32Array;
  readonly duplicated: Int32Array;
  readonly unmatched: Int32Array;
  /** Share of the variants that are scored. */
  readonly overlap: Float64Array;
  /** 1 where the overlap is large enough. */
  readonly isScored: Uint8Array;
};

/** Which variant of the genotypes each scored row is; rows of one file after the other. */
export interface ScoredRows {
  /** Index in `files`. */
  readonly file: Uint32Array;
  /** Row of the file. */
  readonly row: Uint32Array;
  /** Index in the genotypes; −1 for a variant that is absent because everyone has the reference allele. */
  readonly variant: Int32Array;
  /** 1 where the effect allele is the one that the genotypes count, or is absent from everyone. */
  readonly isCounted: Uint8Array;
}

/** Scores laid on the variants of genotypes: a row for each row of each scoring file, with what became of it. */
export class MatchedScores extends Table<MatchLogColumns> {
  /** A row a scoring file. */
  readonly counts: Table<FileMatchColumns>;
  /** Those that reach the overlap. */
  readonly files: readonly ScoringFile[];
  readonly scored: ScoredRows;
  readonly genotypes: Genotypes;
  readonly notices: readonly string[];

  constructor(
    columns: MatchLogColumns,
    provenance: Provenance,
    account: Pick<MatchedScores, "counts" | "files" | "scored" | "genotypes" | "notices">,
  ) {
    super(columns, provenance);
    this.counts = account.counts;
    this.files = account.files;
    this.scored = account.scored;
    this.genotypes = account.genotypes;
    this.notices = account.notices;
  }

  /**
   * What became of the rows of the scoring files: how many of each verdict, and the rows of each with the reason in words
   * and the variants that the genotypes have at that place. The lists unfold; `rows` has all of them.
   *
   * @throws InvalidArgumentError naming the scores, or verdicts, that there are
   * @example
   * const { variantId, effectAllele, otherAllele } = cohort.variants;
   * const weights = { height: variantId.map((_, v) => Math.cos(v)) };
   * const scores = prs.scoringFile({ variantId, effectAllele, otherAllele, weights });
   * const matched = prs.match({ scores, genotypes: cohort, minimumOverlap: 0 });
   * matched.explore({ verdict: ["ambiguous", "unmatched"], limit: 50 });
   */
  explore(options: ExploreOptions = {}): MatchExploration {
    return explore(this, options);
  }
}

// Computed symbol keys in a class would have no declaration.
Object.defineProperty(MatchedScores.prototype, Symbol.for("Jupyter.display"), {
  value(this: MatchedScores) {
    return { "text/plain": matchedText(this), "text/html": matchedHtml(this) };
  },
});
Object.defineProperty(MatchedScores.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value(this: MatchedScores) {
    return matchedText(this);
  },
});
