import { LINE_FEED } from "./field-bounds.ts";
import type { VisitLines } from "./lines.ts";

/** Memory that is used again and again: a fresh page costs as much as splitting the lines on it. */
const PIECE_BYTES = 64 * 1024;

/** Visits whole lines some at a time, longer ones one by one. */
export function visitPieces(bytes: Uint8Array, from: number, to: number, visit: VisitLines): void {
  for (let at = from; at < to;) {
    let end = to;
    if (to - at > PIECE_BYTES) {
      end = bytes.lastIndexOf(LINE_FEED, at + PIECE_BYTES - 1) + 1;
      if (end <= at) end = bytes.indexOf(LINE_FEED, at) + 1;
      if (end <= at || end > to) end = to;
    }
    visit(bytes, at, end);
    at = end;
  }
}
