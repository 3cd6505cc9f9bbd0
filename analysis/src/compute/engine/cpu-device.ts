import { compileKernels } from "../wasm/kernels.ts";
import { warmPool } from "./pool.ts";

/** Genotypes that plain JavaScript gets through before workers would have started. */
const SMALL = 2_000_000;
const USUAL_COLUMNS = 64;

/**
 * What to compute on without a GPU: workers with WebAssembly SIMD, or this thread where there is too little to do or no
 * shared memory.
 */
export function cpuDevice(source: {
  readonly variants: { readonly count: number };
  readonly samples: { readonly count: number };
  /** Products a genotype takes part in; up to `USUAL_COLUMNS` make no difference. */
  readonly columns?: number;
}): "javascript" | "wasm" {
  const weight = Math.max(1, (source.columns ?? 1) / USUAL_COLUMNS);
  const isSmall = source.variants.count * source.samples.count * weight < SMALL;
  return isSmall || !hasSharedMemory() ? "javascript" : "wasm";
}

/** Starts the workers while the rest of a genotype file's set is read, where it is large enough to need them. */
export function prepareFor(genotypeBytes: number): void {
  if (4 * genotypeBytes < SMALL || !hasSharedMemory()) return;
  warmPool("wasm");
  void compileKernels().catch(() => undefined);
}

export function hasSharedMemory(): boolean {
  return typeof SharedArrayBuffer !== "undefined";
}
