import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { instantiateKernels, compileKernels } from "../wasm/kernels.ts";
import { createArena } from "../arena.ts";
import type { Operation, WebGpuDevice } from "../operation.ts";
import { alleleCounts } from "../operations/allele-counts/index.ts";
import { genotypeProducts } from "../operations/genotype-products/index.ts";
import { kingCounts } from "../operations/king-counts/index.ts";
import { relationship } from "../operations/relationship/index.ts";
import { variantPairs } from "../operations/variant-pairs/index.ts";
import { weightedScores } from "../operations/weighted-scores/index.ts";
import { openGpu, type Gpu } from "./gpu.ts";
import { useSoftwareAdapter } from "./software-adapter.ts";
import { drawBlock, drawColumns, normals } from "./test-columns.ts";

const hasAdapter = await useSoftwareAdapter();
const SAMPLES = 500;
const VARIANTS = 300;

const block = drawBlock(VARIANTS, SAMPLES, 1);
const tile = { rowStart: 128, rowEnd: 256, columnStart: 64, columnEnd: 192 };
/** Standardised, zero for missing calls; and with one copy worth more than half of two. */
const standard = Float64Array.from({ length: 4 * VARIANTS }, (_, i) => {
  const centre = 0.2 + (i >> 2) / VARIANTS;
  return [2 - centre, 0, 1 - centre, -centre][i & 3];
});
const dominant = Float64Array.from({ length: 4 * VARIANTS }, (_, i) => [1, 0.4, 0.8, 0][i & 3]);

// Blocks that do not fit: tiles of rows, of samples and of pairs, shards of columns, several dispatches.
describe.skipIf(!hasAdapter)("in small tiles (needs SwiftShader)", () => {
  let gpu: Gpu;
  let device: WebGpuDevice;
  beforeAll(async () => {
    gpu = await openGpu({ allowSoftware: true });
    const plan = {
      ...gpu.plan,
      limits: { ...gpu.limits, maxStorageBufferBindingSize: 60_000 },
      tileBytes: 60_000,
      mostProducts: 1,
      wantedWorkgroups: 40,
    };
    const arena = createArena();
    const kernels = instantiateKernels(await compileKernels(), arena);
    const small = Object.create(gpu, { plan: { value: plan } }) as Gpu;
    device = { kind: "webgpu", gpu: small, kernels, arena };
  }, 60_000);
  afterAll(() => {
    gpu?.close();
  });

  async function both<Setup, Input, Output>(
    operation: Operation<Setup, Input, Output>,
    setup: Setup,
    input: Input,
  ): Promise<[Output, Output]> {
    const expected = await operation.prepare(setup, { kind: "javascript" })(input);
    return [await operation.prepare(setup, device)(input), expected];
  }

  function expectClose(found: Float64Array, expected: Float64Array, bound: number): void {
    expect(found.length).toBe(expected.length);
    expect(expected.some((value) => Math.abs(value) > 100 * bound)).toBe(true);
    expect(found.every((value, i) => Math.abs(value - expected[i]) <= bound)).toBe(true);
  }

  test("allele-counts", async () => {
    const [found, expected] = await both(alleleCounts, {}, block);
    expect(found).toEqual(expected);
  });

  test("variant-pairs, with samples left out", async () => {
    const included = Uint8Array.from({ length: SAMPLES }, (_, i) => Number(i % 7 !== 0));
    const first = Int32Array.from({ length: VARIANTS }, (_, v) => Math.max(0, v - 20));
    const end = Int32Array.from({ length: VARIANTS }, (_, v) => Math.min(VARIANTS, 2 * v));
    const right = drawBlock(VARIANTS, SAMPLES, 2);
    const input = { left: block, right, first, end };
    const [found, expected] = await both(variantPairs, { sampleCount: SAMPLES, included }, input);
    expect(found).toEqual(expected);
  });

  test("king-counts", async () => {
    const [found, expected] = await both(kingCounts, {}, { block, tile });
    expect(found).toEqual(expected);
  });

  test("relationship", async () => {
    const input = { block, tile, values: standard };
    const [found, expected] = await both(relationship, {}, input);
    expect(found.called).toEqual(expected.called);
    // A variant's products are below 4, a unit of three digits 5e-7 of it.
    expectClose(found.products, expected.products, 4e-7 * VARIANTS);
  });

  test("genotype-products", async () => {
    const columns = drawColumns(SAMPLES, 30, 3);
    const [found, expected] = await both(genotypeProducts, columns, { block, values: standard });
    expectClose(found, expected, 1e-6 * SAMPLES);
  });

  test("weighted-scores, of values on a line and not", async () => {
    const weights = normals(VARIANTS * 30, 4);
    for (const values of [standard, dominant]) {
      const setup = { sampleCount: SAMPLES, width: 30 };
      const [found, expected] = await both(weightedScores, setup, { block, values, weights });
      expectClose(found, expected, 2e-6 * VARIANTS);
    }
  });
});
