import { LINE_FEED } from "./field-bounds.ts";

/** Texts as UTF-8 bytes, a line feed after each: text i is bytes[starts[i] … starts[i + 1] − 1). */
export interface TextTable {
  readonly count: number;
  readonly bytes: Uint8Array;
  /** count + 1 numbers. */
  readonly starts: Uint32Array;
}

const textEncoder = new TextEncoder();
const textDecoder = new TextDecoder("utf-8", { ignoreBOM: true });
// Larger strings would each get pages of their own, which the system has to clear.
const DECODED_BYTES = 64 * 1024;

/** Collects texts as bytes. Two texts are equal exactly where their bytes are. */
export class TextTableBuilder {
  count = 0;
  /** Bytes so far. */
  filled = 0;
  readonly #isTrimmed: boolean;
  #bytes: Uint8Array;
  #starts: Uint32Array;

  /**
   * @param options.trim - takes blanks of other scripts off, too; the caller leaves out ASCII ones
   * @param options.rows - how many texts are expected
   */
  constructor({ trim = false, rows = 1024 }: { readonly trim?: boolean; readonly rows?: number }) {
    this.#isTrimmed = trim;
    this.#bytes = new Uint8Array(8 * rows);
    this.#starts = new Uint32Array(rows);
  }

  /** Adds a text, which must not contain a line feed. */
  append(bytes: Uint8Array, from: number, to: number): void {
    this.#makeRoom(to - from + 1, 1);
    this.#starts[this.count++] = this.filled;
    const into = this.#bytes;
    let seen = 0;
    let at = this.filled;
    for (let i = from; i < to; i++) {
      seen |= bytes[i];
      into[at++] = bytes[i];
    }
    if (seen >= 128) at = this.#putCanonical(bytes, from, to);
    this.#bytes[at] = LINE_FEED;
    this.filled = at + 1;
  }

  /** Adds texts with a line feed after each, which start at these places, counted with `filled` bytes before the first. */
  appendBlock({ bytes, starts }: Pick<TextTable, "bytes" | "starts">): void {
    this.#makeRoom(bytes.length, starts.length);
    this.#bytes.set(bytes, this.filled);
    this.#starts.set(starts, this.count);
    this.filled += bytes.length;
    this.count += starts.length;
  }

  /** Some of the texts so far. */
  slice(from: number, to: number): string[] {
    const end = Math.min(to, this.count);
    if (end <= from) return [];
    const stop = end < this.count ? this.#starts[end] : this.filled;
    return decodeTexts(this.#bytes, this.#starts[from], stop - 1).split("\n");
  }

  finish(): TextTable {
    const { count, filled } = this;
    this.#makeRoom(0, 1);
    this.#starts[count] = filled;
    return {
      count,
      bytes: trimmedRoom(this.#bytes, filled),
      starts: trimmedRoom(this.#starts, count + 1),
    };
  }

  /** Bytes that are no UTF-8 differ and mean the same text: the text decides. */
  #putCanonical(bytes: Uint8Array, from: number, to: number): number {
    const decoded = decodeTexts(bytes, from, to);
    const text = textEncoder.encode(this.#isTrimmed ? decoded.trim() : decoded);
    this.#makeRoom(text.length + 1, 0);
    this.#bytes.set(text, this.filled);
    return this.filled + text.length;
  }

  #makeRoom(bytes: number, texts: number): void {
    if (this.filled + bytes > this.#bytes.length) {
      this.#bytes = enlarged(this.#bytes, 2 * (this.filled + bytes));
    }
    if (this.count + texts > this.#starts.length) {
      const grown = new Uint32Array(2 * (this.count + texts));
      grown.set(this.#starts);
      this.#starts = grown;
    }
  }
}

/** Bytes of texts as one string; a copy of shared memory, which cannot be decoded. */
export function decodeTexts(bytes: Uint8Array, from: number, to: number): string {
  return textDecoder.decode(bytes.slice(from, to));
}

/** Some texts as strings. */
export function stringsBetween({ bytes, starts }: TextTable, from: number, to: number): string[] {
  if (to <= from) return [];
  return decodeTexts(bytes, starts[from], starts[to] - 1).split("\n");
}

/** All texts as strings: one call of a decoder makes thousands, where decoding each alone takes ten times as long. */
export function stringsOf({ count, bytes, starts }: TextTable): string[] {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const parts: string[][] = [];
  for (let from = 0; from < count;) {
    let to = from + 1;
    const most = starts[from] + DECODED_BYTES;
    while (to < count && starts[to + 1] <= most) to++;
    // The last line feed ends a text; it does not begin another.
    parts.push(decoder.decode(bytes.subarray(starts[from], starts[to] - 1)).split("\n"));
    from = to;
  }
  return parts.length === 1 ? parts[0] : parts.flat();
}

/** Whether two tables hold the same texts. */
export function haveSameTexts(a: TextTable, b: TextTable): boolean {
  const length = a.bytes.length;
  if (a.count !== b.count || b.bytes.length !== length) return false;
  // Four bytes at a time; both begin where their memory does.
  const words = length >> 2;
  const left = new Int32Array(a.bytes.buffer, a.bytes.byteOffset, words);
  const right = new Int32Array(b.bytes.buffer, b.bytes.byteOffset, words);
  let difference = 0;
  for (let i = 0; i < words; i++) difference |= left[i] ^ right[i];
  for (let i = 4 * words; i < length; i++) difference |= a.bytes[i] ^ b.bytes[i];
  return difference === 0;
}

function enlarged(bytes: Uint8Array, length: number): Uint8Array {
  const grown = new Uint8Array(length);
  grown.set(bytes);
  return grown;
}

/** Room to spare is kept rather than copied, unless it is much. */
function trimmedRoom<View extends Uint8Array | Uint32Array>(view: View, length: number): View {
  return (view.length > 1.25 * length ? view.slice(0, length) : view.subarray(0, length)) as View;
}
