import { textColumn, type TextColumn } from "../io/text-column.ts";
import {
  ColumnIssues,
  isPlainlyMissing,
  MISSING,
  textOf,
  type ColumnReader,
} from "./column-reader.ts";
import type { IssueLog } from "./issues.ts";

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

  slice(from: number, to: number): string[] {
    return this.#alleles.slice(from, to);
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

  slice(from: number, to: number): string[] {
    return this.#texts.slice(from, to);
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

  slice(from: number, to: number): string[] {
    return this.#words.slice(from, to);
  }
}
