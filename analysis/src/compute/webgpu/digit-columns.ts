import {
  columnIntegers,
  columnScale,
  planeBytes,
  requireSummable,
  writePlanes,
  type ColumnScale,
  type RealColumns,
} from "./digits.ts";
import { columnShards, groupCount, type ColumnShard } from "./dispatch-plan.ts";
import { outOfDeviceMemory } from "./device-lost-error.ts";
import type { Gpu } from "./gpu.ts";
import type { GpuBuffer } from "./webgpu-interface.ts";

/** Columns whose integers are kept on the CPU, to check sums with them. */
const CHECKED_COLUMNS = 8;

/** Columns on the device, as planes of digits. */
export interface DigitColumns {
  readonly sampleCount: number;
  readonly width: number;
  readonly scales: readonly ColumnScale[];
  readonly shards: readonly DigitShard[];
  /** Sum of each column as it is on the device. */
  readonly totals: Float64Array;
  /** Planes of all shards. */
  readonly planes: number;
  /** Some columns, the last among them, as integers. */
  readonly checked: ReadonlyMap<number, Int32Array>;
}

export interface DigitShard extends ColumnShard {
  /** One buffer a part. */
  readonly digits: readonly GpuBuffer[];
}

/** Columns on the device, placed there by the first that asks: several lanes of a run are set up with the same ones. */
export async function sharedColumns(gpu: Gpu, columns: RealColumns): Promise<DigitColumns> {
  const { values, width } = columns;
  const present = gpu.columns.get(values);
  if (present) {
    const columnsThere = await present;
    if (columnsThere.width === width) return columnsThere;
  }
  const uploaded = uploadColumns(gpu, columns);
  gpu.columns.set(values, uploaded);
  try {
    return await uploaded;
  } catch (error) {
    gpu.columns.delete(values);
    throw error;
  }
}

/**
 * Writes columns to the device as digits, once for all blocks.
 *
 * @param digits - 3 or 4; chosen by each column's tails when left out
 */
async function uploadColumns(
  gpu: Gpu,
  columns: RealColumns,
  digits?: 3 | 4,
): Promise<DigitColumns> {
  const { sampleCount, width } = columns;
  requireSummable(sampleCount);
  const scales = Array.from({ length: width }, (_, c) => columnScale(columns, c, digits));
  const groups = groupCount(sampleCount);
  const shards = columnShards(
    scales.map((scale) => scale.digits),
    groups,
    gpu.plan,
  );
  if (width > 0 && shards.length === 0) throw outOfDeviceMemory(gpu.adapterName, planeBytes(1, 64));
  const isChecked = checkedColumns(width);
  const checked = new Map<number, Int32Array>();
  const scratch = new Int32Array(sampleCount);
  const totals = new Float64Array(width);
  const placed: DigitShard[] = [];
  for (const shard of shards) {
    const words = shard.parts.map(
      (part) => new Uint32Array(planeBytes(part.groups, shard.paddedPlanes) / 4),
    );
    let firstPlane = 0;
    for (let c = shard.firstColumn; c < shard.firstColumn + shard.columns; c++) {
      const integers = columnIntegers(columns, c, scales[c], scratch);
      totals[c] = integers.reduce((sum, integer) => sum + integer, 0) / scales[c].scale;
      if (isChecked(c)) checked.set(c, integers.slice());
      shard.parts.forEach(({ firstGroup }, p) =>
        writePlanes(integers, scales[c].digits, words[p], {
          planes: shard.paddedPlanes,
          firstPlane,
          firstGroup,
        }),
      );
      firstPlane += scales[c].digits;
    }
    const buffers: GpuBuffer[] = [];
    for (const part of words) buffers.push(await gpu.place(part));
    placed.push({ ...shard, digits: buffers });
  }
  const planes = shards.reduce((sum, shard) => sum + shard.planes, 0);
  return { sampleCount, width, scales, shards: placed, totals, planes, checked };
}

function checkedColumns(width: number): (column: number) => boolean {
  const step = Math.max(1, Math.ceil(width / CHECKED_COLUMNS));
  return (column) => (width - 1 - column) % step === 0;
}
