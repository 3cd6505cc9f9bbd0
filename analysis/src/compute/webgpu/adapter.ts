import { DeviceUnavailableError } from "../../errors.ts";
import {
  REQUESTED_LIMITS,
  type GpuAdapter,
  type GpuAdapterInfo,
  type GpuInstance,
  type GpuLimits,
  type WebGpuPackage,
} from "./webgpu-interface.ts";

export const SUBGROUP_MATRIX = "chromium-experimental-subgroup-matrix";

// Node's garbage collector must never take what create() returns: the process dies when it does while a device of it is
// in use (webgpu 0.6.2: SIGSEGV, SIGABRT or a hang in 24 of 24 runs). So one a set of flags, kept until the thread ends.
const instances = new Map<WebGpuPackage, Map<string, GpuInstance>>();

export function pinnedInstance(webgpu: WebGpuPackage, flags: readonly string[]): GpuInstance {
  const own = instances.get(webgpu) ?? new Map<string, GpuInstance>();
  instances.set(webgpu, own);
  const key = flags.join("\n");
  const instance = own.get(key) ?? webgpu.create(flags);
  own.set(key, instance);
  return instance;
}

/** @throws DeviceUnavailableError when there is none, or only one that the CPU emulates */
export async function requestAdapter(
  instance: GpuInstance,
  allowSoftware: boolean,
): Promise<GpuAdapter> {
  const adapter = await instance.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) {
    throw new DeviceUnavailableError({
      what: "No GPU was found.",
      why: "No Vulkan, Metal or Direct3D 12 driver offers an adapter.",
      remedy:
        "Install the GPU's driver (on Linux its Vulkan part and libvulkan1), or compute on the CPU.",
    });
  }
  if (isSoftwareAdapter(adapter.info) && !allowSoftware) {
    throw new DeviceUnavailableError({
      what: `The only adapter is ${adapterName(adapter.info)}, which the CPU emulates.`,
      why: "It is slower than the library's own code for the CPU.",
      remedy: "Install the GPU's driver, or compute on the CPU.",
    });
  }
  return adapter;
}

/** True where the CPU emulates the GPU: SwiftShader, llvmpipe, WARP. */
export function isSoftwareAdapter(info: GpuAdapterInfo): boolean {
  const text = `${info.architecture} ${info.device} ${info.description}`;
  return (
    info.isFallbackAdapter || /swiftshader|llvmpipe|lavapipe|basic render|\bwarp\b/i.test(text)
  );
}

export function adapterName(info: GpuAdapterInfo): string {
  if (isSoftwareAdapter(info) && /swiftshader/i.test(info.architecture)) return "SwiftShader";
  return info.device || info.architecture || info.description || info.vendor || "unnamed adapter";
}

export function adapterLimits(adapter: GpuAdapter): GpuLimits {
  const { limits } = adapter;
  return Object.fromEntries(REQUESTED_LIMITS.map((name) => [name, limits[name]])) as GpuLimits;
}

/** True where the adapter has the int8 matrix units that the kernel is written for, and subgroups of 32 threads. */
export function hasInt8Matrix({ info, features }: GpuAdapter): boolean {
  if (!features.has(SUBGROUP_MATRIX) || !features.has("subgroups")) return false;
  if (info.subgroupMinSize !== 32 || info.subgroupMaxSize !== 32) return false;
  return (info.subgroupMatrixConfigs ?? []).some(
    ({ componentType, resultComponentType, M, N, K }) =>
      componentType === "i8" && resultComponentType === "i32" && M === 16 && N === 16 && K === 32,
  );
}
