import type { HeldTexts } from "../held-texts.ts";

export type Codes = Uint8Array | Uint16Array | Uint32Array;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Texts that are told apart by small numbers; several columns may share them. "" has the number 0. */
export class Words {
  readonly texts: string[] = [""];
  readonly #codes = new Map<string, number>([["", 0]]);
  /** Of texts of one ASCII letter; 0 where it is not known yet. */
  readonly #letters = new Uint32Array(128);

  codeOf(text: string): number {
    let code = this.#codes.get(text);
    if (code === undefined) {
      code = this.texts.push(text) - 1;
      this.#codes.set(text, code);
    }
    return code;
  }

  /** Of a text in UTF-8. */
  codeAt(bytes: Uint8Array, from: number, to: number): number {
    const isLetter = to - from === 1 && bytes[from] < 128;
    const known = isLetter ? this.#letters[bytes[from]] : 0;
    if (known > 0) return known;
    // A copy: shared memory cannot be decoded.
    const code = this.codeOf(decoder.decode(bytes.slice(from, to)));
    if (isLetter) this.#letters[bytes[from]] = code;
    return code;
  }
}

/** A column of texts of which few are different. */
export class CodedTexts implements HeldTexts {
  readonly words: Words;
  readonly codes: Codes;

  constructor(words: Words, codes: Codes) {
    this.words = words;
    this.codes = codes;
  }

  get count(): number {
    return this.codes.length;
  }

  at(row: number): string {
    return this.words.texts[this.codes[row]];
  }

  strings(): string[] {
    const { texts } = this.words;
    return Array.from(this.codes, (code) => texts[code]);
  }

  /** Other texts in place of each of these. */
  map(change: (text: string) => string, words: Words = new Words()): CodedTexts {
    const column = new CodeColumn(this.count);
    const changed = new Map<number, number>();
    for (const code of this.codes) {
      let other = changed.get(code);
      if (other === undefined)
        changed.set(code, (other = words.codeOf(change(this.words.texts[code]))));
      column.append(other);
    }
    return new CodedTexts(words, column.finish());
  }

  /** The different ones, in the order in which they come. */
  distinct(): string[] {
    const isSeen = new Uint8Array(this.words.texts.length);
    const found: string[] = [];
    for (let i = 0; i < this.codes.length; i++) {
      const code = this.codes[i];
      if (isSeen[code] === 1) continue;
      isSeen[code] = 1;
      found.push(this.words.texts[code]);
    }
    return found;
  }
}

/** Collects codes, each in as few bytes as the largest needs. */
export class CodeColumn {
  count = 0;
  #codes: Codes;
  #largest = 255;

  constructor(expected: number) {
    this.#codes = new Uint8Array(expected);
  }

  append(code: number): void {
    if (this.count === this.#codes.length || code > this.#largest) this.#makeRoom(code);
    this.#codes[this.count++] = code;
  }

  finish(): Codes {
    const { count } = this;
    return count >= 0.9 * this.#codes.length
      ? this.#codes.subarray(0, count)
      : this.#codes.slice(0, count);
  }

  slice(from: number, to: number): Codes {
    return this.#codes.slice(from, Math.min(to, this.count));
  }

  #makeRoom(code: number): void {
    const length = this.count === this.#codes.length ? 2 * this.count + 16 : this.#codes.length;
    const isSame = code <= this.#largest;
    const Wider = isSame
      ? (this.#codes.constructor as Uint32ArrayConstructor)
      : code < 2 ** 16
        ? Uint16Array
        : Uint32Array;
    const grown = new Wider(length);
    grown.set(this.#codes.subarray(0, this.count));
    this.#codes = grown;
    this.#largest = 2 ** (8 * grown.BYTES_PER_ELEMENT) - 1;
  }
}

/** The codes of strings. */
export function codedTexts(texts: readonly string[], words: Words = new Words()): CodedTexts {
  const column = new CodeColumn(texts.length);
  for (const text of texts) column.append(words.codeOf(text));
  return new CodedTexts(words, column.finish());
}

/** One text in all rows. */
export function constantTexts(count: number, text: string, words: Words = new Words()): CodedTexts {
  const code = words.codeOf(text);
  if (code > 255) return new CodedTexts(words, new Uint32Array(count).fill(code));
  return new CodedTexts(words, new Uint8Array(count).fill(code));
}
