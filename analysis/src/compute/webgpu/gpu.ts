import { DeviceUnavailableError } from "../../errors.ts";
import {
  adapterLimits,
  adapterName,
  hasInt8Matrix,
  isSoftwareAdapter,
  pinnedInstance,
  requestAdapter,
  SUBGROUP_MATRIX,
} from "./adapter.ts";
import type { BufferPool } from "./buffers.ts";
import { DeviceLostError } from "./device-lost-error.ts";
import type { DigitColumns } from "./digit-columns.ts";
import type { PlanLimits } from "./dispatch-plan.ts";
import { wrapDevice } from "./gpu-device.ts";
import { loadWebGpu, type Importer } from "./load-webgpu.ts";
import type { Staging } from "./staging.ts";
import type { GpuBuffer, GpuComputePipeline, GpuDevice, GpuLimits } from "./webgpu-interface.ts";

export interface GpuOptions {
  /** Uses an adapter that the CPU emulates, for tests. @defaultValue false */
  readonly allowSoftware?: boolean;
  /** Uses the int8 matrix units where the adapter has them and they pass the self-test. @defaultValue false */
  readonly matrixUnits?: boolean;
  /** Flags of Dawn, such as `backend=null`. */
  readonly flags?: readonly string[];
  /** Compares a small product with the CPU before the device is used. @defaultValue true */
  readonly selfTest?: boolean;
  /** Limits smaller than the adapter's, and sizes of the plan; for tests. */
  readonly plan?: Partial<PlanLimits>;
  readonly importer?: Importer | undefined;
  /** Where the package is looked for when it is not beside this library. @defaultValue the working directory */
  readonly folder?: string;
}

/** An open GPU with what the operations need of it, driven from one thread. */
export interface Gpu {
  readonly adapterName: string;
  readonly driver: string;
  /** True where the CPU emulates it: its speed says nothing about GPUs. */
  readonly isSoftware: boolean;
  readonly features: readonly string[];
  readonly limits: GpuLimits;
  /** True where products run on int8 matrix units. */
  readonly hasMatrixUnits: boolean;
  readonly device: GpuDevice;
  readonly staging: Staging;
  readonly sums: BufferPool;
  readonly uniforms: BufferPool;
  /** What dispatches are planned for; tiles become smaller when memory runs out. */
  readonly plan: PlanLimits;
  /** Columns that were placed, by their values. */
  readonly columns: WeakMap<Float64Array, Promise<DigitColumns>>;
  /** Why the device is not used any more, if so. */
  readonly failure: DeviceLostError | undefined;
  pipeline(code: string, constants?: Readonly<Record<string, number>>): Promise<GpuComputePipeline>;
  /** The first `bytes` bytes of `source`, once all submitted before has run; `source` goes back to `sums`. */
  read(source: GpuBuffer, bytes: number): Promise<ArrayBuffer>;
  /**
   * Runs `attempt`, again with half the rows a tile each time memory runs out.
   *
   * @throws DeviceLostError when the device is lost, refuses a command, or has no room for the smallest tile
   */
  run<Output>(attempt: () => Promise<Output>): Promise<Output>;
  /** Writes what all blocks share to the device, until `clear`. */
  place(data: Uint32Array): Promise<GpuBuffer>;
  /** Writes data to a buffer that goes back to `sums`. */
  lend(data: Uint32Array): Promise<GpuBuffer>;
  /** Frees what was placed, as `arena.clear()` does at the end of a job: operations must be prepared anew. */
  clear(): void;
  /** Ends the use of GPUs in this thread: `failure` is thrown by every later `run`, and none is opened again. */
  disable(failure: DeviceLostError): void;
  close(): void;
}

// Our kernels write shared memory before they read it; SwiftShader compiles code for every element that is to be zeroed
// (3.3 s of 3.6 for the products kernel).
const DAWN_FEATURES = ["disable_workgroup_init"];

const TILE_BYTES = 64 * 1024 * 1024;

// A GPU that was wrong once is not opened again by this thread.
let disabled: DeviceLostError | undefined;

/**
 * Opens the GPU of this machine and compares a small product of it with the CPU.
 *
 * @throws DeviceUnavailableError when the package or an adapter is missing, or the self-test fails
 */
export async function openGpu(options: GpuOptions = {}): Promise<Gpu> {
  if (disabled) throw unavailable(disabled);
  const { allowSoftware = false, matrixUnits = false, selfTest = true } = options;
  const dawnFeatures = [...DAWN_FEATURES, ...(matrixUnits ? ["allow_unsafe_apis"] : [])];
  const flags = [...(options.flags ?? []), `enable-dawn-features=${dawnFeatures.join(",")}`];
  const webgpu = await loadWebGpu(options.importer, options.folder);
  const adapter = await requestAdapter(pinnedInstance(webgpu, flags), allowSoftware);
  const { info } = adapter;
  const limits = adapterLimits(adapter);
  const canMultiply = matrixUnits && hasInt8Matrix(adapter);
  const wanted = ["timestamp-query", ...(canMultiply ? ["subgroups", SUBGROUP_MATRIX] : [])];
  const device = await adapter.requestDevice({
    requiredFeatures: wanted.filter((feature) => adapter.features.has(feature)),
    requiredLimits: limits,
  });
  const isSoftware = isSoftwareAdapter(info);
  const description = {
    adapterName: adapterName(info),
    driver: info.description,
    isSoftware,
    features: [...adapter.features].sort(),
    limits,
    hasMatrixUnits: canMultiply,
    plan: {
      limits,
      tileBytes: TILE_BYTES,
      // A twentieth of a second at 5e12 a second; SwiftShader does 1e8.
      mostProducts: isSoftware ? 2 ** 30 : 2 ** 38,
      wantedWorkgroups: isSoftware ? 16 : 1024,
      ...options.plan,
    },
  };
  const gpu = wrapDevice(device, description, (error) => (disabled ??= error));
  if (selfTest) {
    try {
      const { requireRightSums } = await import("./self-test.ts");
      await requireRightSums(gpu);
    } catch (error) {
      gpu.close();
      if (!(error instanceof DeviceLostError)) throw error;
      disabled = canMultiply ? undefined : error;
      // The extension is experimental: without it the device may well be right.
      if (canMultiply) return openGpu({ ...options, matrixUnits: false });
      throw unavailable(error);
    }
  }
  return gpu;
}

function unavailable(cause: DeviceLostError): DeviceUnavailableError {
  return new DeviceUnavailableError(
    { what: "The GPU is not used in this session.", why: cause.what, remedy: cause.remedy },
    { cause },
  );
}
