import { expect, test } from "vitest";
import { isAnalysisError } from "../../errors.ts";
import { SUBGROUP_MATRIX } from "./adapter.ts";
import { DeviceLostError } from "./device-lost-error.ts";
import { openGpu } from "./gpu.ts";
import { loadWebGpu, type Importer } from "./load-webgpu.ts";
import { useSoftwareAdapter } from "./software-adapter.ts";
import type { GpuAdapter, GpuAdapterInfo, GpuDevice } from "./webgpu-interface.ts";

const hasAdapter = await useSoftwareAdapter();

/** The package with an adapter that says and does something else. */
function changed(change: (adapter: GpuAdapter) => GpuAdapter): Importer {
  return async () => {
    const webgpu = await loadWebGpu();
    return {
      create(flags: readonly string[]) {
        const instance = webgpu.create(flags);
        return {
          instance,
          requestAdapter: async () =>
            change((await instance.requestAdapter({ powerPreference: "high-performance" }))!),
        };
      },
    };
  };
}

/** Says that it has int8 matrix units, and refuses kernels for them. */
const boastful = changed((adapter) => {
  const { vendor, architecture, device, description, isFallbackAdapter } = adapter.info;
  const matrix = { componentType: "i8", resultComponentType: "i32", M: 16, N: 16, K: 32 };
  const info: GpuAdapterInfo = {
    ...{ vendor, architecture, device, description, isFallbackAdapter },
    ...{ subgroupMinSize: 32, subgroupMaxSize: 32, subgroupMatrixConfigs: [matrix] },
  };
  return {
    info,
    features: new Set([...adapter.features, SUBGROUP_MATRIX]),
    limits: adapter.limits,
    requestDevice: ({ requiredFeatures, requiredLimits }) =>
      adapter.requestDevice({
        requiredFeatures: requiredFeatures.filter((feature) => feature !== SUBGROUP_MATRIX),
        requiredLimits,
      }),
  };
});

/** Subtracts where it should add. */
const wrong = changed((adapter) => ({
  info: adapter.info,
  features: adapter.features,
  limits: adapter.limits,
  async requestDevice(descriptor) {
    const device = await adapter.requestDevice(descriptor);
    const create = device.createShaderModule.bind(device);
    const createShaderModule: GpuDevice["createShaderModule"] = ({ code }) =>
      create({ code: code.replace(/atomicAdd/g, "atomicSub") });
    return Object.assign(device, { createShaderModule });
  },
}));

// The order matters: after the second test this process uses no GPU any more.
test.skipIf(!hasAdapter)(
  "without the matrix units that fail, the GPU is used (needs SwiftShader)",
  async () => {
    const gpu = await openGpu({ allowSoftware: true, matrixUnits: true, importer: boastful });
    expect(gpu.hasMatrixUnits).toBe(false);
    expect(gpu.failure).toBeUndefined();
    gpu.close();
  },
);

test.skipIf(!hasAdapter)(
  "a GPU that is wrong once is not used again, and the message says so (needs SwiftShader)",
  async () => {
    const refusal = async (importer?: Importer): Promise<unknown> =>
      openGpu({ allowSoftware: true, importer }).catch((error: unknown) => error);
    const first = await refusal(wrong);
    if (!isAnalysisError(first, "device-unavailable")) throw first;
    expect(first.what).toContain("not used in this session");
    expect(first.why).toContain("wrong sum");
    expect(first.cause).toBeInstanceOf(DeviceLostError);
    expect(await refusal()).toMatchObject({ tag: "device-unavailable", cause: first.cause });
  },
);
