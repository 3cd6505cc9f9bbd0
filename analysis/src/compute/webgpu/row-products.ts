import { MATRIX_SHADER } from "../operations/dosage-products/matrix-shader.ts";
import { PRODUCTS_SHADER } from "../operations/dosage-products/shader.ts";
import { COUNTED, type CountedCode } from "./counted-code.ts";
import type { PackedBlock } from "../packed.ts";
import { wrongSums } from "./device-lost-error.ts";
import { combineDigits } from "./digits.ts";
import { groupCount, productsDispatches, rowBytes, rowsPerTile } from "./dispatch-plan.ts";
import { NoRoomError } from "./buffers.ts";
import { prepareShader } from "./dispatch.ts";
import type { Gpu } from "./gpu.ts";
import type { DigitColumns, DigitShard } from "./digit-columns.ts";
import { rowSum, spotCells } from "./spot-check.ts";
import { DEPTH, type RowTile } from "./staging.ts";
import type { GpuBuffer } from "./webgpu-interface.ts";

/** Digit sums of a tile × a shard: rows × planes. */
export type TileSums = (tile: RowTile, shard: DigitShard, sums: Int32Array) => void;

/**
 * Sums of all rows with all placed columns; `receive` is called for every tile of rows and every shard. Several blocks may
 * be under way at a time.
 *
 * @throws DeviceLostError when a sum is not what the CPU says
 */
export async function multiplyRows(
  gpu: Gpu,
  columns: DigitColumns,
  block: PackedBlock,
  turn: number,
  receive: TileSums,
  counted: CountedCode = COUNTED.copies,
): Promise<void> {
  const stride = rowBytes(block.sampleCount);
  await forTiles(gpu, block.count, stride, columns.planes * 4, async (tile) => {
    const sums = await multiplyTile(gpu, columns, block, tile, counted);
    columns.shards.forEach((shard, s) => {
      checkSums(gpu, columns, shard, block, tile, sums[s], turn, counted);
      receive(tile, shard, sums[s]);
    });
  });
}

/** Runs `action` for tiles of rows that fit the device, as many at a time as there are staging buffers. */
export async function forTiles(
  gpu: Gpu,
  rows: number,
  bytesPerRow: number,
  sumBytesPerRow: number,
  action: (tile: RowTile) => Promise<void>,
): Promise<void> {
  const tileRows = rowsPerTile(rows, bytesPerRow, sumBytesPerRow, gpu.plan);
  if (rows > 0 && tileRows === 0) throw new NoRoomError(Math.max(bytesPerRow, sumBytesPerRow));
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < rows) {
      const firstRow = next;
      next += tileRows;
      await action({ firstRow, rows: Math.min(tileRows, rows - firstRow) });
    }
  };
  await Promise.all(Array.from({ length: DEPTH }, worker));
}

async function multiplyTile(
  gpu: Gpu,
  columns: DigitColumns,
  block: PackedBlock,
  tile: RowTile,
  counted: CountedCode,
): Promise<Int32Array[]> {
  const rowWords = groupCount(block.sampleCount) * 4;
  const entries = columns.shards.flatMap((shard, s) =>
    shard.parts.flatMap((part, p) =>
      productsDispatches(tile.rows, shard.paddedPlanes, part.groups, gpu.plan).map((dispatch) => ({
        dispatch,
        shard: s,
        digits: shard.digits[p],
        words: [
          Math.min(dispatch.rows, tile.rows - dispatch.firstRow),
          dispatch.firstRow,
          rowWords,
          0,
          counted,
          part.firstGroup,
          part.groups,
          dispatch.groupsPerChunk,
          shard.planes,
          shard.paddedPlanes,
          shard.planes,
          dispatch.firstRow,
        ],
      })),
    ),
  );
  const buffers: GpuBuffer[] = [];
  for (const { planes } of columns.shards) {
    buffers.push(await gpu.sums.take(tile.rows * planes * 4));
  }
  const shader = await prepareShader(
    gpu,
    gpu.hasMatrixUnits ? MATRIX_SHADER : PRODUCTS_SHADER,
    entries.map(({ words }) => words),
  );
  await gpu.staging.withRows(block, tile, (codes, encoder) => {
    for (const buffer of buffers) encoder.clearBuffer(buffer);
    entries.forEach((entry, i) =>
      shader.encode(
        encoder,
        i,
        [codes, entry.digits, buffers[entry.shard]],
        entry.dispatch.workgroups,
      ),
    );
  });
  shader.release();
  const results = await Promise.all(
    columns.shards.map(({ planes }, s) => gpu.read(buffers[s], tile.rows * planes * 4)),
  );
  return results.map((bytes) => new Int32Array(bytes));
}

function checkSums(
  gpu: Gpu,
  columns: DigitColumns,
  shard: DigitShard,
  block: PackedBlock,
  tile: RowTile,
  sums: Int32Array,
  turn: number,
  counted: CountedCode,
): void {
  const { firstColumn } = shard;
  const own = [...columns.checked.keys()]
    .filter((c) => c >= firstColumn && c < firstColumn + shard.columns)
    .sort((a, b) => a - b);
  if (own.length === 0) return;
  const firstPlanes = new Map<number, number>();
  for (let c = firstColumn, plane = 0; c < firstColumn + shard.columns; c++) {
    firstPlanes.set(c, plane);
    plane += columns.scales[c].digits;
  }
  for (const cell of spotCells(tile.rows, own.length, block.sampleCount, turn)) {
    const column = own[cell.column];
    const expected = rowSum(block, tile.firstRow + cell.row, columns.checked.get(column)!, counted);
    const at = cell.row * shard.planes + firstPlanes.get(column)!;
    const found = combineDigits(sums, at, { digits: columns.scales[column].digits, scale: 1 });
    // Whole numbers below 2^53, except four digits of millions of samples.
    if (Math.abs(found - expected) > Math.abs(expected) * 2 ** -50) {
      throw wrongSums(
        gpu.adapterName,
        "dosage products",
        `row ${tile.firstRow + cell.row} of column ${column}`,
      );
    }
  }
}
