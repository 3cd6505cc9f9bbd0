import type { WasmDevice } from "../../operation.ts";
import { tileSize } from "../../sample-tile.ts";
import { dosagesInArena } from "../../wasm/dosages-in-arena.ts";
import { growable } from "../../wasm/growable.ts";
import { packedInArena } from "../../wasm/packed-in-arena.ts";
import { transposeInto, VARIANTS_A_WORD } from "../../wasm/transposed-rows.ts";
import type { RelationshipInput, RelationshipSums } from "./index.ts";

/** Variants at a time: at 1024 columns their values take 2 MiB. */
const PART_VARIANTS = 256;
/** Rows are added dosage by dosage, however many these are. */
const ANY_DOSAGES = 2 ** 32 - 1;
const TABLE_BYTES = 65_536 + 1024;

/**
 * The scores of the tile's row samples with the values of its column samples as weights, by the same tables as
 * `weighted-scores`; tiles with many rows fill them least often. How many variants two samples share comes from bits.
 */
export function relationshipWasm(
  device: WasmDevice,
): (input: RelationshipInput) => RelationshipSums {
  const { kernels, arena } = device;
  const place = packedInArena(arena);
  const placeDosages = dosagesInArena(arena);
  const transposeRows = transposeInto(device);
  const transposeColumns = transposeInto(device);
  const tables = arena.pointer(arena.uint8(TABLE_BYTES));
  const room = {
    values: growable(arena.float64),
    weights: growable(arena.float64),
    sums: growable(arena.float64),
    products: growable(arena.float64),
    called: growable(arena.int32),
    bits: growable(arena.uint32),
    totals: growable(arena.int32),
  };
  return ({ block, tile, values }) => {
    const { rowStart, rowEnd, columnStart, columnEnd } = tile;
    const [rowCount, columnCount] = [rowEnd - rowStart, columnEnd - columnStart];
    const groups = Math.ceil(columnCount / 4);
    const diagonal = rowStart - columnStart;
    const size = tileSize(tile);
    const sums = arena.pointer(room.sums(4 * groups * rowCount).fill(0, 0, 4 * groups * rowCount));
    const called = room.called(size).subarray(0, size).fill(0);
    const packed = place(block);
    const dosages = block.dosages && placeDosages(block.dosages);
    for (let first = 0; first < block.count; first += PART_VARIANTS) {
      const count = Math.min(PART_VARIANTS, block.count - first);
      const part = { ...block, count };
      // An even number of words, so that two of them give 64 bits of calls.
      const chunks = 2 * Math.ceil(count / VARIANTS_A_WORD / 2);
      const padded = chunks * VARIANTS_A_WORD;
      const rowsAt = packed + first * block.bytesPerVariant;
      const partValues = room.values(4 * padded).fill(0, 0, 4 * padded);
      partValues.set(values.subarray(4 * first, 4 * (first + count)));
      const valuesAt = arena.pointer(partValues);
      const weights = room.weights(4 * groups * padded).fill(0, 0, 4 * groups * padded);
      const weightsAt = arena.pointer(weights);
      kernels.unpackValues(
        rowsAt,
        block.bytesPerVariant,
        count,
        columnStart,
        columnEnd,
        valuesAt,
        weightsAt,
        groups,
      );
      const rows = transposeRows(part, rowsAt, rowStart, rowEnd, chunks);
      const columns = transposeColumns(part, rowsAt, columnStart, columnEnd, chunks);
      if (dosages) {
        const offsets = arena.pointer(dosages.offsets) + 4 * first;
        const samples = arena.pointer(dosages.samples);
        const units = arena.pointer(dosages.values);
        const entries = [offsets, samples] as const;
        kernels.clearDosed(
          ...entries,
          count,
          ANY_DOSAGES,
          rowStart,
          rowEnd,
          rows.words,
          rows.stride,
        );
        kernels.clearDosed(
          ...entries,
          count,
          ANY_DOSAGES,
          columnStart,
          columnEnd,
          columns.words,
          columns.stride,
        );
        kernels.unpackDosages(
          ...entries,
          units,
          count,
          columnStart,
          columnEnd,
          valuesAt,
          weightsAt,
          groups,
        );
        kernels.addDosageScores(
          ...entries,
          units,
          count,
          ANY_DOSAGES,
          rowStart,
          rowEnd,
          valuesAt,
          weightsAt,
          groups,
          sums,
          rowCount,
        );
      }
      kernels.addScores(
        rows.words,
        rows.stride,
        chunks,
        rowCount,
        valuesAt,
        weightsAt,
        0,
        groups,
        diagonal,
        tables,
        sums,
        rowCount,
      );
      const bits = arena.pointer(room.bits(chunks * (rowCount + columnCount)));
      const totals = arena.pointer(room.totals(rowCount + columnCount));
      const columnBits = bits + 4 * chunks * rowCount;
      const columnTotals = totals + 4 * rowCount;
      kernels.fillCalled(rows.words, rows.stride, chunks, rowCount, bits, totals);
      kernels.fillCalled(
        columns.words,
        columns.stride,
        chunks,
        columnCount,
        columnBits,
        columnTotals,
      );
      kernels.addCalled(
        bits,
        totals,
        rowCount,
        columnBits,
        columnTotals,
        columnCount,
        diagonal,
        chunks,
        count,
        arena.pointer(called),
      );
    }
    const products = room.products(size).subarray(0, size);
    kernels.layOutByRow(sums, rowCount, columnCount, diagonal, arena.pointer(products));
    return { products, called };
  };
}
