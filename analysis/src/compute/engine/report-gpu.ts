import { isAnalysisError } from "../../errors.ts";
import { createArena } from "../arena.ts";
import type { WebGpuDevice } from "../operation.ts";
import { dosageProducts } from "../operations/dosage-products/index.ts";
import { instantiateKernels } from "../wasm/kernels.ts";
import type { WasmModule } from "../wasm/webassembly.ts";
import { openGpu, type GpuOptions } from "../webgpu/gpu.ts";
import type { GpuReport } from "./job.ts";
import { noGpu } from "./no-gpu.ts";

/** Rows × samples of the measured product: 16 MiB packed. */
const ROWS = 4096;
const SAMPLES = 16_384;
const MANY_COLUMNS = 64;

/** Opens the GPU, which tests itself, and measures it; a refusal instead of an error where there is none. */
export async function reportGpu(kernels: WasmModule, options: GpuOptions): Promise<GpuReport> {
  const arena = createArena();
  try {
    const gpu = await openGpu(options);
    const device: WebGpuDevice = {
      kind: "webgpu",
      gpu,
      kernels: instantiateKernels(kernels, arena),
      arena,
    };
    const { adapterName, driver, isSoftware, features, hasMatrixUnits } = gpu;
    const bytes = (ROWS * SAMPLES) / 4;
    const seconds = (columns: number): Promise<number> =>
      isSoftware ? Promise.resolve(Infinity) : secondsOfProduct(device, columns);
    const report = {
      adapterName,
      driver,
      isSoftware,
      features,
      hasMatrixUnits,
      limits: limitsOf(gpu.limits),
      productsPerSecond: (ROWS * SAMPLES * MANY_COLUMNS) / (await seconds(MANY_COLUMNS)),
      bytesPerSecond: bytes / (await seconds(4)),
    };
    gpu.close();
    return report;
  } catch (error) {
    return noGpu(refusalText(error));
  }
}

/** The second of two runs: the first compiles. */
async function secondsOfProduct(device: WebGpuDevice, width: number): Promise<number> {
  // No whole numbers: those would take fewer digits than columns usually do.
  const values = Float64Array.from({ length: SAMPLES * width }, (_, i) => Math.sin(i));
  const packed = device.arena.uint8((ROWS * SAMPLES) / 4);
  for (let i = 0; i < packed.length; i++) packed[i] = (i * 2_654_435_761) >>> 24;
  const block = { count: ROWS, sampleCount: SAMPLES, bytesPerVariant: SAMPLES / 4, packed };
  const run = dosageProducts.prepare({ sampleCount: SAMPLES, width, values }, device);
  await run(block);
  const started = performance.now();
  // A block as another one: rows that are on the device already are not sent again.
  await run({ ...block });
  return (performance.now() - started) / 1000;
}

function limitsOf(limits: object): Record<string, number> {
  const numbers = Object.entries(limits).filter(([, value]) => typeof value === "number");
  return Object.fromEntries(numbers);
}

function refusalText(error: unknown): string {
  if (isAnalysisError(error)) return `${error.what} ${error.why}`;
  return error instanceof Error ? error.message : String(error);
}
