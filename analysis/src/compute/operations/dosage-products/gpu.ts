import type { PreparedOperation, WebGpuDevice } from "../../operation.ts";
import { sharedColumns } from "../../webgpu/digit-columns.ts";
import { scatterSums } from "../../webgpu/digit-sums.ts";
import { multiplyRows } from "../../webgpu/row-products.ts";
import { DEPTH } from "../../webgpu/staging.ts";
import { addDosageDifferences } from "./dosage-differences.ts";
import { countedBlock } from "../allele-counts/gpu.ts";
import { productsLength, type Columns, type DosageProductsInput } from "./index.ts";

/**
 * Columns become fixed-point integers of three base-256 digits (four where tails are heavy), so that products are exact
 * 32-bit sums in any order; dosages are added on the CPU. Up to three calls may be under way at a time, and an output is
 * valid until the third call after it; a block must stay as it is until its call has ended.
 */
export function dosageProductsGpu(
  columns: Columns,
  { gpu }: Pick<WebGpuDevice, "gpu">,
): PreparedOperation<DosageProductsInput, Float64Array> {
  const outputs = Array.from({ length: DEPTH }, () => new Float64Array(0));
  let turn = 0;
  return async (block) => {
    const own = turn++;
    const length = productsLength(block.count, columns.width);
    if (outputs[own % DEPTH].length < length) outputs[own % DEPTH] = new Float64Array(length);
    const products = outputs[own % DEPTH].subarray(0, length);
    await gpu.run(async () => {
      const digits = await sharedColumns(gpu, columns);
      products.fill(0);
      await multiplyRows(gpu, digits, countedBlock(block), own, (tile, shard, sums) =>
        scatterSums(digits, shard, sums, tile, block.count, products),
      );
    });
    addDosageDifferences(block, columns, products);
    return products;
  };
}
