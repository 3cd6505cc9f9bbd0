import { ByteTexts } from "../io/byte-texts.ts";
import { CodeColumn, CodedTexts, Words } from "../io/coded-texts.ts";
import { TextTableBuilder } from "../io/text-table.ts";
import type { HeldTexts } from "../held-texts.ts";
import {
  ColumnIssues,
  isPlainlyMissing,
  MISSING,
  textOf,
  type ColumnReader,
  type FieldBlock,
} from "./column-reader.ts";
import type { IssueLog } from "./issues.ts";

const [A, C, G, T] = [65, 67, 71, 84];
export const NOT_LETTERS = "not written in A, C, G, T";

/** Alleles in capitals; what is not written in A, C, G, T stays as it is, with an issue. */
export class AlleleReader implements ColumnReader {
  readonly #words: Words;
  readonly #codes: CodeColumn;
  readonly #log: IssueLog;
  readonly #issues: ColumnIssues;
  #capitals = new Uint8Array(64);
  /** Codes of A, C, G and T by their bytes; others 0. */
  readonly #letters = new Uint32Array(256);
  lowerCase = 0;

  /** @param words - those of all columns of alleles of a file */
  constructor(log: IssueLog, column: string, words: Words, expected: number) {
    this.#log = log;
    this.#issues = new ColumnIssues(log, column);
    this.#words = words;
    this.#codes = new CodeColumn(expected);
    for (const letter of [A, C, G, T]) {
      this.#letters[letter] = words.codeOf(String.fromCharCode(letter));
    }
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
      this.#codes.append(
        hasLower
          ? this.#words.codeAt(this.#capitals, 0, length)
          : this.#words.codeAt(bytes, from, to),
      );
      return;
    }
    if (isPlainlyMissing(bytes, from, to) || MISSING.has(textOf(bytes, from, to))) {
      this.#issues.missing();
      this.#codes.append(0);
      return;
    }
    // Digits may stand for letters, which only the whole column tells.
    const isDigit = length === 1 && bytes[from] >= 49 && bytes[from] <= 52;
    if (!isDigit) this.#issues.impossible(textOf(bytes, from, to), NOT_LETTERS);
    this.#codes.append(this.#words.codeAt(bytes, from, to));
  }

  appendRows({ bytes, rows, width, bounds }: FieldBlock, field: number, firstRow: number): void {
    for (let r = 0, i = 2 * field; r < rows; r++, i += 2 * width) {
      const from = bounds[i];
      const to = bounds[i + 1];
      const code = to - from === 1 ? this.#letters[bytes[from]] : 0;
      if (code > 0) this.#codes.append(code);
      else {
        this.#log.row = firstRow + r;
        this.append(bytes, from, to);
      }
    }
  }

  finish(): CodedTexts {
    return new CodedTexts(this.#words, this.#codes.finish());
  }

  slice(from: number, to: number): CodedTexts {
    return new CodedTexts(this.#words, this.#codes.slice(from, to));
  }
}

/** Text; words for missing become "". */
export class TextReader implements ColumnReader {
  readonly #texts: TextTableBuilder;

  constructor(expected: number) {
    this.#texts = new TextTableBuilder({ rows: expected });
  }

  append(bytes: Uint8Array, from: number, to: number): void {
    const isMissing =
      isPlainlyMissing(bytes, from, to) || (to - from <= 4 && MISSING.has(textOf(bytes, from, to)));
    this.#texts.append(bytes, from, isMissing ? from : to);
  }

  appendRows({ bytes, rows, width, bounds }: FieldBlock, field: number): void {
    for (let r = 0, i = 2 * field; r < rows; r++, i += 2 * width) {
      const from = bounds[i];
      const to = bounds[i + 1];
      if (to - from > 4) this.#texts.append(bytes, from, to);
      else this.append(bytes, from, to);
    }
  }

  finish(): ByteTexts {
    return new ByteTexts(this.#texts.finish());
  }

  slice(from: number, to: number): HeldTexts {
    return heldStrings(this.#texts.slice(from, to));
  }
}

/** Text of which few are different: traits, units, codes. */
export class WordReader implements ColumnReader {
  readonly #words = new Words();
  readonly #codes: CodeColumn;
  readonly #known = new Map<string, number>();
  readonly #value: string | undefined;
  #last = new Uint8Array(0);
  #lastCode = -1;

  /** @param value - a word for missing that is a value here: `.` of error codes, `-` of strands */
  constructor(expected: number, value?: string) {
    this.#codes = new CodeColumn(expected);
    this.#value = value;
  }

  append(bytes: Uint8Array, from: number, to: number): void {
    if (this.#lastCode < 0 || !isSameText(bytes, from, to, this.#last)) {
      const text = textOf(bytes, from, to);
      let code = this.#known.get(text);
      if (code === undefined) {
        code = this.#words.codeOf(MISSING.has(text) && text !== this.#value ? "" : text);
        this.#known.set(text, code);
      }
      this.#last = bytes.slice(from, to);
      this.#lastCode = code;
    }
    this.#codes.append(this.#lastCode);
  }

  appendRows({ bytes, rows, width, bounds }: FieldBlock, field: number): void {
    for (let r = 0, i = 2 * field; r < rows; r++, i += 2 * width) {
      this.append(bytes, bounds[i], bounds[i + 1]);
    }
  }

  finish(): CodedTexts {
    return new CodedTexts(this.#words, this.#codes.finish());
  }

  slice(from: number, to: number): CodedTexts {
    return new CodedTexts(this.#words, this.#codes.slice(from, to));
  }
}

function isSameText(bytes: Uint8Array, from: number, to: number, text: Uint8Array): boolean {
  if (to - from !== text.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[from + i] !== text[i]) return false;
  return true;
}

function heldStrings(texts: readonly string[]): HeldTexts {
  return { count: texts.length, at: (row) => texts[row], strings: () => [...texts] };
}
