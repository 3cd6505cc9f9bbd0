import type { HeldTexts } from "../held-texts.ts";
import type { Column } from "../table.ts";
import type { IssueGroup, IssueLog } from "./issues.ts";

/** A column as it is read: texts are not strings yet. */
export type RawColumn = Exclude<Column, readonly string[]> | HeldTexts;

/** Fields of rows: field f of row r begins at bounds[2(r · width + f)], ends at the next, and may be a number. */
export interface FieldBlock {
  readonly bytes: Uint8Array;
  readonly rows: number;
  readonly width: number;
  readonly bounds: Int32Array;
  /** As `VisitFields` has them: value f of row r at r · width + f. */
  readonly values: Float64Array;
}

/** Collects one column from fields of rows. */
export interface ColumnReader {
  /** `value` is the number that the field is, NaN where the caller has not looked. */
  append(bytes: Uint8Array, from: number, to: number, value: number): void;
  /** Appends one field of many rows, of which the first is `firstRow`. */
  appendRows(block: FieldBlock, field: number, firstRow: number): void;
  finish(): RawColumn;
  /** Copies of what is collected so far. */
  slice(from: number, to: number): RawColumn;
}

/** Words for a missing value. */
export const MISSING: ReadonlySet<string> = new Set([
  "",
  "NA",
  "#NA",
  "N/A",
  "na",
  "n/a",
  "nan",
  "NaN",
  "-nan",
  "NAN",
  ".",
  "-",
  "NULL",
  "null",
  "None",
  "inf",
  "-inf",
  "Inf",
  "-Inf",
]);

const decoder = new TextDecoder();

export function textOf(bytes: Uint8Array, from: number, to: number): string {
  return decoder.decode(bytes.slice(from, to)).trim();
}

const POINT = 46;
const UPPER_A = 65;
const UPPER_N = 78;

/** The words for a missing value that are in nearly every file, without making a string. */
export function isPlainlyMissing(bytes: Uint8Array, from: number, to: number): boolean {
  if (to === from) return true;
  if (to - from === 1) return bytes[from] === POINT;
  return to - from === 2 && bytes[from] === UPPER_N && bytes[from + 1] === UPPER_A;
}

/** Issues of one column, made when the first is found. */
export class ColumnIssues {
  readonly #log: IssueLog;
  readonly #column: string;
  #missing: IssueGroup | undefined;
  readonly #impossible = new Map<string, IssueGroup>();

  constructor(log: IssueLog, column: string) {
    this.#log = log;
    this.#column = column;
  }

  missing(): void {
    this.#missing ??= this.#log.group("missing", this.#column, "no value");
    this.#missing.add(this.#log.row, "");
  }

  impossible(value: string, reason: string): void {
    let group = this.#impossible.get(reason);
    if (!group) {
      group = this.#log.group("impossible", this.#column, reason);
      this.#impossible.set(reason, group);
    }
    group.add(this.#log.row, value);
  }
}

/** A typed array of exactly its values; the same memory where little of it is spare. */
export function fitted<T extends Float64Array | Int32Array | Uint8Array>(
  values: T,
  count: number,
): T {
  if (count >= 0.9 * values.length) return values.subarray(0, count) as T;
  return values.slice(0, count) as T;
}
