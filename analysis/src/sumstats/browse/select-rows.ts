import type { Columns, Table } from "../../table.ts";
import { matchingRows, named } from "./matching-rows.ts";
import { orderRows } from "./order-rows.ts";

export interface SelectRowsOptions {
  /**
   * Which rows: comparisons (`=`, `!=`, `<`, `<=`, `>`, `>=`, and `~` for "contains"), `rsid is missing`, and regions
   * (`6:28000000-34000000`), joined by `&`, `|` and parentheses; all rows when left out. Missing values satisfy no comparison.
   */
  readonly where?: string | undefined;
  /** Column to sort by; the order of the table when left out. Rows with equal values keep their order, missing ones are last. */
  readonly orderBy?: string | undefined;
  readonly descending?: boolean | undefined;
}

/**
 * Rows of a table, filtered and sorted.
 *
 * P values below the smallest double are compared and sorted by `negLog10PValue`.
 *
 * @returns indices of rows, for `table.take`
 * @throws InvalidArgumentError when the condition cannot be read or names a column that is not there
 * @example
 * const strongest = data.selectRows(result, { where: "pValue < 1e-3 & chromosome = 1", orderBy: "pValue" });
 * result.take(strongest.subarray(0, 10));
 */
export function selectRows<C extends Columns>(
  table: Table<C>,
  { where, orderBy, descending = false }: SelectRowsOptions = {},
): Uint32Array {
  const rows =
    where === undefined || where.trim() === ""
      ? allRows(table.rowCount)
      : matchingRows(table.columns, table.rowCount, where);
  if (orderBy === undefined) return rows;
  const column = named(table.columns, orderBy);
  const logs = table.columns["negLog10PValue"];
  if (orderBy === "pValue" && logs instanceof Float64Array) {
    return orderRows(logs, rows, !descending);
  }
  return orderRows(column, rows, descending);
}

function allRows(count: number): Uint32Array {
  const rows = new Uint32Array(count);
  for (let i = 0; i < count; i++) rows[i] = i;
  return rows;
}
