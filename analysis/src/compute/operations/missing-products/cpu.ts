import { missingSamples } from "../../missing-samples.ts";
import type { MissingProducts, MissingProductsInput, MissingProductsSetup } from "./index.ts";
import { listMissingRows } from "./missing-rows.ts";

export function missingProductsCpu({
  columns,
  shared,
}: MissingProductsSetup): (input: MissingProductsInput) => MissingProducts {
  const { width, values, sampleCount } = columns;
  const stride = 4 * Math.ceil(width / 4);
  const list = new Int32Array(sampleCount);
  let rowList = new Int32Array(0);
  let products = new Float64Array(0);
  let squares = new Float64Array(0);
  return (input) => {
    const { block } = input;
    if (rowList.length < block.count) rowList = new Int32Array(block.count);
    const rows = rowList.subarray(0, listMissingRows(input, rowList));
    const size = shared * stride;
    if (products.length < rows.length * size) products = new Float64Array(rows.length * size);
    if (squares.length < rows.length * stride) squares = new Float64Array(rows.length * stride);
    for (let r = 0; r < rows.length; r++) {
      const count = missingSamples(block, rows[r], list);
      for (let s = 0; s < count; s++) list[s] *= width;
      for (let j = 0; j < shared; j++) {
        addProducts(values, list, count, j, width, products, r * size + j * stride);
      }
      for (let c = shared; c < width; c++) {
        let sum = 0;
        for (let s = 0; s < count; s++) sum += values[list[s] + c] ** 2;
        squares[r * stride + c] = sum;
      }
    }
    return { rows, stride, products, squares };
  };
}

/** Σ z_j z_c for c = j … width − 1, four columns at a time: each loaded value of column j serves four sums. */
function addProducts(
  values: Float64Array,
  list: Int32Array,
  count: number,
  j: number,
  width: number,
  products: Float64Array,
  to: number,
): void {
  let column = j;
  for (; column + 3 < width; column += 4) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let s = 0; s < count; s++) {
      const row = list[s];
      const left = values[row + j];
      a += left * values[row + column];
      b += left * values[row + column + 1];
      c += left * values[row + column + 2];
      d += left * values[row + column + 3];
    }
    products[to + column] = a;
    products[to + column + 1] = b;
    products[to + column + 2] = c;
    products[to + column + 3] = d;
  }
  for (; column < width; column++) {
    let sum = 0;
    for (let s = 0; s < count; s++) sum += values[list[s] + j] * values[list[s] + column];
    products[to + column] = sum;
  }
}
