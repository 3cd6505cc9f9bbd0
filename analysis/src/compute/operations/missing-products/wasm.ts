import type { WasmDevice } from "../../operation.ts";
import { dosagesInArena } from "../../wasm/dosages-in-arena.ts";
import { growable } from "../../wasm/growable.ts";
import { placedCarriers } from "../../wasm/placed-carriers.ts";
import { placeColumns } from "../dosage-products/placed-columns.ts";
import type { MissingProducts, MissingProductsInput, MissingProductsSetup } from "./index.ts";
import { listMissingRows } from "./missing-rows.ts";

/** The kernel writes whole quads of rows. */
const SPARE_ROWS = 3;
const SPARE_SAMPLES = 2;
/** Rows of the columns that are fetched at once: half the nearest cache, and enough of them where they are wide. */
const GATHERED_BYTES = 16_384;
const FEWEST_GATHERED = 64;

export function missingProductsWasm(
  { columns, shared }: MissingProductsSetup,
  { kernels, arena }: WasmDevice,
): (input: MissingProductsInput) => MissingProducts {
  const { sampleCount, placed } = placeColumns(columns, arena);
  const { values, stride } = placed;
  const offsets = arena.pointer(arena.uint32(sampleCount + SPARE_SAMPLES));
  const most = Math.max(FEWEST_GATHERED, Math.floor(GATHERED_BYTES / (8 * stride)));
  const gathered = arena.pointer(arena.float64(most * stride));
  const placedDosages = dosagesInArena(arena);
  const room = {
    rows: growable(arena.int32),
    products: growable(arena.float64),
    squares: growable(arena.float64),
  };
  return (input) => {
    const { block, missing, first = 0, end = block.count } = input;
    const list = room.rows(block.count + 1);
    const count = arena.has(missing)
      ? kernels.listIncomplete(arena.pointer(missing), first, end, arena.pointer(list))
      : listMissingRows(input, list);
    const products = room.products((count * shared + SPARE_ROWS) * stride);
    const squares = room.squares(count * stride);
    const dosages = block.dosages && placedDosages(block.dosages);
    const lists = placedCarriers(block, arena);
    kernels.missingProducts(
      lists.rows,
      block.bytesPerVariant,
      arena.pointer(list),
      count,
      dosages ? arena.pointer(dosages.offsets) : 0,
      dosages ? arena.pointer(dosages.samples) : 0,
      values,
      stride,
      shared,
      offsets,
      gathered,
      most,
      arena.pointer(products),
      arena.pointer(squares),
      lists.carriers.kinds,
      lists.carriers.offsets,
      lists.carriers.entries,
    );
    return { rows: list.subarray(0, count), stride, products, squares };
  };
}
