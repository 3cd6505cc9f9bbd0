import type { ByteSource } from "./byte-source.ts";
import { LINE_FEED } from "./field-bounds.ts";

/** Rows of a text as its first rows suggest, some percent too many; of a gzip text too few. */
export function expectedRows(
  source: ByteSource,
  bytes: Uint8Array,
  from: number,
  to: number,
): number {
  let lines = 1;
  let at = from;
  for (; at < to && lines < 1000; at++) lines += Number(bytes[at] === LINE_FEED);
  return Math.ceil((1.05 * lines * source.size) / Math.max(1, at - from));
}
