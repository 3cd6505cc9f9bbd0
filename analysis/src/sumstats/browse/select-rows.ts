import type { Columns, Table } from "../../table.ts";
import { matchingRows, named } from "./matching-rows.ts";
import type { TaskOptions } from "../../task.ts";
import { orderRows } from "./order-rows.ts";
import { numbersTo } from "./radix-order.ts";
import { allAtOnce, inTurn, shareOf, type Steps } from "./steps.ts";

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
  options: SelectRowsOptions = {},
): Uint32Array {
  return allAtOnce(selecting(table, options));
}

/**
 * What `selectRows` gives, without keeping others waiting: reports its progress, and stops when it is cancelled.
 *
 * @throws InvalidArgumentError as `selectRows` does; CancelledError
 * @example
 * const strongest = await data.browseRows(result, { orderBy: "pValue" });
 * result.take(strongest.subarray(0, 10));
 */
export function browseRows<C extends Columns>(
  table: Table<C>,
  options: SelectRowsOptions & TaskOptions = {},
): Promise<Uint32Array> {
  return inTurn("looking through rows", selecting(table, options), options);
}

function* selecting<C extends Columns>(
  table: Table<C>,
  { where = "", orderBy, descending = false }: SelectRowsOptions,
): Steps<Uint32Array> {
  const column = orderBy === undefined ? undefined : named(table.columns, orderBy);
  const filterShare = column ? 0.3 : 1;
  const rows =
    where.trim() === ""
      ? numbersTo(table.rowCount)
      : yield* shareOf(matchingRows(table.columns, table.rowCount, where), 0, filterShare);
  if (!column) return rows;
  const logs = table.columns["negLog10PValue"];
  const isP = orderBy === "pValue" && logs instanceof Float64Array;
  const steps = isP ? orderRows(logs, rows, !descending) : orderRows(column, rows, descending);
  return yield* shareOf(steps, filterShare, 1);
}
