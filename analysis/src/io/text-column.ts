import { LINE_FEED } from "./field-bounds.ts";

/** Collects fields of a text file without making a string of each by itself. */
export interface TextColumn {
  /** Adds a field; returns a hash of its bytes, never 0. */
  append(bytes: Uint8Array, from: number, to: number): number;
  /** All fields, in the order in which they were appended. */
  finish(): string[];
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
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const fields: string[] = [];
  /** Places in `fields` of what is still bytes. */
  const pending: number[] = [];
  let buffer = new Uint8Array(4096);
  let filled = 0;
  let isAscii = true;
  const flush = (): void => {
    if (filled === 0) return;
    // The last line feed ends a field; it does not begin another.
    const some = decoder.decode(buffer.subarray(0, filled - 1)).split("\n");
    const isTrimmed = !trim || isAscii;
    for (let i = 0; i < some.length; i++) fields[pending[i]] = isTrimmed ? some[i] : some[i].trim();
    pending.length = 0;
    filled = 0;
    isAscii = true;
  };
  return {
    append(bytes, from, to) {
      if (to - from === 1 && bytes[from] < 128) {
        fields.push(String.fromCharCode(bytes[from]));
        return bytes[from] + 1;
      }
      pending.push(fields.length);
      fields.push("");
      const needed = filled + (to - from) + 1;
      if (needed > buffer.length) {
        const grown = new Uint8Array(2 * needed);
        grown.set(buffer.subarray(0, filled));
        buffer = grown;
      }
      let seen = 0;
      let hash = 0;
      for (let at = from; at < to; at++) {
        const byte = bytes[at];
        seen |= byte;
        hash = (Math.imul(hash, 31) + byte) | 0;
        buffer[filled++] = byte;
      }
      buffer[filled++] = LINE_FEED;
      if (seen >= 128) isAscii = false;
      if (filled >= FLUSH_BYTES) flush();
      return hash >>> 0 || 1;
    },
    finish() {
      flush();
      return fields;
    },
  };
}
