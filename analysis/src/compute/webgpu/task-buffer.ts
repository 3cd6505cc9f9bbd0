import type { Gpu } from "./gpu.ts";
import type { GpuBinding } from "./webgpu-interface.ts";

/** Bytes between the uniforms of two dispatches: what every device accepts as an offset. */
const STRIDE = 256;

/** The numbers that dispatches differ in, one uniform binding each. */
export interface TaskBuffer {
  binding(index: number): GpuBinding["resource"];
  /** Call once the dispatches are submitted. */
  release(): void;
}

export async function tasks(gpu: Gpu, words: readonly (readonly number[])[]): Promise<TaskBuffer> {
  const buffer = await gpu.uniforms.take(Math.max(1, words.length) * STRIDE);
  const values = new Uint32Array(Math.max(1, words.length) * (STRIDE / 4));
  words.forEach((task, i) => values.set(task, i * (STRIDE / 4)));
  gpu.device.queue.writeBuffer(buffer, 0, values);
  return {
    binding: (index) => ({ buffer, offset: index * STRIDE, size: STRIDE }),
    release: () => gpu.uniforms.give(buffer),
  };
}
