import type { PreparedOperation, WebGpuDevice } from "../../operation.ts";
import { exclusionBytes, type PackedBlock } from "../../packed.ts";
import { NoRoomError } from "../../webgpu/buffers.ts";
import { wrongSums } from "../../webgpu/device-lost-error.ts";
import { groupCount, rowBytes, rowsPerTile } from "../../webgpu/dispatch-plan.ts";
import { dispatch } from "../../webgpu/dispatch.ts";
import { borrowRows } from "../../webgpu/borrowed-rows.ts";
import type { Gpu } from "../../webgpu/gpu.ts";
import { spotCells } from "../../webgpu/spot-check.ts";
import type { GpuBuffer } from "../../webgpu/webgpu-interface.ts";
import { variantPairsCpu } from "./cpu.ts";
import { SUMS_A_PAIR, type PairSamples, type VariantPairsInput } from "./index.ts";
import { pairCount } from "./pair-count.ts";
import { pairParts, pairTiles, type PairPart } from "./pair-plan.ts";
import { PAIRS_SHADER } from "./shader.ts";

const PAIR_BYTES = 24;

/** Counts bits of tiles of 32 × 32 pairs that the ranges touch; exact. */
export function variantPairsGpu(
  samples: PairSamples,
  { gpu }: Pick<WebGpuDevice, "gpu">,
): PreparedOperation<VariantPairsInput, Int32Array> {
  const stride = rowBytes(samples.sampleCount);
  let included: Promise<GpuBuffer> | undefined;
  let turn = 0;
  return async (input) => {
    const own = turn++;
    const sums = new Int32Array(pairCount(input) * SUMS_A_PAIR);
    await gpu.run(async () => {
      included ??= gpu.place(includedBits(samples)).catch((error: unknown) => {
        included = undefined;
        throw error;
      });
      const mask = await included;
      const mostRows = rowsPerTile(2 ** 30, stride, 16, gpu.plan);
      const mostPairs = rowsPerTile(2 ** 30, PAIR_BYTES, 0, gpu.plan);
      const parts = pairParts(input, input.left.count, mostRows, mostPairs);
      if (mostRows === 0 || !parts) throw new NoRoomError(stride);
      let at = 0;
      for (let p = 0; p < parts.length;) {
        const { firstLeft, pairs } = parts[p];
        const same: PairPart[] = [];
        while (p < parts.length && parts[p].firstLeft === firstLeft) same.push(parts[p++]);
        sums.set(await sumParts(gpu, input, samples.sampleCount, mask, same), at);
        at += pairs * SUMS_A_PAIR;
      }
      checkPairs(gpu, samples, input, sums, own);
    });
    return sums;
  };
}

/** Sums of the pairs of parts that have the same left rows. */
async function sumParts(
  gpu: Gpu,
  input: VariantPairsInput,
  sampleCount: number,
  included: GpuBuffer,
  parts: readonly PairPart[],
): Promise<Int32Array> {
  const { left, right, first, end } = input;
  const { firstLeft, endLeft, pairs } = parts[0];
  const rows = endLeft - firstLeft;
  const ranges = new Uint32Array(4 * rows);
  for (let v = 0, offset = 0; v < rows; v++) {
    const [from, to] = [first[firstLeft + v], Math.max(first[firstLeft + v], end[firstLeft + v])];
    ranges.set([from, to, offset], 4 * v);
    offset += to - from;
  }
  const x = await borrowRows(gpu, left, { firstRow: firstLeft, rows });
  const sums = await gpu.sums.take(pairs * PAIR_BYTES);
  const rangeBuffer = await gpu.lend(ranges);
  for (const part of parts) {
    const tiles = pairTiles(input, part);
    const tile = { firstRow: part.firstRight, rows: part.endRight - part.firstRight };
    const y = await borrowRows(gpu, right, tile);
    const places = await gpu.lend(Uint32Array.from(tiles.flat()));
    const across = Math.min(tiles.length, gpu.plan.limits.maxComputeWorkgroupsPerDimension);
    await dispatch(gpu, PAIRS_SHADER, {
      task: [
        rows,
        part.firstRight,
        tile.rows,
        groupCount(sampleCount) * 4,
        Math.ceil(sampleCount / 32),
        across,
        tiles.length,
      ],
      buffers: [x, y, included, rangeBuffer, places, sums],
      workgroups: [across, Math.ceil(tiles.length / across)],
    });
    gpu.sums.give(y);
    gpu.sums.give(places);
  }
  gpu.sums.give(x);
  gpu.sums.give(rangeBuffer);
  return new Int32Array(await gpu.read(sums, pairs * PAIR_BYTES));
}

function includedBits({ sampleCount, included }: PairSamples): Uint32Array {
  const exclusion = exclusionBytes(sampleCount, included);
  const bits = new Uint32Array(Math.ceil(sampleCount / 32));
  for (let i = 0; i < sampleCount; i++) {
    if (((exclusion[i >> 2] >> (2 * (i & 3))) & 3) === 0) bits[i >> 5] |= 1 << (i & 31);
  }
  return bits;
}

/** Pairs that the CPU counts again: the last one, and some that move with `turn`. */
function checkPairs(
  gpu: Gpu,
  samples: PairSamples,
  { left, right, first, end }: VariantPairsInput,
  sums: Int32Array,
  turn: number,
): void {
  const pairs = sums.length / SUMS_A_PAIR;
  const wanted = spotCells(pairs, 1, 8 * samples.sampleCount, turn).map(({ row }) => row);
  const run = variantPairsCpu(samples);
  const one = Int32Array.of(1);
  for (let v = 0, at = 0; v < left.count; v++) {
    const next = at + Math.max(0, end[v] - first[v]);
    for (const pair of wanted) {
      if (pair < at || pair >= next) continue;
      const expected = run({
        left: rowOf(left, v),
        right: rowOf(right, first[v] + pair - at),
        first: Int32Array.of(0),
        end: one,
      });
      if (expected.some((sum, k) => sum !== sums[pair * SUMS_A_PAIR + k])) {
        throw wrongSums(gpu.adapterName, "pairs of variants", `pair ${pair}`);
      }
    }
    at = next;
  }
}

function rowOf({ sampleCount, bytesPerVariant, packed }: PackedBlock, v: number): PackedBlock {
  const row = packed.subarray(v * bytesPerVariant, (v + 1) * bytesPerVariant);
  return { count: 1, sampleCount, bytesPerVariant, packed: row };
}
