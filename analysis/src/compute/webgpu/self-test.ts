import { dosageProductsGpu } from "../operations/dosage-products/gpu.ts";
import type { PackedBlock } from "../packed.ts";
import { columnIntegers, columnScale } from "./digits.ts";
import { wrongSums } from "./device-lost-error.ts";
import type { Gpu } from "./gpu.ts";
import { rowSum } from "./spot-check.ts";

// More than one tile of rows and of planes, more than one chunk of samples, none of them full.
const ROWS = 131;
const SAMPLES = 1_030;
const COLUMNS = 23;

/**
 * Compares every cell of a small product with the CPU.
 *
 * @throws DeviceLostError when one differs
 */
export async function requireRightSums(gpu: Gpu): Promise<void> {
  const block = testBlock();
  const values = Float64Array.from({ length: SAMPLES * COLUMNS }, (_, i) =>
    Math.sin(i * 1.7 + (i % COLUMNS)),
  );
  const columns = { sampleCount: SAMPLES, width: COLUMNS, values };
  const products = await dosageProductsGpu(columns, { gpu })(block);
  for (let c = 0; c < COLUMNS; c++) {
    const scale = columnScale(columns, c);
    const integers = columnIntegers(columns, c, scale);
    for (let v = 0; v < ROWS; v++) {
      const expected = rowSum(block, v, integers) / scale.scale;
      if (products[((c >> 2) * ROWS + v) * 4 + (c & 3)] !== expected) {
        throw wrongSums(gpu.adapterName, "the self-test", `row ${v} of column ${c}`);
      }
    }
  }
}

function testBlock(): PackedBlock {
  const bytesPerVariant = Math.ceil(SAMPLES / 4);
  const packed = new Uint8Array(ROWS * bytesPerVariant);
  let state = 1;
  for (let v = 0; v < ROWS; v++) {
    for (let j = 0; j < bytesPerVariant; j++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
      packed[v * bytesPerVariant + j] = state >>> 24;
    }
    packed[(v + 1) * bytesPerVariant - 1] |= 0xf0;
  }
  return { count: ROWS, sampleCount: SAMPLES, bytesPerVariant, packed };
}
