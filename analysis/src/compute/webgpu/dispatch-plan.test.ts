import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { planeBytes } from "./digits.ts";
import {
  columnShards,
  groupCount,
  productsDispatches,
  rowBytes,
  rowsPerTile,
  samplesPerTile,
  TILE_PLANES,
  TILE_ROWS,
  type PlanLimits,
} from "./dispatch-plan.ts";
import type { GpuLimits } from "./webgpu-interface.ts";

const MIB = 2 ** 20;

function limits(changes: Partial<GpuLimits> = {}): GpuLimits {
  return {
    maxBufferSize: 2 ** 32 - 1,
    maxStorageBufferBindingSize: 2 ** 31 - 4,
    maxComputeWorkgroupStorageSize: 16_384,
    maxComputeInvocationsPerWorkgroup: 256,
    maxComputeWorkgroupSizeX: 256,
    maxComputeWorkgroupsPerDimension: 65_535,
    ...changes,
  };
}

function planOf(changes: Partial<GpuLimits> = {}, sizes: Partial<PlanLimits> = {}): PlanLimits {
  return {
    limits: limits(changes),
    tileBytes: 64 * MIB,
    mostProducts: 2 ** 38,
    wantedWorkgroups: 1024,
    ...sizes,
  };
}

/** llvmpipe: 128 MiB a binding. NVIDIA under Dawn: 2 GiB − 4. */
const DEVICES = [
  planOf({ maxStorageBufferBindingSize: 128 * MIB }),
  planOf(),
  planOf(
    { maxBufferSize: MIB, maxStorageBufferBindingSize: MIB, maxComputeWorkgroupsPerDimension: 7 },
    { tileBytes: MIB, mostProducts: 1 },
  ),
];

describe("columnShards()", () => {
  test("every column is in one shard, every group in one part, every buffer within the binding", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...DEVICES),
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 300 }),
        fc.integer({ min: 1, max: 9_000 }),
        (plan, digits, groups) => {
          const shards = columnShards(digits, groups, plan);
          let column = 0;
          for (const shard of shards) {
            expect(shard.firstColumn).toBe(column);
            const own = digits.slice(column, (column += shard.columns));
            expect(shard.planes).toBe(own.reduce((sum, d) => sum + d, 0));
            expect(shard.paddedPlanes - shard.planes).toBeLessThan(TILE_PLANES);
            let group = 0;
            for (const part of shard.parts) {
              expect(part.firstGroup).toBe(group);
              group += part.groups;
              expect(planeBytes(part.groups, shard.paddedPlanes)).toBeLessThanOrEqual(
                plan.limits.maxStorageBufferBindingSize,
              );
            }
            expect(group).toBe(groups);
          }
          expect(column).toBe(digits.length);
        },
      ),
    );
  });

  test("1000 traits of 500,000 samples fit one binding of 2 GiB − 4, 2000 two", () => {
    const digits = Array<number>(1010).fill(3);
    const shards = columnShards(digits, groupCount(500_000), planOf());
    expect(shards).toHaveLength(1);
    expect(columnShards([...digits, ...digits], groupCount(500_000), planOf())).toHaveLength(2);
  });

  test("is empty where not even one tile of planes fits", () => {
    const plan = planOf({ maxStorageBufferBindingSize: 1024 });
    expect(columnShards([3], 5, plan)).toEqual([]);
  });
});

describe("rowsPerTile()", () => {
  test("is all rows where they fit", () => {
    expect(rowsPerTile(4096, rowBytes(20_000), 33 * 4, planOf())).toBe(4096);
  });

  test("is whole tiles of the kernel within the binding, or fewer rows than one", () => {
    const plan = planOf({ maxStorageBufferBindingSize: 128 * MIB }, { tileBytes: 512 * MIB });
    const rows = rowsPerTile(100_000, rowBytes(500_000), 132, plan);
    expect(rows % TILE_ROWS).toBe(0);
    expect(rows * rowBytes(500_000)).toBeLessThanOrEqual(128 * MIB);
    expect((rows + TILE_ROWS) * rowBytes(500_000)).toBeGreaterThan(128 * MIB);
    expect(rowsPerTile(100, rowBytes(500_000), 132, planOf({}, { tileBytes: MIB }))).toBe(8);
    expect(rowsPerTile(100, rowBytes(500_000), 132, planOf({}, { tileBytes: 1000 }))).toBe(0);
  });
});

test("samplesPerTile() is all samples, or whole words of them within a buffer", () => {
  expect(samplesPerTile(1001, 100, planOf())).toBe(1001);
  expect(samplesPerTile(1001, 100, planOf({}, { tileBytes: 10_000 }))).toBe(96);
  expect(samplesPerTile(1001, 1000, planOf({}, { tileBytes: 10_000 }))).toBe(16);
  const plan = planOf({ maxStorageBufferBindingSize: 15_999 });
  expect(samplesPerTile(1001, 1000, plan)).toBe(0);
});

describe("productsDispatches()", () => {
  test("cover rows once and samples once, within what a device dispatches", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...DEVICES),
        fc.integer({ min: 1, max: 5_000 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 9_000 }),
        (plan, rows, planeTiles, groups) => {
          let row = 0;
          for (const dispatch of productsDispatches(rows, planeTiles * TILE_PLANES, groups, plan)) {
            expect(dispatch.firstRow).toBe(row);
            row += dispatch.rows;
            const [x, y, z] = dispatch.workgroups;
            expect(x).toBe(planeTiles);
            expect(y).toBe(Math.ceil(dispatch.rows / TILE_ROWS));
            expect(z * dispatch.groupsPerChunk).toBeGreaterThanOrEqual(groups);
            expect((z - 1) * dispatch.groupsPerChunk).toBeLessThan(groups);
            for (const count of [y, z]) {
              expect(count).toBeLessThanOrEqual(plan.limits.maxComputeWorkgroupsPerDimension);
            }
          }
          expect(row).toBe(rows);
        },
      ),
    );
  });

  test("few rows are split over the samples, many are not", () => {
    const few = productsDispatches(128, 64, groupCount(500_000), planOf());
    expect(few[0].workgroups[2]).toBeGreaterThan(900);
    const many = productsDispatches(128 * 2048, 64, 100, planOf());
    expect(many[0].workgroups[2]).toBe(1);
  });

  test("a dispatch is no longer than a display's watchdog allows", () => {
    const groups = groupCount(500_000);
    const dispatches = productsDispatches(4096, 3072, groups, planOf());
    expect(dispatches.length).toBeGreaterThan(8);
    for (const { rows } of dispatches)
      expect(rows * 3072 * groups * 64).toBeLessThanOrEqual(2 ** 38);
  });
});
