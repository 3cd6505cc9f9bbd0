import type { Arena } from "../arena.ts";
import { JAVASCRIPT } from "../operation.ts";
import type { Device } from "../operation.ts";
import type { PackedBlock } from "../packed.ts";
import { wasmDevice } from "../wasm/kernels.ts";
import { softwareGpuDevice } from "../webgpu/software-adapter.ts";

/** A device that every operation is tested on. */
export interface TestDevice {
  readonly name: string;
  readonly open: () => Promise<Device>;
}

const gpuDevice = await softwareGpuDevice();

/** Those that this machine has: a GPU is emulated, and absent without SwiftShader. */
export const TEST_DEVICES: readonly TestDevice[] = [
  { name: "javascript", open: () => Promise.resolve(JAVASCRIPT) },
  { name: "wasm", open: () => wasmDevice() },
  ...(gpuDevice ? [{ name: "webgpu", open: () => Promise.resolve(gpuDevice) }] : []),
];

/** The block where the device can read it. */
export function blockOn(device: Device, block: PackedBlock): PackedBlock {
  if (device.kind === "javascript") return block;
  const { arena } = device;
  const packed = inArena(arena, block.packed);
  return { ...block, packed };
}

function inArena(arena: Arena, bytes: Uint8Array): Uint8Array {
  const placed = arena.uint8(bytes.length);
  placed.set(bytes);
  return placed;
}
