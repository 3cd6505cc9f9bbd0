import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { COUNTS_SHADER } from "../operations/allele-counts/shader.ts";
import { MATRIX_SHADER } from "../operations/dosage-products/matrix-shader.ts";
import { PRODUCTS_SHADER, SCORES_SHADER } from "../operations/dosage-products/shader.ts";
import { KING_SHADER, SAMPLE_BITS_SHADER } from "../operations/king-counts/shader.ts";
import { RELATIONSHIP_SHADER } from "../operations/relationship/shader.ts";
import { PAIRS_SHADER } from "../operations/variant-pairs/shader.ts";
import { pinnedInstance, requestAdapter, SUBGROUP_MATRIX } from "./adapter.ts";
import { openGpu, type Gpu } from "./gpu.ts";
import { loadWebGpu } from "./load-webgpu.ts";

const canLoad = await loadWebGpu().then(
  () => true,
  () => false,
);

const SHADERS: readonly (readonly [string, string])[] = [
  ["allele-counts", COUNTS_SHADER],
  ["dosage-products", PRODUCTS_SHADER],
  ["weighted-scores", SCORES_SHADER],
  ["relationship", RELATIONSHIP_SHADER],
  ["variant-pairs", PAIRS_SHADER],
  ["king-counts: bits of samples", SAMPLE_BITS_SHADER],
  ["king-counts", KING_SHADER],
];

// Dawn's null backend checks WGSL and pipelines without any driver, within WebGPU's default limits.
describe.skipIf(!canLoad)("WGSL is valid (needs the webgpu package)", () => {
  let gpu: Gpu;
  beforeAll(async () => {
    gpu = await openGpu({ flags: ["backend=null"], selfTest: false, matrixUnits: true });
  });
  afterAll(() => {
    gpu?.close();
  });

  test.each(SHADERS)("%s", async (_, code) => {
    const module = gpu.device.createShaderModule({ code });
    const { messages } = await module.getCompilationInfo();
    expect(messages.map(({ lineNum, message }) => `${lineNum}: ${message}`)).toEqual([]);
    await expect(gpu.pipeline(code)).resolves.toBeDefined();
  });

  // The null backend has the extension but lists no configuration, so that openGpu does not ask for it.
  test("dosage-products on matrix units", async () => {
    const flags = ["backend=null", "enable-dawn-features=allow_unsafe_apis"];
    const adapter = await requestAdapter(pinnedInstance(await loadWebGpu(), flags), false);
    expect(adapter.features).toContain(SUBGROUP_MATRIX);
    const device = await adapter.requestDevice({
      requiredFeatures: ["subgroups", SUBGROUP_MATRIX],
      requiredLimits: {},
    });
    const module = device.createShaderModule({ code: MATRIX_SHADER });
    const { messages } = await module.getCompilationInfo();
    expect(messages.map(({ lineNum, message }) => `${lineNum}: ${message}`)).toEqual([]);
    const compute = { module, entryPoint: "main" };
    const pipeline = device.createComputePipelineAsync({ layout: "auto", compute });
    await expect(pipeline).resolves.toBeDefined();
    device.destroy();
  });

  test("what is not WGSL is found", async () => {
    gpu.device.pushErrorScope("validation");
    const module = gpu.device.createShaderModule({ code: "fn main() { let x: u32 = 1.5; }" });
    const { messages } = await module.getCompilationInfo();
    expect(await gpu.device.popErrorScope()).not.toBeNull();
    expect(messages).toHaveLength(1);
  });
});
