import { compileKernels } from "../wasm/kernels.ts";
import type { GpuReport } from "./job.ts";
import { noGpu } from "./no-gpu.ts";
import { warmPool } from "./pool.ts";

export type { GpuReport };

let probing: Promise<GpuReport> | undefined;
let known: GpuReport | undefined;

/** What the machine's GPU is and how fast, found out once in a worker thread; a crash of its driver's start is a refusal. */
export function probeGpu(): Promise<GpuReport> {
  probing ??= look().then((report) => (known = report));
  return probing;
}

/** What is known of the GPU by now; undefined while nobody has looked. */
export function knownGpu(): GpuReport | undefined {
  return known;
}

/** Lets no later call of this process use the GPU: it was wrong once. */
export function condemnGpu(reason: string): void {
  known = noGpu(reason);
  probing = Promise.resolve(known);
}

async function look(): Promise<GpuReport> {
  const [worker] = warmPool("webgpu", 1);
  const report = await worker.probe(await compileKernels());
  return report === "lost" ? noGpu("The thread that opened the GPU ended unexpectedly.") : report;
}
