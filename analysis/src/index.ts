export * as data from "./data.ts";

export { Table } from "./table.ts";
export type { Column, Columns, Provenance, Row } from "./table.ts";
export { COLUMNS } from "./columns.ts";
export type { ColumnMeaning } from "./columns.ts";
export * from "./errors.ts";
export { setTaskHost } from "./task.ts";
export type { Progress, TaskHost, TaskOptions } from "./task.ts";
