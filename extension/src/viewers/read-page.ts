import type { FileRows } from "@genobook/kernel/messages";
import type { Page, PageColumn } from "./page-cache.ts";

const ARRAYS = {
  float64: Float64Array,
  float32: Float32Array,
  int32: Int32Array,
  uint8: Uint8Array,
} as const;

/** A page out of an answer and its buffers. */
export function readPage(
  { from, count, rowCount, columns }: FileRows,
  buffers: readonly DataView[],
): Page {
  let next = 0;
  const read = columns.map((column): [string, PageColumn] => {
    if ("texts" in column) return [column.name, column.texts];
    const view = buffers[next++]!;
    // Buffers of a message need not begin at a multiple of eight.
    const bytes = view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength);
    return [column.name, new ARRAYS[column.numbers](bytes as ArrayBuffer)];
  });
  return { from, count, rowCount, columns: new Map(read) };
}
