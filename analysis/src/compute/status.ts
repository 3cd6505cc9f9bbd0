import { lastComputed } from "./device.ts";
import { hasSharedMemory } from "./engine/cpu-device.ts";
import { poolInUse, threads } from "./engine/pool.ts";
import { knownGpu } from "./engine/probe-gpu.ts";
import { hasSimd } from "./wasm/simd.ts";

/** What methods compute on, as far as it is known without looking. */
export interface ComputeStatus {
  /** Worker threads at most. */
  readonly threads: number;
  /** Worker threads that are alive, of CPU and GPU together. */
  readonly workers: number;
  /** 128-bit WebAssembly. */
  readonly simd: boolean;
  readonly sharedMemory: boolean;
  /** Memory that the workers share, kept for the next call; 0 after `compute.release()`. */
  readonly memoryBytes: number;
  /** Absent until a method or `compute.doctor()` has looked for one. */
  readonly gpu?:
    | { readonly name: string; readonly isSoftware: boolean }
    /** Why it is not used. */
    | { readonly refusal: string }
    | undefined;
  /** Where the last method on genotypes computed, and why there; absent before the first. */
  readonly last?: { readonly device: "cpu" | "webgpu"; readonly reason: string } | undefined;
}

/**
 * Tells what methods compute on: threads, SIMD, the GPU if one was looked for, memory, and where the last method ran.
 *
 * Measures and opens nothing, so it can be asked while something runs; `compute.doctor()` looks and measures.
 *
 * @example
 * compute.status().threads;
 */
export function status(): ComputeStatus {
  const gpu = knownGpu();
  const last = lastComputed();
  return {
    threads: threads(),
    ...poolInUse(),
    simd: hasSimd(),
    sharedMemory: hasSharedMemory(),
    ...(gpu && {
      gpu:
        gpu.refusal === undefined
          ? { name: gpu.adapterName, isSoftware: gpu.isSoftware }
          : { refusal: gpu.refusal },
    }),
    ...(last && { last }),
  };
}
