import { USAGE, type GpuBuffer, type GpuDevice } from "./webgpu-interface.ts";

/** The device had no room for a buffer; the caller may ask for less. */
export class NoRoomError extends Error {
  readonly bytes: number;
  constructor(bytes: number) {
    super(`no room for ${bytes} bytes on the device`);
    this.bytes = bytes;
  }
}

/** @throws NoRoomError when the device is out of memory */
export async function createBuffer(
  device: GpuDevice,
  bytes: number,
  usage: number,
): Promise<GpuBuffer> {
  const size = Math.max(16, Math.ceil(bytes / 16) * 16);
  device.pushErrorScope("out-of-memory");
  device.pushErrorScope("validation");
  const buffer = device.createBuffer({ size, usage });
  const [invalid, noRoom] = await Promise.all([device.popErrorScope(), device.popErrorScope()]);
  if (invalid || noRoom) {
    buffer.destroy();
    throw new NoRoomError(size);
  }
  return buffer;
}

/** Buffers of one use that are handed out again, so that blocks of equal size allocate nothing. */
export interface BufferPool {
  take(bytes: number): Promise<GpuBuffer>;
  give(buffer: GpuBuffer): void;
  destroy(): void;
}

/** Buffers kept for later; more are destroyed. */
const KEPT = 4;

export function createPool(device: GpuDevice, usage: number): BufferPool {
  const free: GpuBuffer[] = [];
  return {
    async take(bytes) {
      const fitting = free.findIndex(
        ({ size }) => size >= bytes && size <= 4 * Math.max(bytes, 16),
      );
      if (fitting >= 0) return free.splice(fitting, 1)[0];
      try {
        return await createBuffer(device, bytes, usage);
      } catch (error) {
        if (free.length === 0) throw error;
        for (const buffer of free.splice(0)) buffer.destroy();
        return createBuffer(device, bytes, usage);
      }
    },
    give(buffer) {
      free.push(buffer);
      if (free.length > KEPT) free.shift()!.destroy();
    },
    destroy() {
      for (const buffer of free.splice(0)) buffer.destroy();
    },
  };
}

export const SUMS_USAGE: number = USAGE.storage | USAGE.copySource | USAGE.copyTarget;
export const READBACK_USAGE: number = USAGE.mapRead | USAGE.copyTarget;
export const STAGING_USAGE: number = USAGE.mapWrite | USAGE.copySource;
export const DATA_USAGE: number = USAGE.storage | USAGE.copySource | USAGE.copyTarget;
