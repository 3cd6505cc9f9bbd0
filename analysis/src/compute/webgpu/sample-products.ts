import { SCORES_SHADER } from "../operations/dosage-products/shader.ts";
import type { PackedBlock } from "../packed.ts";
import { NoRoomError } from "./buffers.ts";
import { COUNTS_OF_CODE, type CountedCode } from "./counted-code.ts";
import { wrongSums } from "./device-lost-error.ts";
import {
  columnIntegers,
  columnScale,
  combineDigits,
  planeBytes,
  writePlanes,
  type ColumnScale,
  type RealColumns,
} from "./digits.ts";
import { scatterSums } from "./digit-sums.ts";
import { prepareShader } from "./dispatch.ts";
import {
  columnShards,
  groupCount,
  productsDispatches,
  rowBytes,
  rowsPerTile,
  samplesPerTile,
  type ColumnShard,
} from "./dispatch-plan.ts";
import type { Gpu } from "./gpu.ts";
import { spotCells } from "./spot-check.ts";
import type { RowTile } from "./staging.ts";

/** Columns over the variants of a block, as integers. */
interface VariantColumns {
  readonly scales: readonly ColumnScale[];
  readonly integers: readonly Int32Array[];
}

/**
 * target += Σ over the block's variants of what a code counts × column, for every sample: n × width, in groups of four
 * columns. `columns` has a row a variant.
 *
 * @throws DeviceLostError when a sum is not what the CPU says
 */
export async function addSampleProducts(
  gpu: Gpu,
  block: PackedBlock,
  columns: RealColumns,
  counted: CountedCode,
  target: Float64Array,
  turn: number,
): Promise<void> {
  const { count, sampleCount } = block;
  const scales = Array.from({ length: columns.width }, (_, c) => columnScale(columns, c));
  const integers = scales.map((scale, c) => columnIntegers(columns, c, scale));
  const rowsAtOnce = rowsPerTile(count, rowBytes(sampleCount), 0, gpu.plan);
  if (rowsAtOnce === 0) throw new NoRoomError(rowBytes(sampleCount));
  const groups = Math.ceil(rowsAtOnce / 64);
  const digits = scales.map((scale) => scale.digits);
  for (const shard of columnShards(digits, groups, gpu.plan)) {
    const samplesAtOnce = samplesPerTile(sampleCount, shard.planes * 4, gpu.plan);
    if (samplesAtOnce === 0 || shard.parts.length > 1) throw new NoRoomError(shard.planes * 4);
    for (let firstRow = 0; firstRow < sampleCount; firstRow += samplesAtOnce) {
      const samples = { firstRow, rows: Math.min(samplesAtOnce, sampleCount - firstRow) };
      const tiles: RowTile[] = [];
      for (let v = 0; v < count; v += rowsAtOnce) {
        tiles.push({ firstRow: v, rows: Math.min(rowsAtOnce, count - v) });
      }
      const own = { scales, integers };
      const sums = await sumTiles(gpu, block, own, shard, samples, tiles, counted);
      checkSums(gpu, block, own, shard, samples, sums, counted, turn);
      scatterSums({ scales }, shard, sums, samples, sampleCount, target);
    }
  }
}

async function sumTiles(
  gpu: Gpu,
  block: PackedBlock,
  { scales, integers }: VariantColumns,
  shard: ColumnShard,
  samples: RowTile,
  tiles: readonly RowTile[],
  counted: CountedCode,
): Promise<Int32Array> {
  const bytes = samples.rows * shard.planes * 4;
  const sums = await gpu.sums.take(bytes);
  const encoder = gpu.device.createCommandEncoder();
  encoder.clearBuffer(sums);
  gpu.device.queue.submit([encoder.finish()]);
  for (const tile of tiles) {
    const groups = Math.ceil(tile.rows / 64);
    const words = new Uint32Array(planeBytes(groups, shard.paddedPlanes) / 4);
    let firstPlane = 0;
    for (let c = shard.firstColumn; c < shard.firstColumn + shard.columns; c++) {
      const own = integers[c].subarray(tile.firstRow, tile.firstRow + tile.rows);
      const layout = { planes: shard.paddedPlanes, firstPlane, firstGroup: 0, inOrder: true };
      writePlanes(own, scales[c].digits, words, layout);
      firstPlane += scales[c].digits;
    }
    const digits = await gpu.lend(words);
    const dispatches = productsDispatches(samples.rows, shard.paddedPlanes, groups, gpu.plan);
    const shader = await prepareShader(
      gpu,
      SCORES_SHADER,
      dispatches.map(({ firstRow, rows, groupsPerChunk }) => [
        rows,
        samples.firstRow + firstRow,
        groupCount(block.sampleCount) * 4,
        tile.rows,
        counted,
        0,
        groups,
        groupsPerChunk,
        shard.planes,
        shard.paddedPlanes,
        shard.planes,
        firstRow,
      ]),
    );
    await gpu.staging.withRows(block, tile, (codes, commands) =>
      dispatches.forEach(({ workgroups }, i) =>
        shader.encode(commands, i, [codes, digits, sums], workgroups),
      ),
    );
    shader.release();
    gpu.sums.give(digits);
  }
  return new Int32Array(await gpu.read(sums, bytes));
}

function checkSums(
  gpu: Gpu,
  block: PackedBlock,
  { scales, integers }: VariantColumns,
  shard: ColumnShard,
  samples: RowTile,
  sums: Int32Array,
  counted: CountedCode,
  turn: number,
): void {
  const { count, bytesPerVariant, packed } = block;
  const counts = COUNTS_OF_CODE[counted];
  const firstPlanes: number[] = [];
  for (let c = 0, plane = 0; c < shard.columns; c++) {
    firstPlanes.push(plane);
    plane += scales[shard.firstColumn + c].digits;
  }
  for (const { row, column } of spotCells(samples.rows, shard.columns, count, turn)) {
    const sample = samples.firstRow + row;
    const own = integers[shard.firstColumn + column];
    let expected = 0;
    for (let v = 0; v < count; v++) {
      const byte = packed[v * bytesPerVariant + (sample >> 2)];
      expected += counts[(byte >> (2 * (sample & 3))) & 3] * own[v];
    }
    const { digits } = scales[shard.firstColumn + column];
    const at = row * shard.planes + firstPlanes[column];
    if (combineDigits(sums, at, { digits, scale: 1 }) !== expected) {
      const cell = `sample number ${sample} of column ${shard.firstColumn + column}`;
      throw wrongSums(gpu.adapterName, "weighted scores", cell);
    }
  }
}
