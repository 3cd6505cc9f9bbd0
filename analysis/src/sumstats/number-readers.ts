import { parseDecimal } from "../io/decimal.ts";
import {
  ColumnIssues,
  fitted,
  isPlainlyMissing,
  MISSING,
  textOf,
  type ColumnReader,
  type FieldBlock,
} from "./column-reader.ts";
import type { IssueLog } from "./issues.ts";

/** Values that a column of numbers can have; a bound is part of it unless it is `open`. */
export interface NumberRange {
  readonly low: number;
  readonly high: number;
  readonly open?: boolean;
  /** Why others are impossible, in words. */
  readonly reason: string;
}

/** Numbers; what is none, or out of range, becomes NaN and an issue. */
export class NumberReader implements ColumnReader {
  #values: Float64Array;
  #count = 0;
  readonly #range: NumberRange | undefined;
  readonly #log: IssueLog;
  readonly #issues: ColumnIssues;
  /** Fields that are neither a number nor a word for a missing one. */
  notNumbers = 0;

  constructor(log: IssueLog, column: string, expected: number, range?: NumberRange) {
    this.#values = new Float64Array(expected);
    this.#range = range;
    this.#log = log;
    this.#issues = new ColumnIssues(log, column);
  }

  append(bytes: Uint8Array, from: number, to: number, value: number): void {
    let number = Number.isNaN(value) ? parseDecimal(bytes, from, to) : value;
    if (Number.isNaN(number)) {
      if (isPlainlyMissing(bytes, from, to)) this.#issues.missing();
      else number = this.#other(textOf(bytes, from, to));
    } else if (this.#range && !isWithin(number, this.#range)) {
      this.#issues.impossible(textOf(bytes, from, to), this.#range.reason);
      number = NaN;
    }
    this.push(number);
  }

  appendRows(block: FieldBlock, field: number, firstRow: number): void {
    const { bytes, rows, width, bounds, values } = block;
    this.#makeRoom(rows);
    const into = this.#values;
    const low = this.#range?.low ?? -Infinity;
    const high = this.#range?.high ?? Infinity;
    for (let r = 0, i = field; r < rows; r++, i += width) {
      const value = values[i];
      // NaN, a bound of the range, and what is beyond it.
      if (value > low && value < high) into[this.#count++] = value;
      else {
        this.#log.row = firstRow + r;
        this.append(bytes, bounds[2 * i], bounds[2 * i + 1], value);
      }
    }
  }

  push(number: number): void {
    if (this.#count === this.#values.length) this.#makeRoom(1);
    this.#values[this.#count++] = number;
  }

  #makeRoom(more: number): void {
    if (this.#count + more <= this.#values.length) return;
    const grown = new Float64Array(2 * (this.#count + more));
    grown.set(this.#values);
    this.#values = grown;
  }

  finish(): Float64Array {
    return fitted(this.#values, this.#count);
  }

  slice(from: number, to: number): Float64Array {
    return this.#values.slice(from, to);
  }

  #other(text: string): number {
    if (MISSING.has(text)) {
      this.#issues.missing();
      return NaN;
    }
    this.notNumbers++;
    this.#issues.impossible(text, "not a number");
    return NaN;
  }
}

function isWithin(value: number, { low, high, open = false }: NumberRange): boolean {
  return open ? value > low && value < high : value >= low && value <= high;
}

const P_REASON = "a P value lies between 0 and 1";

/** −log10 of P values as text, however small; Infinity for 0. */
export class PValueReader implements ColumnReader {
  readonly #numbers: NumberReader;
  readonly #log: IssueLog;
  readonly #issues: ColumnIssues;

  constructor(log: IssueLog, expected: number) {
    this.#numbers = new NumberReader(log, "pValue", expected);
    this.#log = log;
    this.#issues = new ColumnIssues(log, "pValue");
  }

  append(bytes: Uint8Array, from: number, to: number, value: number): void {
    if (value > 0 && value <= 1) {
      this.#numbers.push(value === 1 ? 0 : -Math.log10(value));
      return;
    }
    let end = from;
    while (end < to && (bytes[end] | 32) !== 101) end++;
    const mantissa = parseDecimal(bytes, from, end);
    const exponent = end < to ? wholeNumber(bytes, end + 1, to) : 0;
    if (Number.isNaN(mantissa) || Number.isNaN(exponent)) {
      // A word: the reader of numbers knows which of them mean missing.
      this.#numbers.append(bytes, from, to, NaN);
      return;
    }
    const log = mantissa === 0 ? Infinity : -Math.log10(mantissa) - exponent;
    // −0 would print as "-0", and 1.0000001 is a rounding of 1.
    const isPossible = mantissa >= 0 && log > -1e-6;
    if (!isPossible) this.#issues.impossible(textOf(bytes, from, to), P_REASON);
    this.#numbers.push(isPossible ? (log <= 0 ? 0 : log) : NaN);
  }

  appendRows(block: FieldBlock, field: number, firstRow: number): void {
    const { bytes, rows, width, bounds, values } = block;
    for (let r = 0, i = field; r < rows; r++, i += width) {
      const value = values[i];
      if (value > 0 && value < 1) this.#numbers.push(-Math.log10(value));
      else {
        this.#log.row = firstRow + r;
        this.append(bytes, bounds[2 * i], bounds[2 * i + 1], value);
      }
    }
  }

  get notNumbers(): number {
    return this.#numbers.notNumbers;
  }

  finish(): Float64Array {
    return this.#numbers.finish();
  }

  slice(from: number, to: number): Float64Array {
    return this.#numbers.slice(from, to);
  }
}

function wholeNumber(bytes: Uint8Array, from: number, to: number): number {
  return parseDecimal(bytes, bytes[from] === 43 ? from + 1 : from, to);
}
