import { Table } from "../table.ts";

/** What can be wrong with a value of a row. */
export type Problem = "missing" | "impossible" | "inconsistent" | "duplicated";

export type IssueColumns = {
  /** Row of the table, from 0; −1 when the row was left out. */
  readonly row: Int32Array;
  /** Line of the file, from 1. */
  readonly line: Int32Array;
  readonly problem: readonly string[];
  readonly column: readonly string[];
  /** As it stands in the file. */
  readonly value: readonly string[];
  readonly reason: readonly string[];
};

/** Rows that one problem of one column lists; more are counted only. */
const LISTED_ROWS = 100_000;

/** One problem of one column, with the rows that have it. */
export class IssueGroup {
  readonly problem: Problem;
  readonly column: string;
  readonly reason: string;
  count = 0;
  /** Of the first rows. */
  readonly values: string[] = [];
  #rows = new Int32Array(16);

  constructor(problem: Problem, column: string, reason: string) {
    this.problem = problem;
    this.column = column;
    this.reason = reason;
  }

  get rows(): Int32Array {
    return this.#rows.subarray(0, this.count);
  }

  add(row: number, value: string): void {
    if (this.count === this.#rows.length) {
      const grown = new Int32Array(2 * this.count);
      grown.set(this.#rows);
      this.#rows = grown;
    }
    this.#rows[this.count++] = row;
    if (value !== "" && this.count <= LISTED_ROWS) this.values[this.count - 1] = value;
  }

  /** True for a column that a file has and leaves empty. */
  isAllMissing(rowCount: number): boolean {
    return this.problem === "missing" && this.count === rowCount;
  }
}

/** Collects what is wrong with rows while a file is read. */
export class IssueLog {
  /** The row that is being read; readers of fields have no other way to know. */
  row = 0;
  readonly groups: IssueGroup[] = [];

  group(problem: Problem, column: string, reason: string): IssueGroup {
    const group = new IssueGroup(problem, column, reason);
    this.groups.push(group);
    return group;
  }

  /** By the first row that has each, and the place of its column there. */
  sort(placeOf: (column: string) => number): void {
    this.groups.sort((a, b) => a.rows[0] - b.rows[0] || placeOf(a.column) - placeOf(b.column));
  }

  /** 1 for each row with this problem; columns that are missing everywhere do not count. */
  rowsWith(problem: Problem, rowCount: number): Uint8Array {
    const marks = new Uint8Array(rowCount);
    for (const group of this.groups) {
      if (group.problem !== problem || group.isAllMissing(rowCount)) continue;
      for (const row of group.rows) marks[row] = 1;
    }
    return marks;
  }

  /**
   * All issues by row, at most 100,000 of a kind; columns that are missing everywhere are left to the notices.
   *
   * @param lines - of the file, of every row read
   * @param placeOf - of each row read its row in the table, −1 when it was left out
   */
  table(lines: Int32Array, placeOf: (row: number) => number): Table<IssueColumns> {
    const listed = this.groups
      .filter((group) => !group.isAllMissing(lines.length))
      .flatMap((group) =>
        Array.from(group.rows.subarray(0, LISTED_ROWS), (row, i) => ({ group, row, i })),
      );
    listed.sort((a, b) => a.row - b.row);
    return new Table<IssueColumns>({
      row: Int32Array.from(listed, ({ row }) => placeOf(row)),
      line: Int32Array.from(listed, ({ row }) => lines[row]),
      problem: listed.map(({ group }) => group.problem),
      column: listed.map(({ group }) => group.column),
      value: listed.map(({ group, i }) => group.values[i] ?? ""),
      reason: listed.map(({ group }) => group.reason),
    });
  }
}
