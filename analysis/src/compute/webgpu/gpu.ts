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
import {
  createBuffer,
  createPool,
  DATA_USAGE,
  NoRoomError,
  READBACK_USAGE,
  SUMS_USAGE,
  type BufferPool,
} from "./buffers.ts";
import {
  deviceLost,
  DeviceLostError,
  outOfDeviceMemory,
  rejectedByDevice,
} from "./device-lost-error.ts";
import type { DigitColumns } from "./digit-columns.ts";
import type { PlanLimits } from "./dispatch-plan.ts";
import { loadWebGpu, type Importer } from "./load-webgpu.ts";
import { createStaging, type Staging } from "./staging.ts";
import {
  MAP,
  USAGE,
  type GpuBuffer,
  type GpuComputePipeline,
  type GpuDevice,
  type GpuLimits,
} from "./webgpu-interface.ts";

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
  close(): void;
}

// Our kernels write shared memory before they read it; SwiftShader compiles code for every element that is to be zeroed
// (3.3 s of 3.6 for the products kernel).
const DAWN_FEATURES = ["disable_workgroup_init"];

const LEAST_TILE_BYTES = 64 * 1024;
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
  const gpu = wrapDevice(device, {
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
  });
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

/** Errors that WebGPU rejects and throws with, as against mistakes in our own code. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof Error && /^(OperationError|AbortError|GPUPipelineError)$/.test(error.name)
  );
}

type Description = Pick<
  Gpu,
  "adapterName" | "driver" | "isSoftware" | "features" | "limits" | "hasMatrixUnits" | "plan"
>;

function wrapDevice(device: GpuDevice, description: Description): Gpu {
  const name = description.adapterName;
  const pipelines = new Map<string, Promise<GpuComputePipeline>>();
  const staging = createStaging(device);
  const sums = createPool(device, SUMS_USAGE);
  const readbacks = createPool(device, READBACK_USAGE);
  const uniforms = createPool(device, USAGE.uniform | USAGE.copyTarget);
  const placed: GpuBuffer[] = [];
  let columns = new WeakMap<Float64Array, Promise<DigitColumns>>();
  let failure: DeviceLostError | undefined;
  let isClosed = false;
  let plan = description.plan;

  const fail = (error: DeviceLostError): DeviceLostError => {
    if (!isClosed) failure ??= error;
    if (error.reason === "wrong-sums") disabled ??= error;
    return failure ?? error;
  };
  const requireUsable = (): void => {
    if (failure) throw failure;
  };
  const waiting = new Set<(error: DeviceLostError) => void>();
  void device.lost.then(({ message }) => {
    const error = fail(deviceLost(name, message));
    for (const reject of waiting) reject(error);
  });
  device.addEventListener?.("uncapturederror", ({ error }) => {
    fail(rejectedByDevice(name, error.message));
  });

  /** Never waits for a device that is gone. */
  const unlessLost = <Value>(value: Promise<Value>): Promise<Value> =>
    new Promise((resolve, reject) => {
      waiting.add(reject);
      value.then(resolve, reject).finally(() => waiting.delete(reject));
    });

  return {
    ...description,
    device,
    staging,
    sums,
    uniforms,
    get plan() {
      return plan;
    },
    get columns() {
      return columns;
    },
    get failure() {
      return failure;
    },
    pipeline(code, constants = {}) {
      const key = `${JSON.stringify(constants)}\n${code}`;
      let pipeline = pipelines.get(key);
      if (!pipeline) {
        // What is wrong with the code, the pipeline says too; uncaptured, Dawn would print it.
        device.pushErrorScope("validation");
        const module = device.createShaderModule({ code });
        device.popErrorScope().catch(() => undefined);
        pipeline = device.createComputePipelineAsync({
          layout: "auto",
          compute: { module, entryPoint: "main", constants },
        });
        pipelines.set(key, pipeline);
      }
      return unlessLost(pipeline);
    },
    async read(source, bytes) {
      const readback = await unlessLost(readbacks.take(bytes));
      const encoder = device.createCommandEncoder();
      encoder.copyBufferToBuffer(source, 0, readback, 0, bytes);
      device.queue.submit([encoder.finish()]);
      sums.give(source);
      await unlessLost(readback.mapAsync(MAP.read, 0, bytes));
      const copy = readback.getMappedRange(0, bytes).slice(0);
      readback.unmap();
      readbacks.give(readback);
      return copy;
    },
    async run(attempt) {
      for (;;) {
        requireUsable();
        try {
          const output = await unlessLost(attempt());
          requireUsable();
          return output;
        } catch (error) {
          if (error instanceof NoRoomError) {
            const tileBytes = Math.floor(plan.tileBytes / 2);
            if (tileBytes < LEAST_TILE_BYTES) throw fail(outOfDeviceMemory(name, plan.tileBytes));
            plan = { ...plan, tileBytes };
            continue;
          }
          if (error instanceof DeviceLostError) throw fail(error);
          // A device that is lost rejects what is under way before it says that it is lost.
          await new Promise((resolve) => setTimeout(resolve, 0));
          requireUsable();
          if (isRefusal(error)) throw fail(rejectedByDevice(name, String(error)));
          throw error;
        }
      }
    },
    async place(data) {
      const buffer = await unlessLost(createBuffer(device, data.byteLength, DATA_USAGE));
      placed.push(buffer);
      device.queue.writeBuffer(buffer, 0, data);
      return buffer;
    },
    async lend(data) {
      const buffer = await unlessLost(sums.take(data.byteLength));
      device.queue.writeBuffer(buffer, 0, data);
      return buffer;
    },
    clear() {
      columns = new WeakMap();
      for (const buffer of placed.splice(0)) buffer.destroy();
    },
    close() {
      isClosed = true;
      staging.destroy();
      sums.destroy();
      readbacks.destroy();
      uniforms.destroy();
      device.destroy();
    },
  };
}

function unavailable(cause: DeviceLostError): DeviceUnavailableError {
  return new DeviceUnavailableError(
    { what: "The GPU is not used in this session.", why: cause.what, remedy: cause.remedy },
    { cause },
  );
}
