import { isRecord } from "../notebook.ts";
import type { DataTable } from "./data-table.ts";

/** Every list of rows that a Vega or Vega-Lite specification carries, whether it draws them or not. */
export function plotTables(spec: unknown): DataTable[] {
  const tables: DataTable[] = [];
  const visit = (part: unknown, name: string): void => {
    if (Array.isArray(part)) {
      if ((name === "values" || name === "datasets") && part.length > 0) tables.push(tableOf(part));
      else for (const each of part) visit(each, name);
    } else if (isRecord(part)) {
      // Each data set of `datasets` has a name of its own.
      for (const [key, value] of Object.entries(part))
        visit(value, name === "datasets" ? "datasets" : key);
    } else if (name === "values" && typeof part === "string") tables.push(delimited(part));
  };
  visit(spec, "");
  return tables;
}

function tableOf(values: readonly unknown[]): DataTable {
  const records = values.filter(isRecord);
  const columns = [...new Set(records.slice(0, 1000).flatMap((row) => Object.keys(row)))];
  return {
    form: "plot rows",
    columns: columns.length > 0 ? columns : ["value"],
    rows:
      columns.length > 0
        ? records.map((row) => columns.map((column) => cellText(row[column])))
        : values.map((value) => [cellText(value)]),
    rowCount: values.length,
  };
}

function delimited(text: string): DataTable {
  const [head = "", ...lines] = text.trim().split(/\r?\n/);
  const by = head.includes("\t") ? "\t" : ",";
  const rows = lines.map((line) => line.split(by));
  return { form: "plot rows", columns: head.split(by), rows, rowCount: rows.length };
}

export function cellText(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
