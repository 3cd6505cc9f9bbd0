import type { PreparedOperation, WebGpuDevice } from "../../operation.ts";
import type { PackedBlock } from "../../packed.ts";
import { wrongSums } from "../../webgpu/device-lost-error.ts";
import { groupCount, rowBytes } from "../../webgpu/dispatch-plan.ts";
import { prepareShader } from "../../webgpu/dispatch.ts";
import { forTiles } from "../../webgpu/row-products.ts";
import { spotCells } from "../../webgpu/spot-check.ts";
import type { RowTile } from "../../webgpu/staging.ts";
import { countAlleles } from "./cpu.ts";
import { dosageSums } from "./dosage-sums.ts";
import type { AlleleCounts } from "./index.ts";
import { COUNTS_SHADER } from "./shader.ts";

const NUMBERS_A_ROW = 3;

const countedBlocks = new WeakMap<AlleleCounts, PackedBlock>();

/** The block that `counts` were counted of, which is on the device already; else the block itself. */
export function countedBlock(
  block: PackedBlock & { readonly counts?: AlleleCounts | undefined },
): PackedBlock {
  const counted = block.counts && countedBlocks.get(block.counts);
  return counted?.packed === block.packed && counted.count === block.count ? counted : block;
}

/** Counts on the device where the rows are needed anyway; rows of a block that is still there are not sent again. */
export function countAllelesGpu({
  gpu,
}: Pick<WebGpuDevice, "gpu">): PreparedOperation<PackedBlock, AlleleCounts> {
  let turn = 0;
  const countTile = async (
    block: PackedBlock,
    { firstRow, rows }: RowTile,
  ): Promise<Int32Array> => {
    const bytes = rows * NUMBERS_A_ROW * 4;
    const buffer = await gpu.sums.take(bytes);
    const across = Math.min(rows, gpu.plan.limits.maxComputeWorkgroupsPerDimension);
    const rowWords = groupCount(block.sampleCount) * 4;
    const shader = await prepareShader(gpu, COUNTS_SHADER, [[rows, rowWords, across]]);
    await gpu.staging.withRows(block, { firstRow, rows }, (codes, encoder) =>
      shader.encode(encoder, 0, [codes, buffer], [across, Math.ceil(rows / across)]),
    );
    shader.release();
    return new Int32Array(await gpu.read(buffer, bytes));
  };

  return async (block) => {
    const { count, sampleCount, bytesPerVariant, packed } = block;
    const own = turn++;
    const counts = {
      twos: new Int32Array(count),
      ones: new Int32Array(count),
      missing: new Int32Array(count),
    };
    await gpu.run(() =>
      forTiles(gpu, count, rowBytes(sampleCount), NUMBERS_A_ROW * 4, async (tile) => {
        const sums = await countTile(block, tile);
        for (const { row } of spotCells(tile.rows, 1, sampleCount, own)) {
          const start = (tile.firstRow + row) * bytesPerVariant;
          const codes = packed.subarray(start, start + bytesPerVariant);
          const { twos, ones, missing } = countAlleles({
            count: 1,
            sampleCount,
            bytesPerVariant,
            packed: codes,
          });
          const at = row * NUMBERS_A_ROW;
          if (sums[at] !== twos[0] || sums[at + 1] !== ones[0] || sums[at + 2] !== missing[0]) {
            throw wrongSums(gpu.adapterName, "allele counts", `row ${tile.firstRow + row}`);
          }
        }
        for (let r = 0; r < tile.rows; r++) {
          const to = tile.firstRow + r;
          counts.twos[to] = sums[r * NUMBERS_A_ROW];
          counts.ones[to] = sums[r * NUMBERS_A_ROW + 1];
          counts.missing[to] = sums[r * NUMBERS_A_ROW + 2];
        }
      }),
    );
    const result = { ...counts, dosages: dosageSums(block, counts) };
    countedBlocks.set(result, block);
    return result;
  };
}
