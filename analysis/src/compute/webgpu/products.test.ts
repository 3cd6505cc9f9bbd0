import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { countAllelesGpu } from "../operations/allele-counts/gpu.ts";
import { dosageProductsGpu } from "../operations/dosage-products/gpu.ts";
import { dosageProducts, productIndex, type Columns } from "../operations/dosage-products/index.ts";
import type { PackedBlock } from "../packed.ts";
import { columnScale } from "./digits.ts";
import { NoRoomError } from "./buffers.ts";
import { DeviceLostError } from "./device-lost-error.ts";
import { openGpu, type Gpu } from "./gpu.ts";
import { useSoftwareAdapter } from "./software-adapter.ts";
import { digitTwin, drawBlock, drawColumns, normals } from "./test-columns.ts";

const hasAdapter = await useSoftwareAdapter();

/** Columns with the mean and `covariates` first columns taken out, each of length 1: what a linear scan multiplies with. */
function residualised(
  sampleCount: number,
  width: number,
  bend: (value: number) => number = (value) => value,
): Columns {
  const columns = [new Float64Array(sampleCount).fill(1)];
  for (let c = 0; c < width; c++) columns.push(normals(sampleCount, c + 11).map(bend));
  for (const [c, column] of columns.entries()) {
    for (const before of [...columns.slice(0, c), ...columns.slice(0, c)]) {
      let product = 0;
      for (let i = 0; i < sampleCount; i++) product += column[i] * before[i];
      for (let i = 0; i < sampleCount; i++) column[i] -= product * before[i];
    }
    let squares = 0;
    for (const value of column) squares += value * value;
    for (let i = 0; i < sampleCount; i++) column[i] /= Math.sqrt(squares);
  }
  const values = new Float64Array(sampleCount * width);
  columns.slice(1).forEach((column, c) => column.forEach((v, i) => (values[i * width + c] = v)));
  return { sampleCount, width, values };
}

/** z of the last column, a trait, given the others, covariates: each row's missing calls count as 0 copies. */
function zOfTrait(products: Float64Array, block: PackedBlock, width: number): number[] {
  return Array.from({ length: block.count }, (_, v) => {
    let [sum, squares] = [0, 0];
    for (let i = 0; i < block.sampleCount; i++) {
      const code = (block.packed[v * block.bytesPerVariant + (i >> 2)] >> (2 * (i & 3))) & 3;
      const copies = [2, 0, 1, 0][code];
      sum += copies;
      squares += copies * copies;
    }
    let variance = squares - (sum * sum) / block.sampleCount;
    for (let c = 0; c < width - 1; c++) variance -= products[productIndex(block.count, v, c)] ** 2;
    const product = products[productIndex(block.count, v, width - 1)];
    const degrees = block.sampleCount - width - 1;
    return product / Math.sqrt(((1 - product ** 2 / variance) / degrees) * variance);
  });
}

async function lossOf(promise: Promise<unknown>): Promise<DeviceLostError> {
  const error: unknown = await promise.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (error instanceof DeviceLostError) return error;
  throw error;
}

describe.skipIf(!hasAdapter)("products on a software adapter (needs SwiftShader)", () => {
  let gpu: Gpu;
  beforeAll(async () => {
    gpu = await openGpu({ allowSoftware: true });
  }, 60_000);
  afterAll(() => {
    gpu?.close();
  });

  test("the adapter is known to be emulated", () => {
    expect(gpu.isSoftware).toBe(true);
    expect(gpu.adapterName).toBe("SwiftShader");
  });

  test.each([
    [1, 1, 1],
    [3, 63, 1],
    [5, 64, 4],
    [128, 65, 5],
    [129, 257, 21],
    [300, 1000, 23],
  ])("%i variants × %i samples × %i columns equal the twin bit for bit", async (m, n, q) => {
    const block = drawBlock(m, n, 1);
    const columns = drawColumns(n, q, 2);
    const products = await dosageProductsGpu(columns, { gpu })(block);
    expect(products).toEqual(await digitTwin(columns, block));
  });

  // Three digits: 6e-7 for normal traits at any number of samples.
  test.each([
    [150, 500],
    [40, 3_000],
    [8, 100_000],
  ])("z of %i variants × %i samples is within 1e-6 of doubles", async (m, n) => {
    const block = drawBlock(m, n, 3);
    const columns = residualised(n, 4);
    const exact = await dosageProducts.prepare(columns, { kind: "javascript" })(block);
    const expected = zOfTrait(exact, block, 4);
    const products = await dosageProductsGpu(columns, { gpu })(block);
    zOfTrait(products, block, 4).forEach((z, v) =>
      expect(Math.abs(z - expected[v])).toBeLessThan(1e-6),
    );
    expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(1);
  });

  test("z of a heavy-tailed trait takes four digits to be within 1e-7", async () => {
    const [m, n] = [100, 2_000];
    const block = drawBlock(m, n, 4);
    const columns = residualised(n, 1, (value) => value ** 7);
    expect(columnScale(columns, 0).digits).toBe(4);
    const exact = await dosageProducts.prepare(columns, { kind: "javascript" })(block);
    const expected = zOfTrait(exact, block, 1);
    const products = await dosageProductsGpu(columns, { gpu })(block);
    zOfTrait(products, block, 1).forEach((z, v) =>
      expect(Math.abs(z - expected[v])).toBeLessThan(1e-7),
    );
  });

  test("several blocks may be under way at once", async () => {
    const columns = drawColumns(700, 3, 4);
    const blocks = [1, 2, 3].map((seed) => drawBlock(20 * seed, 700, seed));
    const results = await Promise.all(
      blocks.map(async (block) => await dosageProductsGpu(columns, { gpu })(block)),
    );
    for (const [i, block] of blocks.entries()) {
      expect(results[i]).toEqual(await digitTwin(columns, block));
    }
  });

  test("rows that are on the device are not sent again", async () => {
    const block = drawBlock(50, 700, 5);
    await dosageProductsGpu(drawColumns(700, 2, 6), { gpu })(block);
    const sent = gpu.staging.sent();
    await dosageProductsGpu(drawColumns(700, 3, 7), { gpu })(block);
    expect(gpu.staging.sent()).toBe(sent);
    const counts = await countAllelesGpu({ gpu })(block);
    const run = dosageProductsGpu(drawColumns(700, 3, 7), { gpu });
    expect(await run({ ...block, counts })).toEqual(await digitTwin(drawColumns(700, 3, 7), block));
    expect(gpu.staging.sent()).toBe(sent);
  });

  test("a wrong last cell is found, and said to be wrong", async () => {
    const block = drawBlock(140, 300, 8);
    const columns = drawColumns(300, 5, 9);
    const wrong = Object.create(gpu, {
      read: {
        value: async (...args: Parameters<Gpu["read"]>) => {
          const sums = new Int32Array(await gpu.read(...args));
          sums[sums.length - 1] = 0;
          return sums.buffer;
        },
      },
    }) as Gpu;
    const run = dosageProductsGpu(columns, {
      gpu: Object.create(wrong, { run: { value: (attempt: () => unknown) => attempt() } }) as Gpu,
    });
    const loss = await lossOf(run(block) as Promise<unknown>);
    expect(loss.reason).toBe("wrong-sums");
    expect(loss.why).toContain("row 139 of column 4");
  });
});

describe.skipIf(!hasAdapter)("a device at its limits (needs SwiftShader)", () => {
  const block = drawBlock(300, 1000, 1);
  const columns = drawColumns(1000, 23, 2);

  test("computes the same in many small tiles, shards, chunks and dispatches", async () => {
    const gpu = await openGpu({
      allowSoftware: true,
      plan: { tileBytes: 20_000, mostProducts: 1, wantedWorkgroups: 9 },
    });
    const small = Object.create(gpu, {
      plan: {
        value: {
          ...gpu.plan,
          limits: {
            ...gpu.limits,
            maxStorageBufferBindingSize: 40_000,
            maxComputeWorkgroupsPerDimension: 2,
          },
        },
      },
    }) as Gpu;
    const products = await dosageProductsGpu(columns, { gpu: small })(block);
    expect(products).toEqual(await digitTwin(columns, block));
    gpu.close();
  });

  test("tries again with smaller tiles when memory runs out, then gives up with the reason", async () => {
    const gpu = await openGpu({ allowSoftware: true, selfTest: false });
    let refusals = 1;
    const full = Object.create(gpu, {
      sums: {
        value: {
          ...gpu.sums,
          take: (bytes: number) =>
            refusals-- > 0 ? Promise.reject(new NoRoomError(bytes)) : gpu.sums.take(bytes),
        },
      },
    }) as Gpu;
    const before = gpu.plan.tileBytes;
    const products = await dosageProductsGpu(columns, { gpu: full })(block);
    expect(products).toEqual(await digitTwin(columns, block));
    expect(gpu.plan.tileBytes).toBe(before / 2);
    refusals = Infinity;
    const loss = await lossOf(dosageProductsGpu(columns, { gpu: full })(block) as Promise<unknown>);
    expect(loss.reason).toBe("out-of-memory");
    expect(gpu.failure).toBe(loss);
    gpu.close();
  });

  test("destroyed in the middle of a run, it is lost, and stays so", async () => {
    const gpu = await openGpu({ allowSoftware: true });
    const run = dosageProductsGpu(columns, { gpu });
    await run(block);
    const products = run(drawBlock(300, 1000, 2)) as Promise<unknown>;
    gpu.device.destroy();
    const loss = await lossOf(products);
    expect(loss.reason).toBe("lost");
    expect(loss.remedy).toContain("CPU");
    expect(await lossOf(run(block) as Promise<unknown>)).toBe(gpu.failure);
    gpu.close();
  });
});
