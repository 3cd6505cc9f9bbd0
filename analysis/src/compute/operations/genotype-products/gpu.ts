import { valueOfDosage } from "../../code-values.ts";
import type { PreparedOperation, WebGpuDevice } from "../../operation.ts";
import { sharedColumns } from "../../webgpu/digit-columns.ts";
import { scatterSums } from "../../webgpu/digit-sums.ts";
import { multiplyRows } from "../../webgpu/row-products.ts";
import { valueTerms } from "../../webgpu/value-terms.ts";
import { productsLength, type Columns } from "../dosage-products/index.ts";
import type { GenotypeProductsInput } from "./index.ts";

/** Products of copies and of missing calls with columns of digits, put together with what they are worth in doubles. */
export function genotypeProductsGpu(
  columns: Columns,
  { gpu }: Pick<WebGpuDevice, "gpu">,
): PreparedOperation<GenotypeProductsInput, Float64Array> {
  const { width } = columns;
  let turn = 0;
  return async (input) => {
    const own = turn++;
    const { block, values } = input;
    const { constant, terms } = valueTerms(values.subarray(0, 4 * block.count));
    const products = new Float64Array(productsLength(block.count, width));
    await gpu.run(async () => {
      const digits = await sharedColumns(gpu, columns);
      products.fill(0);
      forCells(block.count, width, (v, c, at) => (products[at] = constant[v] * digits.totals[c]));
      for (const { counted, factors } of terms) {
        const counts = new Float64Array(products.length);
        await multiplyRows(
          gpu,
          digits,
          block,
          own,
          (tile, shard, sums) => scatterSums(digits, shard, sums, tile, block.count, counts),
          counted,
        );
        forCells(block.count, width, (v, _, at) => (products[at] += factors[v] * counts[at]));
      }
    });
    addDosageDifferences(input, columns, products);
    return products;
  };
}

function forCells(
  rows: number,
  width: number,
  action: (row: number, column: number, at: number) => void,
): void {
  for (let c = 0; c < width; c++) {
    let at = (c >> 2) * rows * 4 + (c & 3);
    for (let v = 0; v < rows; v++, at += 4) action(v, c, at);
  }
}

/** What dosages are worth, less what their hard calls were counted for. */
function addDosageDifferences(
  { block, values }: GenotypeProductsInput,
  columns: Columns,
  products: Float64Array,
): void {
  const { count, dosages, packed, bytesPerVariant } = block;
  if (!dosages) return;
  for (let v = 0; v < count; v++) {
    for (let e = dosages.offsets[v]; e < dosages.offsets[v + 1]; e++) {
      const i = dosages.samples[e];
      const code = (packed[v * bytesPerVariant + (i >> 2)] >> (2 * (i & 3))) & 3;
      const difference = valueOfDosage(values, v, dosages.values[e]) - values[4 * v + code];
      for (let c = 0; c < columns.width; c++) {
        products[((c >> 2) * count + v) * 4 + (c & 3)] +=
          difference * columns.values[i * columns.width + c];
      }
    }
  }
}
