import type { ByteSource } from "./byte-source.ts";
import { LINE_FEED } from "./field-bounds.ts";

const COUNTED_LINES = 500;

/** Rows of a text as those in the middle of its first block suggest, some percent too many; of a gzip text too few. */
export function expectedRows(
  source: ByteSource,
  bytes: Uint8Array,
  from: number,
  to: number,
): number {
  // Later rows are longer where people are numbered.
  const middle = bytes.indexOf(LINE_FEED, from + ((to - from) >> 1)) + 1;
  const start = middle > 0 && middle < to ? middle : from;
  let lines = 0;
  let at = start;
  while (at < to && lines < COUNTED_LINES) {
    const end = bytes.indexOf(LINE_FEED, at);
    at = end < 0 || end >= to ? to : end + 1;
    lines++;
  }
  return Math.ceil((1.05 * Math.max(1, lines) * source.size) / Math.max(1, at - start)) + 1;
}
