import type { WasmDevice } from "../../operation.ts";
import { exclusionBytes, type PackedBlock } from "../../packed.ts";
import { growable } from "../../wasm/growable.ts";
import { packedInArena } from "../../wasm/packed-in-arena.ts";
import { countAllelesWasm } from "../allele-counts/wasm.ts";
import { productIndex, productsLength, type Columns } from "../dosage-products/index.ts";
import { placeColumns } from "../dosage-products/placed-columns.ts";
import { dosageProductsWasm } from "../dosage-products/wasm.ts";
import type { GenotypeProductsInput } from "./index.ts";

/**
 * Values on a line are value of none + step × copies, so all but the missing calls come from the sums of `dosage-products`
 * and of the columns: what a missing call differs by from none is added for those samples one by one.
 */
export function genotypeProductsWasm(
  setup: Columns,
  device: WasmDevice,
): (input: GenotypeProductsInput) => Float64Array {
  const { kernels, arena } = device;
  const columns = placeColumns(setup, arena);
  const { sampleCount, width, placed } = columns;
  const multiply = dosageProductsWasm(columns, device);
  const countAlleles = countAllelesWasm(device);
  const place = packedInArena(arena);
  const totals = Float64Array.from({ length: width }, (_, c) => sumColumn(columns, c));
  const exclusion = arena.uint8(Math.ceil(sampleCount / 4));
  exclusion.set(exclusionBytes(sampleCount));
  const room = {
    products: growable(arena.float64),
    factors: growable(arena.float64),
    list: growable(arena.uint32),
    offsets: growable(arena.uint32),
  };
  return ({ block, values }) => {
    const { count, bytesPerVariant } = block;
    const rows = place(block);
    const packed = new Uint8Array(arena.handle.memory.buffer, rows, count * bytesPerVariant);
    const placedBlock: PackedBlock = { ...block, packed };
    const dosageSums = multiply(placedBlock);
    const length = productsLength(count, width);
    const products = room.products(length).subarray(0, length).fill(0);
    const factors = room.factors(count);
    for (let v = 0; v < count; v++) {
      const none = values[4 * v + 3];
      const step = values[4 * v + 2] - none;
      factors[v] = values[4 * v + 1] - none;
      for (let c = 0; c < width; c++) {
        const at = productIndex(count, v, c);
        products[at] = none * totals[c] + step * dosageSums[at];
      }
    }
    const { missing } = countAlleles({ ...placedBlock, dosages: undefined });
    const missingCount = missing.reduce((sum, each) => sum + each, 0);
    if (missingCount === 0) return products;
    const list = arena.pointer(room.list(missingCount));
    const offsets = room.offsets(count + 1);
    const offsetsAt = arena.pointer(offsets);
    const exclusionAt = arena.pointer(exclusion);
    kernels.listMissing(rows, bytesPerVariant, count, exclusionAt, list, offsetsAt);
    kernels.addListedRows(
      list,
      offsetsAt,
      arena.pointer(factors),
      count,
      placed.values,
      placed.stride,
      arena.pointer(products),
    );
    takeBackDosed(placedBlock, columns, factors, products);
    return products;
  };
}

/** A missing call with a dosage is not missing. */
function takeBackDosed(
  { count, bytesPerVariant, packed, dosages }: PackedBlock,
  { width, values }: Columns,
  factors: Float64Array,
  products: Float64Array,
): void {
  if (!dosages) return;
  for (let v = 0; v < count; v++) {
    for (let d = dosages.offsets[v]; d < dosages.offsets[v + 1]; d++) {
      const sample = dosages.samples[d];
      const byte = packed[v * bytesPerVariant + (sample >> 2)];
      if (((byte >> (2 * (sample & 3))) & 3) !== 1) continue;
      for (let c = 0; c < width; c++) {
        products[productIndex(count, v, c)] -= factors[v] * values[sample * width + c];
      }
    }
  }
}

function sumColumn({ sampleCount, width, values }: Columns, column: number): number {
  let sum = 0;
  for (let i = 0; i < sampleCount; i++) sum += values[i * width + column];
  return sum;
}
