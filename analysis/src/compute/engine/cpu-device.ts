/** Genotypes that plain JavaScript gets through before workers would have started. */
const SMALL = 2_000_000;

/**
 * What to compute on without a GPU: workers with WebAssembly SIMD, or this thread where there is too little to do or no
 * shared memory.
 */
export function cpuDevice(source: {
  readonly variants: { readonly count: number };
  readonly samples: { readonly count: number };
}): "javascript" | "wasm" {
  const isSmall = source.variants.count * source.samples.count < SMALL;
  return isSmall || !hasSharedMemory() ? "javascript" : "wasm";
}

export function hasSharedMemory(): boolean {
  return typeof SharedArrayBuffer !== "undefined";
}
