import { InvalidArgumentError } from "../errors.ts";
import type { Columns, Provenance } from "../table.ts";
import { MissingColumnsError } from "./plot-errors.ts";

/** What plots of results read: a table with named columns. */
export interface PlotTable {
  readonly columns: Columns;
  readonly rowCount: number;
  readonly provenance?: Provenance | undefined;
}

/** @throws InvalidArgumentError for what is no table; MissingColumnsError */
export function requireColumns(table: PlotTable, names: readonly string[], source: string): void {
  if (typeof table !== "object" || table === null || typeof table.columns !== "object") {
    throw new InvalidArgumentError("table", {
      what: "The first argument is not a table.",
      why: `A plot reads named columns, not a ${typeof table}.`,
      remedy: `Pass what ${source} returned; await it first.`,
    });
  }
  const missing = names.filter((name) => !(name in table.columns));
  if (missing.length > 0) {
    throw new MissingColumnsError(missing, {
      what: `The table has no column ${missing.join(", ")}.`,
      why: `The plot needs it; the columns are ${Object.keys(table.columns).join(", ") || "none"}.`,
      remedy: `Pass what ${source} returned, or a table with these columns.`,
    });
  }
}

/** A number of a row; NaN where the column is absent, text or missing. */
export function numberAt({ columns }: PlotTable, name: string, row: number): number {
  const value = columns[name]?.[row];
  return typeof value === "number" ? value : NaN;
}

/** A text of a row; "" where the column is absent or empty. */
export function textAt({ columns }: PlotTable, name: string, row: number): string {
  const value = columns[name]?.[row];
  return value === undefined || value === "." ? "" : String(value);
}
