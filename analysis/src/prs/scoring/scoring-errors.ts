import { AnalysisError, FormatError, type ErrorAccount } from "../../errors.ts";

/** What keeps a scoring file from being used. */
export type ScoringProblem =
  | "missing-columns"
  | "no-rows"
  | "no-place"
  | "complex-variants"
  | "missing-weight"
  | "missing-effect-allele"
  | "weight-type";

/** A scoring file cannot be used as it is; `problem` names why, `rows` how many of its rows have it. */
export class ScoringFileError extends FormatError {
  override readonly tag = "scoring-file";
  readonly problem: ScoringProblem;
  readonly rows: number;
  constructor(path: string, problem: ScoringProblem, rows: number, account: ErrorAccount) {
    super(path, account);
    this.problem = problem;
    this.rows = rows;
  }
}

/** Too few of a score's variants are among the genotypes. */
export class LowOverlapError extends AnalysisError {
  readonly tag = "low-overlap";
  readonly matched: number;
  readonly total: number;
  constructor(matched: number, total: number, account: ErrorAccount) {
    super(account);
    this.matched = matched;
    this.total = total;
  }
}

/** Positions of the scores are of another genome build than those of the genotypes. */
export class BuildMismatchError extends AnalysisError {
  readonly tag = "build-mismatch";
  readonly scores: string;
  readonly genotypes: string;
  constructor(scores: string, genotypes: string, account: ErrorAccount) {
    super(account);
    this.scores = scores;
    this.genotypes = genotypes;
  }
}
