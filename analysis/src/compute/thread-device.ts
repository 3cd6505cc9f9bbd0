import { JAVASCRIPT, type Device } from "./operation.ts";
import { wasmDevice } from "./wasm/kernels.ts";

/** What the calling thread computes on by itself: WebAssembly, or plain JavaScript where that cannot be had. */
export function threadDevice(): Promise<Device> {
  return wasmDevice().catch(() => JAVASCRIPT);
}
