import { AnalysisError, type ErrorAccount } from "../errors.ts";

/** A table lacks columns that the plot needs. */
export class MissingColumnsError extends AnalysisError {
  readonly tag = "missing-columns";
  readonly columns: readonly string[];
  constructor(columns: readonly string[], account: ErrorAccount) {
    super(account);
    this.columns = columns;
  }
}

/** A table has no row that could be drawn. */
export class NothingToPlotError extends AnalysisError {
  readonly tag = "nothing-to-plot";
}
