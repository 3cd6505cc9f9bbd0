import { availableParallelism, cpus } from "node:os";
import { isAnalysisError } from "../errors.ts";
import { Table } from "../table.ts";
import { MOST_BYTES } from "./arena.ts";
import { measureCpu, type CpuReport } from "./cpu-rate.ts";
import { hasSharedMemory } from "./engine/cpu-device.ts";
import { probeGpu, type GpuReport } from "./engine/probe-gpu.ts";
import { hasSimd } from "./wasm/simd.ts";

/** One row a check. */
export type DoctorColumns = {
  readonly check: readonly string[];
  readonly value: readonly string[];
  readonly detail: readonly string[];
};

/** How the devices are looked at; tests put their own in. */
export interface DoctorProbes {
  readonly cpu: () => Promise<CpuReport>;
  readonly gpu: () => Promise<GpuReport>;
}

type Finding = readonly [check: string, value: string, detail: string];

/**
 * Shows what methods can compute on here and how fast it is: processor, worker threads, WebAssembly SIMD, the GPU with
 * its driver, features, limits and self-test, and why it is not used where it is not.
 *
 * Takes about a second, most of it measuring. Rates are genotypes × columns a second in dosage products, the sums
 * behind association scans and scores.
 *
 * @returns one row a check: `check`, `value`, `detail`; a GPU that cannot be used has a single row
 * @throws CancelledError
 * @example
 * await compute.doctor();
 */
export async function doctor(): Promise<Table<DoctorColumns>> {
  return examineDevices({ cpu: measureCpu, gpu: probeGpu });
}

export async function examineDevices(probes: DoctorProbes): Promise<Table<DoctorColumns>> {
  const gpu = await probes.gpu();
  // One after the other: opening a GPU keeps a thread busy.
  const rate = await cpuRate(probes.cpu);
  const findings = [processor(), threads(rate), simd(), sharedMemory(), rate.finding];
  findings.push(...(gpu.refusal === undefined ? gpuFindings(gpu) : [noGpu(gpu.refusal)]));
  const column = (index: 0 | 1 | 2): string[] =>
    findings.map((finding) => withoutFolders(finding[index]));
  return new Table<DoctorColumns>(
    { check: column(0), value: column(1), detail: column(2) },
    {
      method: "compute.doctor",
      ...(gpu.refusal !== undefined && {
        caution: `The GPU is not used. ${withoutFolders(gpu.refusal)}`,
      }),
    },
  );
}

function processor(): Finding {
  const model = cpus()[0]?.model.trim() || "unknown";
  const { arch, platform, version } = process;
  return [
    "processor",
    model,
    `${count(availableParallelism(), "thread")}, ${platform} ${arch}, Node ${version}`,
  ];
}

interface MeasuredCpu {
  readonly finding: Finding;
  readonly workers: number | undefined;
}

async function cpuRate(measure: DoctorProbes["cpu"]): Promise<MeasuredCpu> {
  try {
    const { engine, threads: workers, productsPerSecond } = await measure();
    const where =
      engine === "wasm"
        ? `${count(workers, "worker")} in WebAssembly SIMD`
        : "this thread, in JavaScript";
    return { workers, finding: ["CPU rate", perSecond(productsPerSecond), where] };
  } catch (error) {
    if (isAnalysisError(error, "cancelled")) throw error;
    const why = isAnalysisError(error) ? `${error.what} ${error.why}` : String(error);
    return { workers: undefined, finding: ["CPU rate", "not measured", why] };
  }
}

function threads({ workers }: MeasuredCpu): Finding {
  const detail = "compute.useThreads or GENOBOOK_THREADS sets another number";
  if (workers === undefined) return ["worker threads", "none", "they do not run; see the CPU rate"];
  return workers === 0
    ? ["worker threads", "0", "methods run in the notebook's own thread"]
    : ["worker threads", String(workers), detail];
}

function simd(): Finding {
  return hasSimd()
    ? ["WebAssembly SIMD", "yes", "128 bits"]
    : ["WebAssembly SIMD", "no", "use a newer Node: methods fall back to JavaScript"];
}

function sharedMemory(): Finding {
  return hasSharedMemory()
    ? ["shared memory", "yes", `at most ${bytes(MOST_BYTES)} for all workers`]
    : ["shared memory", "no", "methods run in the notebook's own thread"];
}

function noGpu(refusal: string): Finding {
  return ["GPU", "not used", refusal];
}

/** Features that a kernel of this library uses, or may come to use. */
const FEATURES = [
  ["shader-f16", "shader-f16"],
  ["subgroups", "subgroups"],
  ["timestamp-query", "timestamps"],
  ["chromium-experimental-subgroup-matrix", "subgroup matrix"],
] as const;

function gpuFindings(gpu: GpuReport): Finding[] {
  const { limits } = gpu;
  const has = (wanted: boolean): string =>
    FEATURES.filter(([name]) => gpu.features.includes(name) === wanted)
      .map(([, name]) => name)
      .join(", ") || "none";
  const limit = (name: string, unit: (value: number) => string): string =>
    limits[name] === undefined ? "unknown" : unit(limits[name]);
  const kind = gpu.isSoftware ? "a software adapter, which the CPU emulates" : "a hardware adapter";
  const units = gpu.hasMatrixUnits ? "; products run on int8 matrix units" : "";
  const rate: Finding = gpu.isSoftware
    ? ["GPU rate", "not measured", "it would say nothing about GPUs"]
    : [
        "GPU rate",
        perSecond(gpu.productsPerSecond),
        `packed genotypes arrive at ${bytes(gpu.bytesPerSecond)}/s`,
      ];
  return [
    ["GPU", gpu.adapterName, `${kind}; driver ${gpu.driver || "unknown"}`],
    ["GPU features", has(true), `without: ${has(false)}${units}`],
    [
      "GPU limits",
      `${limit("maxStorageBufferBindingSize", bytes)} a binding`,
      `${limit("maxBufferSize", bytes)} a buffer, ${limit("maxComputeInvocationsPerWorkgroup", String)} threads and ${limit("maxComputeWorkgroupStorageSize", bytes)} a workgroup`,
    ],
    ["GPU self-test", "passed", "every cell of a small product equals the CPU's"],
    rate,
  ];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** Three digits with a decimal prefix: `31.2 G/s`. */
function perSecond(rate: number): string {
  const prefixes = ["", "k", "M", "G", "T", "P"];
  const step = Math.min(prefixes.length - 1, Math.max(0, Math.floor(Math.log10(rate) / 3)));
  return `${(rate / 1000 ** step).toPrecision(3)} ${prefixes[step]}/s`;
}

function bytes(size: number): string {
  const prefixes = ["bytes", "KiB", "MiB", "GiB", "TiB"];
  // Limits are often one byte or one word short of a power of two.
  const step = Math.min(4, Math.floor(Math.log2(Math.max(1, size + 4)) / 10));
  return `${Number((size / 1024 ** step).toPrecision(3))} ${prefixes[step]}`;
}

/** Paths keep their last part: folders tell whose machine it is. */
function withoutFolders(text: string): string {
  return text.replace(/(?:[A-Za-z]:)?(?:[\\/][^\s\\/"':,;]+)+[\\/]([^\s\\/"':,;]+)/g, "$1");
}
