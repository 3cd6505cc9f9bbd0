import {
  createBuffer,
  createPool,
  DATA_USAGE,
  NoRoomError,
  READBACK_USAGE,
  SUMS_USAGE,
} from "./buffers.ts";
import {
  deviceLost,
  DeviceLostError,
  outOfDeviceMemory,
  rejectedByDevice,
} from "./device-lost-error.ts";
import type { DigitColumns } from "./digit-columns.ts";
import type { Gpu } from "./gpu.ts";
import { createStaging } from "./staging.ts";
import {
  MAP,
  USAGE,
  type GpuBuffer,
  type GpuComputePipeline,
  type GpuDevice,
} from "./webgpu-interface.ts";

const LEAST_TILE_BYTES = 64 * 1024;

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

/** @param onWrong - called when a sum of the device is not what the CPU says */
export function wrapDevice(
  device: GpuDevice,
  description: Description,
  onWrong: (error: DeviceLostError) => void,
): Gpu {
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
    if (error.reason === "wrong-sums") onWrong(error);
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
    disable(error) {
      onWrong(fail(error));
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
