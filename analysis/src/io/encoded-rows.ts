import type { EncodedRows } from "./cohort.ts";
import { TAB } from "./field-bounds.ts";
import { textColumn } from "./text-column.ts";

/** Places of the fields of a row of a variant table. */
export const ROW_FIELDS = { id: 2, reference: 3, alternate: 4 } as const;

/** Where a field of a row starts; where it ends is a tab, or the row's end. */
export function fieldStart({ bytes, offsets }: EncodedRows, row: number, field: number): number {
  let at = offsets[row];
  for (let tabs = 0; tabs < field; at++) if (bytes[at] === TAB) tabs++;
  return at;
}

export function fieldEnd({ bytes, offsets }: EncodedRows, row: number, start: number): number {
  const end = offsets[row + 1];
  let at = start;
  while (at < end && bytes[at] !== TAB) at++;
  return at;
}

/** One field of one row. */
export function decodeField(rows: EncodedRows, row: number, field: number): string {
  const start = fieldStart(rows, row, field);
  // A copy: shared memory cannot be decoded.
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(
    rows.bytes.slice(start, fieldEnd(rows, row, start)),
  );
}

/** One field of all rows. */
export function decodeColumn(rows: EncodedRows, field: number): string[] {
  const column = textColumn();
  for (let row = 0; row + 1 < rows.offsets.length; row++) {
    const start = fieldStart(rows, row, field);
    column.append(rows.bytes, start, fieldEnd(rows, row, start));
  }
  return column.finish();
}

/** These rows, one after the other. */
export function pickRows({ offsets, bytes }: EncodedRows, indices: Uint32Array): EncodedRows {
  const count = indices.length;
  const starts = new Uint32Array(sharedBuffer(4 * (count + 1)));
  let size = 0;
  for (let i = 0; i < count; i++) {
    starts[i] = size;
    size += offsets[indices[i] + 1] - offsets[indices[i]];
  }
  starts[count] = size;
  const picked = new Uint8Array(sharedBuffer(size));
  for (let i = 0; i < count;) {
    let next = i + 1;
    while (next < count && indices[next] === indices[next - 1] + 1) next++;
    picked.set(bytes.subarray(offsets[indices[i]], offsets[indices[next - 1] + 1]), starts[i]);
    i = next;
  }
  return { offsets: starts, bytes: picked };
}

/** Memory that workers see too, where there is such. */
export function sharedBuffer(size: number): ArrayBufferLike {
  return typeof SharedArrayBuffer === "undefined"
    ? new ArrayBuffer(size)
    : new SharedArrayBuffer(size);
}
