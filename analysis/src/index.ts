export * as data from "./data.ts";
export * as qc from "./genotypes/qc.ts";
export * as gwas from "./gwas/index.ts";
export * as compute from "./compute/index.ts";
export * as ld from "./ld/index.ts";
export * as mr from "./mr/index.ts";
export * as prs from "./prs/index.ts";
export * as plot from "./plots/index.ts";
export * as catalogues from "./catalogues/index.ts";

export { Table } from "./table.ts";
export type { Column, Columns, Provenance, Row } from "./table.ts";
export { COLUMNS } from "./columns.ts";
export type { ColumnMeaning } from "./columns.ts";
export * from "./errors.ts";
export { setTaskHost } from "./task.ts";
export type { Progress, TaskHost, TaskOptions } from "./task.ts";
