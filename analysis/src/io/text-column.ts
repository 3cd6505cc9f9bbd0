import { LINE_FEED } from "./field-bounds.ts";

/** Collects fields of a text file without making a string of each by itself. */
export interface TextColumn {
  /** Adds a field; returns a hash of its bytes, never 0. */
  append(bytes: Uint8Array, from: number, to: number): number;
  /** All fields, in the order in which they were appended. */
  finish(): string[];
  /** Some of those so far. */
  slice(from: number, to: number): string[];
}

// Larger strings would each get pages of their own, which the system has to clear.
const FLUSH_BYTES = 64 * 1024;

/**
 * A column of text out of UTF-8 bytes. A field must not contain a line feed.
 *
 * One `TextDecoder` call and one `split` make thousands of strings, where decoding each alone takes ten times as long.
 *
 * @param options.trim - takes blanks of other scripts off, too; the caller leaves out ASCII ones
 */
export function textColumn({ trim = false }: { readonly trim?: boolean } = {}): TextColumn {
  return new Fields(trim);
}

// A class, as closures would be compiled anew for every file.
class Fields implements TextColumn {
  readonly decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  readonly isTrimmed: boolean;
  readonly fields: string[] = [];
  /** Places in `fields` of what is still bytes. */
  readonly pending: number[] = [];
  pendingCount = 0;
  buffer = new Uint8Array(4096);
  filled = 0;
  isAscii = true;

  constructor(isTrimmed: boolean) {
    this.isTrimmed = isTrimmed;
  }

  append(bytes: Uint8Array, from: number, to: number): number {
    if (to - from === 1 && bytes[from] < 128) {
      this.fields.push(String.fromCharCode(bytes[from]));
      return bytes[from] + 1;
    }
    this.pending[this.pendingCount++] = this.fields.length;
    this.fields.push("");
    let at = this.filled;
    if (at + (to - from) >= this.buffer.length) this.grow(at + (to - from) + 1);
    const { buffer } = this;
    let seen = 0;
    let hash = 0;
    for (let i = from; i < to; i++) {
      const byte = bytes[i];
      seen |= byte;
      hash = (Math.imul(hash, 31) + byte) | 0;
      buffer[at++] = byte;
    }
    buffer[at] = LINE_FEED;
    this.filled = at + 1;
    if (seen >= 128) this.isAscii = false;
    if (at >= FLUSH_BYTES) this.flush();
    return hash >>> 0 || 1;
  }

  finish(): string[] {
    if (this.filled > 0) this.flush();
    return this.fields;
  }

  slice(from: number, to: number): string[] {
    if (this.filled > 0) this.flush();
    return this.fields.slice(from, to);
  }

  grow(needed: number): void {
    const grown = new Uint8Array(2 * needed);
    grown.set(this.buffer.subarray(0, this.filled));
    this.buffer = grown;
  }

  flush(): void {
    // The last line feed ends a field; it does not begin another.
    const text = this.decoder.decode(this.buffer.subarray(0, this.filled - 1));
    const some = text.split("\n");
    const mayHaveBlanks = this.isTrimmed && !this.isAscii;
    for (let i = 0; i < some.length; i++) {
      this.fields[this.pending[i]] = mayHaveBlanks ? some[i].trim() : some[i];
    }
    this.pendingCount = 0;
    this.filled = 0;
    this.isAscii = true;
  }
}
