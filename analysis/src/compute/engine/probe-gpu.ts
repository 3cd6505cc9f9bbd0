import { compileKernels } from "../wasm/kernels.ts";
import type { GpuReport } from "./job.ts";
import { warmPool } from "./pool.ts";

export type { GpuReport };

let probing: Promise<GpuReport> | undefined;

/** What the machine's GPU is and how fast, found out once in a worker thread; a crash of its driver's start is a refusal. */
export function probeGpu(): Promise<GpuReport> {
  probing ??= look();
  return probing;
}

async function look(): Promise<GpuReport> {
  const [worker] = warmPool("webgpu");
  const report = await worker.probe(await compileKernels());
  if (report !== "lost") return report;
  return {
    refusal: "The thread that opened the GPU ended unexpectedly.",
    adapterName: "",
    driver: "",
    isSoftware: false,
    features: [],
    hasMatrixUnits: false,
    limits: {},
    productsPerSecond: 0,
    bytesPerSecond: 0,
  };
}
