import { DeviceUnavailableError, InvalidArgumentError } from "../errors.ts";
import { cpuDevice } from "./engine/cpu-device.ts";
import { workersFor } from "./engine/pool.ts";
import { probeGpu, type GpuReport } from "./engine/probe-gpu.ts";
import type { RunReport } from "./engine/run-program.ts";

/** Where a method may compute: `auto` lets the library choose. */
export type ComputeChoice = "auto" | "cpu" | "webgpu";

/** What a program runs on. */
export type Engine = "javascript" | "wasm" | "webgpu";

export interface Chosen {
  readonly engine: Engine;
  readonly reason: string;
}

/** Where a method did compute, and why there; kept in the provenance of its result. */
export interface Computed {
  readonly device: "cpu" | "webgpu";
  readonly reason: string;
}

/** The size of a call. */
export interface Work {
  readonly variants: { readonly count: number };
  readonly samples: { readonly count: number };
  /** Columns that every genotype is multiplied with. */
  readonly columns: number;
  /** Whether the method has an implementation for the GPU. */
  readonly hasGpu: boolean;
}

/** Products a second of one thread, as measured on a server of 2022; replaced by what runs on this machine reach. */
let cpuRate = 15e9;

let last: Computed | undefined;

/** Smaller runs say more about their start than about the rate. */
const MEASURABLE = 1e11;

/** Below this the GPU would not have been opened before the CPU is done. */
const GPU_FROM_SECONDS = 2;
/** The GPU must be clearly faster: its estimate leaves out what the CPU does beside it. */
const GPU_ADVANTAGE = 1.5;

/**
 * Chooses what one call runs on.
 *
 * @throws DeviceUnavailableError when `webgpu` is asked for and cannot be had
 */
export async function chooseEngine(
  choice: ComputeChoice | undefined,
  work: Work,
  probe: () => Promise<GpuReport> = probeGpu,
): Promise<Chosen> {
  const cpu = cpuDevice(work);
  switch (choice) {
    case "cpu":
      return { engine: cpu, reason: "asked for" };
    case "webgpu":
      if (!work.hasGpu) throw noGpuVersion();
      return { engine: "webgpu", reason: `asked for: ${(await availableGpu(probe)).adapterName}` };
    case "auto":
    case undefined:
      return chooseFreely(cpu, work, probe);
    default:
      throw unknownChoice(choice);
  }
}

async function chooseFreely(
  cpu: Engine,
  work: Work,
  probe: () => Promise<GpuReport>,
): Promise<Chosen> {
  if (cpu === "javascript") return { engine: cpu, reason: "auto: too little work to share out" };
  const products = work.variants.count * work.samples.count * work.columns;
  const workers = workersFor(products);
  const seconds = products / (cpuRate * workers);
  const estimate = `about ${seconds < 0.1 ? "0.1 s or less" : `${seconds.toPrecision(2)} s`} on ${workers} CPU ${workers === 1 ? "thread" : "threads"}`;
  if (!work.hasGpu) return { engine: cpu, reason: `auto: ${estimate}` };
  if (seconds < GPU_FROM_SECONDS) {
    return { engine: cpu, reason: `auto: ${estimate}, too little for a GPU to pay` };
  }
  const gpu = await probe();
  if (gpu.refusal !== undefined) {
    return { engine: cpu, reason: `auto: ${estimate}; no GPU: ${gpu.refusal}` };
  }
  if (gpu.isSoftware) {
    return { engine: cpu, reason: `auto: ${estimate}; ${gpu.adapterName} is the CPU itself` };
  }
  const bytes = (work.variants.count * work.samples.count) / 4;
  const gpuSeconds = Math.max(products / gpu.productsPerSecond, bytes / gpu.bytesPerSecond);
  const comparison = `${estimate}, ${gpuSeconds.toPrecision(2)} s on ${gpu.adapterName}`;
  return gpuSeconds * GPU_ADVANTAGE < seconds
    ? { engine: "webgpu", reason: `auto: ${comparison}` }
    : { engine: cpu, reason: `auto: ${comparison}` };
}

/** What ran in the end, which may be another device than was chosen; remembers how fast the CPU was. */
export function computedBy({ reason }: Chosen, report: RunReport, work?: Work): Computed {
  const { device, seconds, notices } = report;
  const products = work ? work.variants.count * work.samples.count * work.columns : 0;
  if (device === "wasm" && products > MEASURABLE) {
    cpuRate = products / (seconds * Math.max(1, report.threads));
  }
  const where = device === "webgpu" ? "" : `; ran on ${threadsText(device, report.threads)}`;
  last = {
    device: device === "webgpu" ? "webgpu" : "cpu",
    reason: [`${reason}${where}`, ...notices].join(". "),
  };
  return last;
}

/** Where the last method computed; undefined before the first. */
export function lastComputed(): Computed | undefined {
  return last;
}

function threadsText(device: Engine, workers: number): string {
  if (device === "javascript") return "this thread, in JavaScript";
  return `${workers} ${workers === 1 ? "worker" : "workers"}, in WebAssembly SIMD`;
}

async function availableGpu(probe: () => Promise<GpuReport>): Promise<GpuReport> {
  const report = await probe();
  if (report.refusal === undefined) return report;
  throw new DeviceUnavailableError({
    what: 'compute: "webgpu" is not available.',
    why: report.refusal,
    remedy: 'compute.doctor() shows what was found; or leave compute out, or use "cpu".',
  });
}

function noGpuVersion(): DeviceUnavailableError {
  return new DeviceUnavailableError({
    what: 'compute: "webgpu" is not available for this method.',
    why: "It has no implementation for the GPU.",
    remedy: 'Use compute: "auto" or leave it out.',
  });
}

function unknownChoice(choice: string): InvalidArgumentError {
  return new InvalidArgumentError("compute", {
    what: `compute is ${JSON.stringify(choice)}.`,
    why: "It names the device to compute on.",
    remedy: 'Use "auto", "cpu" or "webgpu".',
  });
}
