import type { PreparedOperation, WebGpuDevice } from "../../operation.ts";
import type { PackedBlock } from "../../packed.ts";
import { tileSize, type SampleTile } from "../../sample-tile.ts";
import { wrongSums } from "../../webgpu/device-lost-error.ts";
import { prepareShader } from "../../webgpu/dispatch.ts";
import { groupCount, rowBytes } from "../../webgpu/dispatch-plan.ts";
import type { Gpu } from "../../webgpu/gpu.ts";
import { forTiles } from "../../webgpu/row-products.ts";
import { spotCells } from "../../webgpu/spot-check.ts";
import type { RowTile } from "../../webgpu/staging.ts";
import type { GpuBuffer } from "../../webgpu/webgpu-interface.ts";
import { COUNTS_A_PAIR, type KingCountsInput } from "./index.ts";
import { KING_SHADER, KING_TILE, SAMPLE_BITS_SHADER } from "./shader.ts";

/** Turns the block on the device into rows of bits a sample, then counts bits of tiles of pairs; exact. */
export function kingCountsGpu({
  gpu,
}: Pick<WebGpuDevice, "gpu">): PreparedOperation<KingCountsInput, Int32Array> {
  let turn = 0;
  return async ({ block, tile }) => {
    const own = turn++;
    const bytes = tileSize(tile) * COUNTS_A_PAIR * 4;
    return gpu.run(async () => {
      const counts = await gpu.sums.take(bytes);
      const encoder = gpu.device.createCommandEncoder();
      encoder.clearBuffer(counts);
      gpu.device.queue.submit([encoder.finish()]);
      const bitBytes = 3 * Math.max(tile.rowEnd - tile.rowStart, tile.columnEnd - tile.columnStart);
      await forTiles(gpu, block.count, rowBytes(block.sampleCount), bitBytes, (rows) =>
        addCounts(gpu, block, rows, tile, counts),
      );
      const result = new Int32Array(await gpu.read(counts, bytes));
      checkCounts(gpu, block, tile, result, own);
      return result;
    });
  };
}

async function addCounts(
  gpu: Gpu,
  block: PackedBlock,
  rows: RowTile,
  tile: SampleTile,
  counts: GpuBuffer,
): Promise<void> {
  const words = Math.ceil(rows.rows / 32);
  const sides = [
    [tile.rowStart, tile.rowEnd - tile.rowStart],
    [tile.columnStart, tile.columnEnd - tile.columnStart],
  ] as const;
  const bits = await Promise.all(
    sides.map(([, samples]) => gpu.sums.take(3 * 4 * words * samples)),
  );
  const rowWords = groupCount(block.sampleCount) * 4;
  const transpose = await prepareShader(
    gpu,
    SAMPLE_BITS_SHADER,
    sides.map(([first, samples]) => [rows.rows, rowWords, first, samples, words]),
  );
  const count = await prepareShader(gpu, KING_SHADER, [[...sides.flat(), words]]);
  await gpu.staging.withRows(block, rows, (codes, encoder) => {
    sides.forEach(([, samples], s) =>
      transpose.encode(encoder, s, [codes, bits[s]], [Math.ceil(samples / 64), words]),
    );
    const across = sides.map(([, samples]) => Math.ceil(samples / KING_TILE));
    count.encode(encoder, 0, [bits[0], bits[1], counts], [across[1], across[0]]);
  });
  transpose.release();
  count.release();
  for (const buffer of bits) gpu.sums.give(buffer);
}

/** Pairs that the CPU counts again: the last one below the diagonal, and some that move with `turn`. */
function checkCounts(
  gpu: Gpu,
  block: PackedBlock,
  tile: SampleTile,
  counts: Int32Array,
  turn: number,
): void {
  const [rows, columns] = [tile.rowEnd - tile.rowStart, tile.columnEnd - tile.columnStart];
  for (const { row, column } of spotCells(rows, columns, block.count, turn)) {
    const [i, j] = [
      tile.rowStart + row,
      Math.min(tile.columnStart + column, tile.rowStart + row - 1),
    ];
    if (j < tile.columnStart) continue;
    const expected = countPair(block, i, j);
    const at = (row * columns + j - tile.columnStart) * COUNTS_A_PAIR;
    if (expected.some((value, k) => value !== counts[at + k])) {
      throw wrongSums(
        gpu.adapterName,
        "KING counts",
        `the pair of row ${row} and column ${column}`,
      );
    }
  }
}

function countPair(
  { count, bytesPerVariant, packed }: PackedBlock,
  i: number,
  j: number,
): number[] {
  let [n, both, opposite, row, column] = [0, 0, 0, 0, 0];
  for (let v = 0; v < count; v++) {
    const a = (packed[v * bytesPerVariant + (i >> 2)] >> (2 * (i & 3))) & 3;
    const b = (packed[v * bytesPerVariant + (j >> 2)] >> (2 * (j & 3))) & 3;
    if (a === 1 || b === 1) continue;
    n++;
    if (a === 2) row++;
    if (b === 2) column++;
    if (a === 2 && b === 2) both++;
    if ((a ^ b) === 3) opposite++;
  }
  return [n, both, opposite, row, column];
}
