import { WebAssembly } from "./webassembly.ts";

// The smallest module with a 128-bit instruction.
const SIMD_MODULE = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0],
  ...[10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11],
);

/** Whether WebAssembly has 128-bit instructions here. */
export function hasSimd(): boolean {
  return WebAssembly.validate(SIMD_MODULE);
}
