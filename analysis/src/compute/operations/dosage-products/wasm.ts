import type { WasmDevice } from "../../operation.ts";
import { dosagesInArena } from "../../wasm/dosages-in-arena.ts";
import { growable } from "../../wasm/growable.ts";
import { placedCarriers } from "../../wasm/placed-carriers.ts";
import { countAllelesWasm } from "../allele-counts/wasm.ts";
import { productsLength, type Columns, type DosageProductsInput } from "./index.ts";
import { placeColumns } from "./placed-columns.ts";

/** Rows that share one filling of the tables; at 4096 that costs about 6 % of the time. */
const TILE_ROWS = 4096;
/** In a call, as V8 takes the optimised code of a function with the next one. */
const SPARSE_ROWS = 1024;
const TABLE_BYTES = 65_536;
/** Laid out and summed at a time: see the kernel. */
const NUMBERS_A_PASS = 16;
const GROUPS_A_PASS = 4;
// One more than a power of two would do; a whole cache line keeps the chunks aligned.
const STRIDE_PADDING = 8;
/** Above this share of carriers adding up their columns one by one is slower than the tables. */
const MOST_CARRIERS = 0.1;

export function dosageProductsWasm(
  setup: Columns,
  device: WasmDevice,
): (block: DosageProductsInput) => Float64Array {
  const { kernels, arena } = device;
  const { sampleCount, width, placed } = placeColumns(setup, arena);
  const { values, stride, totals, used, unusedCount } = placed;
  const count = countAllelesWasm(device);
  const most = Math.floor((sampleCount - unusedCount) * MOST_CARRIERS);
  const words = Math.ceil(sampleCount / 32);
  const tables = arena.pointer(arena.uint8(TABLE_BYTES));
  const sparseList = arena.pointer(arena.uint32(2 * 32 * words + 16));
  const room = {
    list: growable(arena.int32),
    words: growable(arena.float64),
    sums: growable(arena.float64),
    products: growable(arena.float64),
    differences: growable(arena.float64),
  };

  const placedDosages = dosagesInArena(arena);

  return (block) => {
    const { count: rowCount, bytesPerVariant, dosages } = block;
    const length = productsLength(rowCount, width);
    const result = room.products(length).subarray(0, length);
    if (rowCount === 0) return result;
    const products = arena.pointer(result);
    const { twos, ones, missing } = inArena(block.counts) ?? count(block);
    const split = room.list(rowCount).subarray(0, rowCount);
    const list = arena.pointer(split);
    const dense = kernels.splitRows(
      arena.pointer(twos),
      arena.pointer(ones),
      arena.pointer(missing),
      rowCount,
      sampleCount,
      unusedCount,
      most,
      list,
    );
    const lists = placedCarriers(block, arena);
    const { kinds, offsets, entries } = lists.carriers;
    const isListed = kinds === 0 || kernels.areListed(kinds, list, dense, rowCount) !== 0;
    const rows = isListed ? lists.rows : arena.pointer(block.packed);
    const tileRows = Math.min(dense, TILE_ROWS);
    const wordStride = tileRows + STRIDE_PADDING;
    const layout = arena.pointer(room.words(NUMBERS_A_PASS * wordStride));
    const sums = arena.pointer(room.sums(4 * GROUPS_A_PASS * tileRows));
    for (let first = 0; first < dense; first += TILE_ROWS) {
      kernels.denseProducts(
        rows,
        bytesPerVariant,
        rowCount,
        list + 4 * first,
        Math.min(TILE_ROWS, dense - first),
        values,
        sampleCount,
        stride,
        layout,
        wordStride,
        tables,
        sums,
        products,
      );
    }
    for (let first = dense; first < rowCount; first += SPARSE_ROWS) {
      kernels.sparseProducts(
        rows,
        bytesPerVariant,
        rowCount,
        list + 4 * first,
        Math.min(SPARSE_ROWS, rowCount - first),
        arena.pointer(twos),
        arena.pointer(ones),
        sampleCount - unusedCount,
        used,
        values,
        stride,
        totals,
        sparseList,
        products,
        kinds,
        offsets,
        entries,
      );
    }
    if (dosages) {
      const { offsets: from, samples, values: units } = placedDosages(dosages);
      kernels.addDosageDifferences(
        rows,
        bytesPerVariant,
        rowCount,
        arena.pointer(from),
        arena.pointer(samples),
        arena.pointer(units),
        values,
        stride,
        arena.pointer(room.differences(2 * sampleCount + 1024)),
        products,
      );
    }
    return result;
  };

  function inArena(counts: DosageProductsInput["counts"]): DosageProductsInput["counts"] {
    return counts && arena.has(counts.twos) ? counts : undefined;
  }
}
