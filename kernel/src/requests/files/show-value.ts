import type { Table } from "@genobook/analysis";
import { KernelRefusal } from "../../refusals/kernel-refusal.ts";
import { describedValues } from "../session/inventory.ts";
import { columnsOf, type Library, type ShownFile } from "./shown-file.ts";

/**
 * A table that the session holds, as it is now: a cell that gives the name another value does not change what is shown.
 *
 * @throws KernelRefusal where its rows are people; InvalidArgumentError where there is no such table
 */
export function showValue(
  library: Library,
  name: string,
  values: Readonly<Record<string, unknown>>,
): ShownFile {
  const found = describedValues(values).find((each) => each.name === name);
  if (found?.dataset?.hasPeople === true) throw new KernelRefusal("people");
  if (found?.dataset?.hasRows !== true) {
    throw new library.InvalidArgumentError("value", {
      what: `This notebook holds no table ${name}.`,
      why: "The kernel was restarted, or a cell has given the name another value.",
      remedy: "Run the cell that makes it, look again at what is open, and open it there.",
    });
  }
  const table = found.value as Table;
  const { build } = found.dataset;
  return {
    account: () => ({
      kind: found.dataset?.kind === "weights" ? "scores" : "summary-statistics",
      columns: columnsOf(table, library),
      rowCount: table.rowCount,
      rowsExpected: table.rowCount,
      isWhole: true,
      build: build ?? null,
      notices: [],
      header: [],
    }),
    table: () => table,
    whole: Promise.resolve(),
    progress: () => ({ done: table.rowCount, total: table.rowCount }),
    views: [],
    close: () => Promise.resolve(),
  };
}
