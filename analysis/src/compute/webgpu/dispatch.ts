import type { Gpu } from "./gpu.ts";
import { tasks } from "./task-buffer.ts";
import type { GpuBuffer } from "./webgpu-interface.ts";

/** One dispatch: `task` is binding 0, the buffers are bindings 1, 2, … */
export interface Dispatch {
  readonly task: readonly number[];
  readonly buffers: readonly GpuBuffer[];
  readonly workgroups: readonly [number, number?, number?];
}

/** Runs a shader once, on what lies on the device already. */
export async function dispatch(
  gpu: Gpu,
  shader: string,
  { task, buffers, workgroups }: Dispatch,
): Promise<void> {
  const pipeline = await gpu.pipeline(shader);
  const uniforms = await tasks(gpu, [task]);
  const encoder = gpu.device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  const bound = buffers.map((buffer, i) => ({ binding: i + 1, resource: { buffer } }));
  pass.setBindGroup(
    0,
    gpu.device.createBindGroup({
      layout: pipeline.getBindGroupLayout(0),
      entries: [{ binding: 0, resource: uniforms.binding(0) }, ...bound],
    }),
  );
  pass.dispatchWorkgroups(...workgroups);
  pass.end();
  gpu.device.queue.submit([encoder.finish()]);
  uniforms.release();
}
