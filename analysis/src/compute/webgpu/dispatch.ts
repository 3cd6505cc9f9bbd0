import type { Gpu } from "./gpu.ts";
import type { GpuBuffer, GpuCommandEncoder } from "./webgpu-interface.ts";

/** Bytes between the uniforms of two dispatches: what every device accepts as an offset. */
const STRIDE = 256;

/** A compiled shader with the uniforms of its dispatches. */
export interface PreparedShader {
  /** Adds dispatch number `index`: its uniforms are binding 0, the buffers bindings 1, 2, … */
  encode(
    encoder: GpuCommandEncoder,
    index: number,
    buffers: readonly GpuBuffer[],
    workgroups: readonly [number, number?, number?],
  ): void;
  /** Call once the dispatches are submitted. */
  release(): void;
}

/** @param tasks - 32-bit numbers of the uniforms, one list a dispatch */
export async function prepareShader(
  gpu: Gpu,
  shader: string,
  tasks: readonly (readonly number[])[],
): Promise<PreparedShader> {
  const pipeline = await gpu.pipeline(shader);
  const size = Math.max(1, tasks.length) * STRIDE;
  const uniforms = await gpu.uniforms.take(size);
  const values = new Uint32Array(size / 4);
  tasks.forEach((task, i) => values.set(task, i * (STRIDE / 4)));
  gpu.device.queue.writeBuffer(uniforms, 0, values);
  const layout = pipeline.getBindGroupLayout(0);
  return {
    encode(encoder, index, buffers, workgroups) {
      const task = { buffer: uniforms, offset: index * STRIDE, size: STRIDE };
      const bound = buffers.map((buffer, i) => ({ binding: i + 1, resource: { buffer } }));
      const entries = [{ binding: 0, resource: task }, ...bound];
      const pass = encoder.beginComputePass();
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, gpu.device.createBindGroup({ layout, entries }));
      pass.dispatchWorkgroups(...workgroups);
      pass.end();
    },
    release: () => gpu.uniforms.give(uniforms),
  };
}

/** Runs a shader once, on what lies on the device already. */
export async function dispatch(
  gpu: Gpu,
  shader: string,
  once: {
    readonly task: readonly number[];
    readonly buffers: readonly GpuBuffer[];
    readonly workgroups: readonly [number, number?, number?];
  },
): Promise<void> {
  const prepared = await prepareShader(gpu, shader, [once.task]);
  const encoder = gpu.device.createCommandEncoder();
  prepared.encode(encoder, 0, once.buffers, once.workgroups);
  gpu.device.queue.submit([encoder.finish()]);
  prepared.release();
}
