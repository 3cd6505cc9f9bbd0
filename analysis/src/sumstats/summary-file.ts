import type { AttritionColumns } from "../genotypes/attrition.ts";
import { Table, type Column, type Provenance } from "../table.ts";
import type { IssueColumns } from "./issues.ts";
import { summaryHtml, summaryText } from "./summary-display.ts";

/** Columns that every summary statistics table has; others (`n`, `rsid`, `info`, …) where the file has them. */
export type SummaryColumns = Readonly<Record<string, Column>> & {
  readonly variantId: readonly string[];
  readonly chromosome: Uint8Array;
  readonly basePairLocation: Int32Array;
  readonly effectAllele: readonly string[];
  readonly otherAllele: readonly string[];
  /** Per copy of `effectAllele`; of odds and hazard ratios the logarithm. NaN where the file has no effect. */
  readonly beta: Float64Array;
  readonly standardError: Float64Array;
  readonly negLog10PValue: Float64Array;
  readonly pValue: Float64Array;
};

/** Association results with the names and types of `columns.ts`. */
export type SummaryStatistics = Table<SummaryColumns>;

/** What the columns of a file were taken for. */
export type SummaryMappingColumns = {
  /** Ours; "" for one that is not read. */
  readonly column: readonly string[];
  /** Its name in the file; "" for one that is derived. */
  readonly fileColumn: readonly string[];
  /** `format`, `name`, `option`, `values`, `derived`, `kept` or `not read`. */
  readonly known: readonly string[];
  readonly note: readonly string[];
};

/** Association results of a file, with what its columns were taken for and what is wrong with its rows. */
export class SummaryFile extends Table<SummaryColumns> {
  /** Correct it with `data.summaryStatistics(path, { columns: { effectAllele: "A2" } })`. */
  readonly mapping: Table<SummaryMappingColumns>;
  /** A row for each value that is missing, impossible, inconsistent with others, or repeated. */
  readonly issues: Table<IssueColumns>;
  /** Rows of the file that are not rows of this table, and why. */
  readonly attrition: Table<AttritionColumns>;
  /** What was assumed, derived and found odd, in words. */
  readonly notices: readonly string[];

  constructor(
    columns: SummaryColumns,
    provenance: Provenance,
    account: Pick<SummaryFile, "mapping" | "issues" | "attrition" | "notices">,
  ) {
    super(columns, provenance);
    this.mapping = account.mapping;
    this.issues = account.issues;
    this.attrition = account.attrition;
    this.notices = account.notices;
  }
}

Object.defineProperty(SummaryFile.prototype, Symbol.for("Jupyter.display"), {
  value(this: SummaryFile) {
    return { "text/plain": summaryText(this), "text/html": summaryHtml(this) };
  },
});
Object.defineProperty(SummaryFile.prototype, Symbol.for("nodejs.util.inspect.custom"), {
  value(this: SummaryFile) {
    return summaryText(this);
  },
});
