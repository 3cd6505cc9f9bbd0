import { afterAll, describe, expect, test } from "vitest";
import { CancelledError, WorkerLostError } from "../errors.ts";
import { tableText } from "../table-display.ts";
import { measureCpu, type CpuReport } from "./cpu-rate.ts";
import { doctor, examineDevices } from "./doctor.ts";
import type { GpuReport } from "./engine/probe-gpu.ts";
import { release } from "./engine/pool.ts";

const CPU: CpuReport = { engine: "wasm", threads: 2, productsPerSecond: 5.4321e10 };
const GPU: GpuReport = {
  adapterName: "Example 9000",
  driver: "Vulkan 1.3",
  isSoftware: false,
  features: ["bgra8unorm-storage", "subgroups", "timestamp-query"],
  hasMatrixUnits: false,
  limits: { maxStorageBufferBindingSize: 2 ** 31 - 4, maxBufferSize: 2 ** 40 },
  productsPerSecond: 6.05e12,
  bytesPerSecond: 13 * 2 ** 30,
};

const account = { what: "It ended.", why: "Memory ran out.", remedy: "Free some." };

async function rows(
  gpu: GpuReport,
  cpu: () => Promise<CpuReport> = () => Promise.resolve(CPU),
): Promise<Record<string, [value: string, detail: string]>> {
  const { columns } = await examineDevices({ cpu, gpu: () => Promise.resolve(gpu) });
  return Object.fromEntries(
    columns.check.map((name, i) => [name, [columns.value[i], columns.detail[i]]]),
  );
}

afterAll(() => release());

describe("compute.doctor()", () => {
  test("shows a usable GPU: driver, features present and absent, limits, self-test, rate", async () => {
    expect(await rows(GPU)).toMatchObject({
      "worker threads": ["2", expect.stringContaining("GENOBOOK_THREADS")],
      "WebAssembly SIMD": ["yes", "128 bits"],
      "shared memory": ["yes", "at most 4 GiB for all workers"],
      "CPU rate": ["54.3 G/s", "2 workers in WebAssembly SIMD"],
      GPU: ["Example 9000", "a hardware adapter; driver Vulkan 1.3"],
      "GPU features": ["subgroups, timestamps", "without: shader-f16, subgroup matrix"],
      "GPU limits": ["2 GiB a binding", "1 TiB a buffer, unknown threads and unknown a workgroup"],
      "GPU self-test": ["passed", expect.any(String)],
      "GPU rate": ["6.05 T/s", "packed genotypes arrive at 13 GiB/s"],
    });
  });

  test("fits the rows that a table shows", async () => {
    const table = await examineDevices({
      cpu: () => Promise.resolve(CPU),
      gpu: () => Promise.resolve(GPU),
    });
    expect(tableText(table)).toContain("GPU rate");
  });

  test("gives a software adapter no rate", async () => {
    const { GPU: adapter, "GPU rate": rate } = await rows({
      ...{ ...GPU, adapterName: "SwiftShader", isSoftware: true, productsPerSecond: 0 },
    });
    expect(adapter).toEqual(["SwiftShader", expect.stringContaining("a software adapter")]);
    expect(rate[0]).toBe("not measured");
  });

  test("says in a row and under the table why there is no GPU, without folders", async () => {
    const refusal =
      "The npm package webgpu does not load. Importing it failed: /home/ada/lab/node_modules/webgpu/dawn.node: invalid ELF header.";
    const gpu = () => Promise.resolve({ ...GPU, refusal });
    const { columns, provenance } = await examineDevices({ cpu: () => Promise.resolve(CPU), gpu });
    const shown =
      "The npm package webgpu does not load. Importing it failed: dawn.node: invalid ELF header.";
    expect(columns.check.filter((name) => name.startsWith("GPU"))).toEqual(["GPU"]);
    expect(columns.detail.at(-1)).toBe(shown);
    expect(provenance.caution).toBe(`The GPU is not used. ${shown}`);
  });

  test("reports a CPU that cannot be measured, and does not hide a cancel", async () => {
    const lost = await rows(GPU, () => Promise.reject(new WorkerLostError(account)));
    expect(lost["CPU rate"]).toEqual(["not measured", "It ended. Memory ran out."]);
    expect(lost["worker threads"][0]).toBe("none");
    const cancelled = rows(GPU, () => Promise.reject(new CancelledError(account)));
    await expect(cancelled).rejects.toThrow(CancelledError);
  });

  test("measures this machine", async () => {
    const report = await measureCpu();
    expect(report.engine).toBe("wasm");
    expect(report.threads).toBeGreaterThan(0);
    // A single thread of plain JavaScript does 1e9.
    expect(report.productsPerSecond).toBeGreaterThan(1e7);
    const { columns } = await doctor();
    expect(columns.check.slice(0, 2)).toEqual(["processor", "worker threads"]);
    for (const text of Object.values(columns).flat()) expect(text).not.toMatch(/NaN|undefined|^$/);
  });
});
