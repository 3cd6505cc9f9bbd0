import type { Arena } from "./arena.ts";
import type { Kernels } from "./wasm/kernels.ts";
import type { Gpu } from "./webgpu/gpu.ts";

/** What one thread computes on. */
export type Device = JavaScriptDevice | WasmDevice | WebGpuDevice;

/** Plain JavaScript: the reference for the others, and the fallback. */
export interface JavaScriptDevice {
  readonly kind: "javascript";
}

/** Plain JavaScript in the calling thread. */
export const JAVASCRIPT: JavaScriptDevice = { kind: "javascript" };

/** WebAssembly SIMD on one CPU thread; inputs of its operations lie in the arena. */
export interface WasmDevice {
  readonly kind: "wasm";
  readonly kernels: Kernels;
  readonly arena: Arena;
}

/** A GPU, driven from one thread, with the CPU of that thread for what a GPU is not good at. */
export interface WebGpuDevice {
  readonly kind: "webgpu";
  readonly gpu: Gpu;
  readonly kernels: Kernels;
  readonly arena: Arena;
}

/** An operation made ready on one device. Its output is valid until the next call. */
export type PreparedOperation<Input, Output> = (input: Input) => Output | Promise<Output>;

/** Sums over packed genotypes that every device can produce; what they mean is the caller's business. */
export interface Operation<Setup, Input, Output> {
  readonly name: string;
  /** Largest relative error of any device against `javascript`; 0 where all are exact. */
  readonly tolerance: number;
  /** Places what all blocks share (columns, masks) on the device once. */
  prepare(setup: Setup, device: Device): PreparedOperation<Input, Output>;
}

/** Implementations of one operation. Where one is left out, the next to the left is used: javascript ← wasm ← webgpu. */
export interface Implementations<Setup, Input, Output> {
  readonly javascript: (setup: Setup) => (input: Input) => Output;
  readonly wasm?: (setup: Setup, device: WasmDevice) => (input: Input) => Output;
  readonly webgpu?: (setup: Setup, device: WebGpuDevice) => PreparedOperation<Input, Output>;
}

export function defineOperation<Setup, Input, Output>(
  definition: { readonly name: string; readonly tolerance: number } & Implementations<
    Setup,
    Input,
    Output
  >,
): Operation<Setup, Input, Output> {
  const { name, tolerance, javascript, wasm, webgpu } = definition;
  return {
    name,
    tolerance,
    prepare(setup, device) {
      if (device.kind === "webgpu" && webgpu) return webgpu(setup, device);
      if (device.kind === "javascript" || !wasm) return javascript(setup);
      return wasm(setup, { kind: "wasm", kernels: device.kernels, arena: device.arena });
    },
  };
}
