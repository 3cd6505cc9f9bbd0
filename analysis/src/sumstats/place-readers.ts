import { summaryChromosomeCode } from "../io/chromosome.ts";
import { parseDecimal } from "../io/decimal.ts";
import {
  ColumnIssues,
  fitted,
  MISSING,
  textOf,
  type ColumnReader,
  type FieldBlock,
} from "./column-reader.ts";
import type { IssueLog } from "./issues.ts";

/** Chromosome codes; what is none becomes 0 and an issue. */
export class ChromosomeReader implements ColumnReader {
  #values: Uint8Array;
  #count = 0;
  readonly #codes = new Map<string, number>();
  readonly #log: IssueLog;
  readonly #issues: ColumnIssues;

  constructor(log: IssueLog, expected: number) {
    this.#values = new Uint8Array(expected);
    this.#log = log;
    this.#issues = new ColumnIssues(log, "chromosome");
  }

  append(bytes: Uint8Array, from: number, to: number, value: number): void {
    const code = Number.isNaN(value) ? parseDecimal(bytes, from, to) : value;
    const isAutosome = code >= 1 && code <= 22 && Number.isInteger(code);
    if (this.#count === this.#values.length) {
      const grown = new Uint8Array(2 * this.#count + 16);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#count++] = isAutosome ? code : this.#named(textOf(bytes, from, to));
  }

  appendRows(block: FieldBlock, field: number, firstRow: number): void {
    const { bytes, rows, width, bounds, values } = block;
    for (let r = 0, i = field; r < rows; r++, i += width) {
      this.#log.row = firstRow + r;
      this.append(bytes, bounds[2 * i], bounds[2 * i + 1], values[i]);
    }
  }

  finish(): Uint8Array {
    return fitted(this.#values, this.#count);
  }

  slice(from: number, to: number): Uint8Array {
    return this.#values.slice(from, to);
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
  readonly #log: IssueLog;
  readonly #issues: ColumnIssues;

  constructor(log: IssueLog, expected: number) {
    this.#values = new Int32Array(expected);
    this.#log = log;
    this.#issues = new ColumnIssues(log, "basePairLocation");
  }

  append(bytes: Uint8Array, from: number, to: number, value: number): void {
    const number = Number.isNaN(value) ? parseDecimal(bytes, from, to) : value;
    const isPosition = number >= 1 && number < 2 ** 31 && Number.isInteger(number);
    if (this.#count === this.#values.length) {
      const grown = new Int32Array(2 * this.#count + 16);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#count++] = isPosition ? number : this.#written(textOf(bytes, from, to));
  }

  appendRows(block: FieldBlock, field: number, firstRow: number): void {
    const { bytes, rows, width, bounds, values } = block;
    for (let r = 0, i = field; r < rows; r++, i += width) {
      this.#log.row = firstRow + r;
      this.append(bytes, bounds[2 * i], bounds[2 * i + 1], values[i]);
    }
  }

  finish(): Int32Array {
    return fitted(this.#values, this.#count);
  }

  slice(from: number, to: number): Int32Array {
    return this.#values.slice(from, to);
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
