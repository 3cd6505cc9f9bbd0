import { GROUP_SAMPLES, planeBytes } from "./digits.ts";
import type { GpuLimits } from "./webgpu-interface.ts";

/** Rows and planes that one workgroup of the products kernel computes. */
export const TILE_ROWS = 128;
export const TILE_PLANES = 64;

/** What a plan is made for; all of it known before any device is touched. */
export interface PlanLimits {
  readonly limits: GpuLimits;
  /** Bytes a tile of rows may take on the device. */
  readonly tileBytes: number;
  /** Multiplications of one dispatch: systems reset a GPU that is busy for seconds. */
  readonly mostProducts: number;
  /** Workgroups that keep the device busy: fewer are made more by splitting the samples. */
  readonly wantedWorkgroups: number;
}

/** Consecutive columns whose planes are kept in buffers of their own. */
export interface ColumnShard {
  readonly firstColumn: number;
  readonly columns: number;
  readonly planes: number;
  /** Planes with those that fill the last tile. */
  readonly paddedPlanes: number;
  /** Ranges of sample groups, one buffer each; their sums add up. */
  readonly parts: readonly { readonly firstGroup: number; readonly groups: number }[];
}

/** One dispatch of the products kernel: rows of a tile × a shard's part. */
export interface ProductsDispatch {
  readonly firstRow: number;
  readonly rows: number;
  readonly groupsPerChunk: number;
  /** Workgroups: tiles of planes, tiles of rows, chunks of samples. */
  readonly workgroups: readonly [number, number, number];
}

/** Groups of 64 samples; a row is 16 bytes a group. */
export const groupCount = (sampleCount: number): number => Math.ceil(sampleCount / GROUP_SAMPLES);
export const rowBytes = (sampleCount: number): number => groupCount(sampleCount) * 16;

const mostBuffer = ({ limits }: PlanLimits): number =>
  Math.min(limits.maxBufferSize, limits.maxStorageBufferBindingSize);

/** Cuts columns into shards that fit a binding, at borders of columns; empty when one tile of planes does not fit. */
export function columnShards(
  digits: ArrayLike<number>,
  groups: number,
  plan: PlanLimits,
): ColumnShard[] {
  const most = mostBuffer(plan);
  const groupsAPart = Math.min(groups, Math.floor(most / planeBytes(1, TILE_PLANES)));
  if (groupsAPart < 1) return [];
  const tiles = Math.min(
    plan.limits.maxComputeWorkgroupsPerDimension,
    Math.floor(most / planeBytes(groupsAPart, TILE_PLANES)),
  );
  const parts: { firstGroup: number; groups: number }[] = [];
  for (let from = 0; from < groups; from += groupsAPart) {
    parts.push({ firstGroup: from, groups: Math.min(groupsAPart, groups - from) });
  }
  const shards: ColumnShard[] = [];
  let firstColumn = 0;
  while (firstColumn < digits.length) {
    let planes = 0;
    let end = firstColumn;
    while (end < digits.length && planes + digits[end] <= tiles * TILE_PLANES) {
      planes += digits[end++];
    }
    const paddedPlanes = Math.ceil(planes / TILE_PLANES) * TILE_PLANES;
    shards.push({ firstColumn, columns: end - firstColumn, planes, paddedPlanes, parts });
    firstColumn = end;
  }
  return shards;
}

/** Rows that are uploaded at once: their codes and their widest sums fit a buffer. 0 when one row does not. */
export function rowsPerTile(
  rows: number,
  bytesPerRow: number,
  sumBytesPerRow: number,
  plan: PlanLimits,
): number {
  const most = Math.min(mostBuffer(plan), plan.tileBytes);
  const fitting = Math.floor(most / Math.max(bytesPerRow, sumBytesPerRow));
  if (fitting >= rows) return rows;
  return fitting > TILE_ROWS ? Math.floor(fitting / TILE_ROWS) * TILE_ROWS : fitting;
}

/** Samples of one word of codes: tiles of samples start at multiples of it. */
const WORD_SAMPLES = 16;

/** Samples whose sums fit a buffer, a multiple of 16 or all of them. 0 when not even 16 do. */
export function samplesPerTile(samples: number, sumBytes: number, plan: PlanLimits): number {
  const words = (bytes: number): number => Math.floor(bytes / (WORD_SAMPLES * sumBytes));
  const most = mostBuffer(plan);
  if (samples * sumBytes <= Math.min(most, plan.tileBytes)) return samples;
  if (words(most) === 0) return 0;
  return Math.min(samples, WORD_SAMPLES * Math.max(1, words(Math.min(most, plan.tileBytes))));
}

/** Dispatches for `rows` uploaded rows × one part of a shard. */
export function productsDispatches(
  rows: number,
  paddedPlanes: number,
  groups: number,
  plan: PlanLimits,
): ProductsDispatch[] {
  const mostWorkgroups = plan.limits.maxComputeWorkgroupsPerDimension;
  const products = TILE_ROWS * paddedPlanes * groups * GROUP_SAMPLES;
  const rowTiles = Math.max(
    1,
    Math.min(mostWorkgroups, Math.floor(plan.mostProducts / products), Math.ceil(rows / TILE_ROWS)),
  );
  const planeTiles = paddedPlanes / TILE_PLANES;
  const dispatches: ProductsDispatch[] = [];
  for (let firstRow = 0; firstRow < rows; firstRow += rowTiles * TILE_ROWS) {
    const count = Math.min(rowTiles * TILE_ROWS, rows - firstRow);
    const tiles = Math.ceil(count / TILE_ROWS);
    const chunks = Math.min(
      mostWorkgroups,
      Math.ceil(groups / LEAST_GROUPS),
      Math.max(1, Math.ceil(plan.wantedWorkgroups / (tiles * planeTiles))),
    );
    const groupsPerChunk = Math.ceil(groups / chunks);
    dispatches.push({
      firstRow,
      rows: count,
      groupsPerChunk,
      workgroups: [planeTiles, tiles, Math.ceil(groups / groupsPerChunk)],
    });
  }
  return dispatches;
}

/** Sample groups a workgroup adds up at least, so that the atomic additions at its end do not count. */
const LEAST_GROUPS = 8;
