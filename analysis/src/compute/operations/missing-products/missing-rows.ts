import type { MissingProductsInput } from "./index.ts";

/** Writes the rows that miss a sample into `list`; returns how many. */
export function listMissingRows(
  { block, missing, first = 0, end = block.count }: MissingProductsInput,
  list: Int32Array,
): number {
  let count = 0;
  for (let v = first; v < end; v++) if (missing[v] > 0) list[count++] = v;
  return count;
}
