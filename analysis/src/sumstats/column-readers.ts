import { summaryChromosomeCode } from "../io/chromosome.ts";
import { parseDecimal } from "../io/decimal.ts";
import { textColumn, type TextColumn } from "../io/text-column.ts";
import type { Column } from "../table.ts";
import type { IssueGroup, IssueLog } from "./issues.ts";

/** Collects one column from fields of rows. */
export interface ColumnReader {
  /** `value` is the number that the field is, NaN where the caller has not looked. */
  append(bytes: Uint8Array, from: number, to: number, value: number): void;
  finish(): Column;
}

const MISSING = new Set([
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

function textOf(bytes: Uint8Array, from: number, to: number): string {
  return decoder.decode(bytes.slice(from, to)).trim();
}

const POINT = 46;
const UPPER_A = 65;
const UPPER_N = 78;

/** The words for a missing value that are in nearly every file, without making a string. */
function isPlainlyMissing(bytes: Uint8Array, from: number, to: number): boolean {
  if (to === from) return true;
  if (to - from === 1) return bytes[from] === POINT;
  return to - from === 2 && bytes[from] === UPPER_N && bytes[from + 1] === UPPER_A;
}

/** Values that a column of numbers can have; a bound is part of it unless it is `open`. */
export interface NumberRange {
  readonly low: number;
  readonly high: number;
  readonly open?: boolean;
  /** Why others are impossible, in words. */
  readonly reason: string;
}

/** Issues of one column, made when the first is found. */
class ColumnIssues {
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

/** Numbers; what is none, or out of range, becomes NaN and an issue. */
export class NumberReader implements ColumnReader {
  #values: Float64Array;
  #count = 0;
  readonly #range: NumberRange | undefined;
  readonly #issues: ColumnIssues;
  /** Fields that are neither a number nor a word for a missing one. */
  notNumbers = 0;

  constructor(log: IssueLog, column: string, expected: number, range?: NumberRange) {
    this.#values = new Float64Array(expected);
    this.#range = range;
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

  push(number: number): void {
    if (this.#count === this.#values.length) {
      const grown = new Float64Array(2 * this.#count + 16);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#count++] = number;
  }

  finish(): Float64Array {
    return fitted(this.#values, this.#count);
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

/** A typed array of exactly its values; the same memory where little of it is spare. */
function fitted<T extends Float64Array | Int32Array | Uint8Array>(values: T, count: number): T {
  if (count >= 0.9 * values.length) return values.subarray(0, count) as T;
  return values.slice(0, count) as T;
}

const P_REASON = "a P value lies between 0 and 1";

/** −log10 of P values as text, however small; Infinity for 0. */
export class PValueReader implements ColumnReader {
  readonly #numbers: NumberReader;
  readonly #issues: ColumnIssues;

  constructor(log: IssueLog, expected: number) {
    this.#numbers = new NumberReader(log, "pValue", expected);
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

  get notNumbers(): number {
    return this.#numbers.notNumbers;
  }

  finish(): Float64Array {
    return this.#numbers.finish();
  }
}

function wholeNumber(bytes: Uint8Array, from: number, to: number): number {
  return parseDecimal(bytes, bytes[from] === 43 ? from + 1 : from, to);
}

/** Chromosome codes; what is none becomes 0 and an issue. */
export class ChromosomeReader implements ColumnReader {
  #values: Uint8Array;
  #count = 0;
  readonly #codes = new Map<string, number>();
  readonly #issues: ColumnIssues;

  constructor(log: IssueLog, expected: number) {
    this.#values = new Uint8Array(expected);
    this.#issues = new ColumnIssues(log, "chromosome");
  }

  append(bytes: Uint8Array, from: number, to: number, value: number): void {
    const isAutosome = value >= 1 && value <= 22 && Number.isInteger(value);
    if (this.#count === this.#values.length) {
      const grown = new Uint8Array(2 * this.#count + 16);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#count++] = isAutosome ? value : this.#named(textOf(bytes, from, to));
  }

  finish(): Uint8Array {
    return fitted(this.#values, this.#count);
  }

  #named(text: string): number {
    if (MISSING.has(text)) {
      this.#issues.missing();
      return 0;
    }
    let code = this.#codes.get(text);
    if (code === undefined) {
      // Tables that went through data frames have chromosome 1.0.
      code = summaryChromosomeCode(text.replace(/\.0+$/, ""));
      if (this.#codes.size < 1000) this.#codes.set(text, code);
    }
    if (code === 0) this.#issues.impossible(text, "none of 1–22, X, Y, MT; the chromosome is 0");
    return code;
  }
}

const POSITION_REASON = "a position is a whole number from 1 to 2,147,483,647; it is 0";

/** 1-based positions; what is none becomes 0 and an issue. Thousands separators and 1.5e6 are read. */
export class PositionReader implements ColumnReader {
  #values: Int32Array;
  #count = 0;
  readonly #issues: ColumnIssues;

  constructor(log: IssueLog, expected: number) {
    this.#values = new Int32Array(expected);
    this.#issues = new ColumnIssues(log, "basePairLocation");
  }

  append(bytes: Uint8Array, from: number, to: number, value: number): void {
    const isPosition = value >= 1 && Number.isInteger(value);
    if (this.#count === this.#values.length) {
      const grown = new Int32Array(2 * this.#count + 16);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#count++] = isPosition ? value : this.#written(textOf(bytes, from, to));
  }

  finish(): Int32Array {
    return fitted(this.#values, this.#count);
  }

  #written(text: string): number {
    if (MISSING.has(text)) {
      this.#issues.missing();
      return 0;
    }
    const bare = /^\d{1,3}(,\d{3})+$/.test(text) ? text.replaceAll(",", "") : text;
    const value = Number(bare);
    const whole = Math.round(value);
    if (whole >= 1 && whole < 2 ** 31 && Math.abs(value - whole) < 1e-6) return whole;
    this.#issues.impossible(text, POSITION_REASON);
    return 0;
  }
}

const [A, C, G, T] = [65, 67, 71, 84];
export const NOT_LETTERS = "not written in A, C, G, T";

/** Alleles in capitals; what is not written in A, C, G, T stays as it is, with an issue. */
export class AlleleReader implements ColumnReader {
  readonly #alleles: TextColumn = textColumn();
  readonly #issues: ColumnIssues;
  #capitals = new Uint8Array(64);
  lowerCase = 0;

  constructor(log: IssueLog, column: string) {
    this.#issues = new ColumnIssues(log, column);
  }

  append(bytes: Uint8Array, from: number, to: number): void {
    const length = to - from;
    if (length > this.#capitals.length) this.#capitals = new Uint8Array(2 * length);
    let isSequence = length > 0;
    let hasLower = false;
    for (let i = 0; i < length; i++) {
      const byte = bytes[from + i];
      const isLower = byte >= 97 && byte <= 122;
      const capital = isLower ? byte - 32 : byte;
      hasLower ||= isLower;
      this.#capitals[i] = capital;
      if (capital !== A && capital !== C && capital !== G && capital !== T) isSequence = false;
    }
    if (isSequence) {
      if (hasLower) this.lowerCase++;
      this.#alleles.append(
        hasLower ? this.#capitals : bytes,
        hasLower ? 0 : from,
        hasLower ? length : to,
      );
      return;
    }
    if (isPlainlyMissing(bytes, from, to) || MISSING.has(textOf(bytes, from, to))) {
      this.#issues.missing();
      this.#alleles.append(bytes, from, from);
      return;
    }
    // Digits may stand for letters, which only the whole column tells.
    const isDigit = length === 1 && bytes[from] >= 49 && bytes[from] <= 52;
    if (!isDigit) this.#issues.impossible(textOf(bytes, from, to), NOT_LETTERS);
    this.#alleles.append(bytes, from, to);
  }

  finish(): string[] {
    return this.#alleles.finish();
  }
}

/** Text; words for missing become "". */
export class TextReader implements ColumnReader {
  readonly #texts: TextColumn = textColumn();

  append(bytes: Uint8Array, from: number, to: number): void {
    const isMissing =
      isPlainlyMissing(bytes, from, to) || (to - from <= 4 && MISSING.has(textOf(bytes, from, to)));
    this.#texts.append(bytes, from, isMissing ? from : to);
  }

  finish(): string[] {
    return this.#texts.finish();
  }
}

/** Text of which few are different: traits, units, codes. */
export class WordReader implements ColumnReader {
  readonly #words: string[] = [];
  readonly #known = new Map<string, string>();
  readonly #value: string | undefined;

  /** @param value - a word for missing that is a value here: `.` of error codes, `-` of strands */
  constructor(value?: string) {
    this.#value = value;
  }

  append(bytes: Uint8Array, from: number, to: number): void {
    const text = textOf(bytes, from, to);
    const word = MISSING.has(text) && text !== this.#value ? "" : text;
    const known = this.#known.get(word);
    if (known === undefined) this.#known.set(word, word);
    this.#words.push(known ?? word);
  }

  finish(): string[] {
    return this.#words;
  }
}
