import type { HeldTexts } from "../held-texts.ts";
import type { CodedTexts } from "../io/coded-texts.ts";
import type { MappedColumn } from "../io/summary-mapping.ts";
import type { SummaryRole } from "../io/summary-roles.ts";
import { counted } from "../words.ts";
import type { IssueLog, Problem } from "./issues.ts";
import type { RawRows } from "./row-collector.ts";

/** What is said about a file while its columns are completed. */
export interface ReadingAccount {
  readonly roles: ReadonlyMap<SummaryRole, MappedColumn>;
  /** Columns that are derived, and from what. */
  readonly derived: Map<string, string>;
  /** Columns that their values show to be something else than their name says, and what. */
  readonly byValues: Map<SummaryRole, string>;
  readonly notices: string[];
}

/** Name of a column in the file, for sentences. */
export function fileName(account: ReadingAccount, role: SummaryRole): string {
  return account.roles.get(role)?.name ?? role;
}

/** Marks the rows of which something holds. */
export function flagRows(
  { log }: { readonly log: IssueLog },
  issue: { readonly problem: Problem; readonly column: string; readonly reason: string },
  rows: Iterable<number>,
  valueOf: (row: number) => string | number = () => "",
): number {
  const group = log.group(issue.problem, issue.column, issue.reason);
  for (const row of rows) group.add(row, String(valueOf(row)));
  if (group.count === 0) log.groups.pop();
  return group.count;
}

/** Rows, in order, of which a condition holds. */
export function rowsWhere(count: number, holds: (row: number) => boolean): number[] {
  const found: number[] = [];
  for (let i = 0; i < count; i++) if (holds(i)) found.push(i);
  return found;
}

/** A column of numbers of the file, if it has it. */
export function numbersOf(rows: RawRows, role: SummaryRole): Float64Array | undefined {
  return rows.columns[role] as Float64Array | undefined;
}

export function textsOf(rows: RawRows, role: SummaryRole): HeldTexts | undefined {
  return rows.columns[role] as HeldTexts | undefined;
}

/** A column of text of which few are different: alleles, whose columns share their words, and words. */
export function codedOf(rows: RawRows, role: SummaryRole): CodedTexts | undefined {
  return rows.columns[role] as CodedTexts | undefined;
}

/** Up to some thousand rows, evenly spread, of which a condition holds. */
export function sampleRows(count: number, holds: (row: number) => boolean): number[] {
  const step = Math.max(1, Math.floor(count / 100_000));
  const found: number[] = [];
  for (let i = 0; i < count && found.length < 5000; i += step) if (holds(i)) found.push(i);
  return found;
}

export function median(values: readonly number[]): number {
  if (values.length === 0) return NaN;
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** `1 row`, `2,345 rows`. */
export function rowsText(count: number): string {
  return counted(count, "row");
}
