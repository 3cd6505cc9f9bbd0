import { tmpdir } from "node:os";
import { isLocalFile } from "../../io/local-file.ts";
import type { WebGpuDevice } from "../operation.ts";
import { wasmDevice } from "../wasm/kernels.ts";
import { openGpu } from "./gpu.ts";

/** Where Debian's chromium-common puts the description of its software driver. */
const DRIVER_FILES = [
  "/usr/lib/chromium/vk_swiftshader_icd.json",
  "/usr/lib64/chromium-browser/vk_swiftshader_icd.json",
];

/**
 * Makes Vulkan use SwiftShader in this process, where it is installed. Call it before any adapter is asked for.
 *
 * @returns false where no software driver is installed
 */
export async function useSoftwareAdapter(): Promise<boolean> {
  process.env.XDG_RUNTIME_DIR ??= tmpdir();
  if (process.env.VK_DRIVER_FILES !== undefined) return isLocalFile(process.env.VK_DRIVER_FILES);
  for (const file of DRIVER_FILES) {
    if (!(await isLocalFile(file))) continue;
    process.env.VK_DRIVER_FILES = file;
    process.env.VK_ICD_FILENAMES = file;
    return true;
  }
  return false;
}

let device: Promise<WebGpuDevice> | undefined;

/** The emulated GPU as a device of operations, opened once a process; undefined where no software driver is installed. */
export async function softwareGpuDevice(): Promise<WebGpuDevice | undefined> {
  if (!(await useSoftwareAdapter())) return undefined;
  device ??= openDevice();
  return device;
}

async function openDevice(): Promise<WebGpuDevice> {
  const gpu = await openGpu({ allowSoftware: true });
  return { ...(await wasmDevice()), kind: "webgpu", gpu };
}
