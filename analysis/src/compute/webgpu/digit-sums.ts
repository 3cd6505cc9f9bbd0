import type { DigitColumns, DigitShard } from "./digit-columns.ts";
import type { RowTile } from "./staging.ts";

/** Adds the digit sums of a tile × a shard, put together, to groups of four columns of `rowCount` rows. */
export function scatterSums(
  { scales }: Pick<DigitColumns, "scales">,
  { firstColumn, columns, planes }: Pick<DigitShard, "firstColumn" | "columns" | "planes">,
  sums: Int32Array,
  { firstRow, rows }: RowTile,
  rowCount: number,
  products: Float64Array,
): void {
  for (let c = firstColumn, plane = 0; c < firstColumn + columns; c++) {
    const { digits, scale } = scales[c];
    let to = ((c >> 2) * rowCount + firstRow) * 4 + (c & 3);
    const end = rows * planes + plane;
    for (let at = plane; at < end; at += planes, to += 4) {
      let value = sums[at];
      if (digits > 1) value += sums[at + 1] * 256;
      if (digits > 2) value += sums[at + 2] * 65_536;
      if (digits > 3) value += sums[at + 3] * 16_777_216;
      products[to] += value / scale;
    }
    plane += digits;
  }
}
