import { expect, test } from "vitest";
import { isAnalysisError } from "../errors.ts";
import { chooseEngine, computedBy, type ComputeChoice, type Work } from "./device.ts";
import type { GpuReport } from "./engine/job.ts";

const GPU: GpuReport = {
  adapterName: "test GPU",
  driver: "",
  isSoftware: false,
  features: [],
  hasMatrixUnits: false,
  limits: {},
  productsPerSecond: 1e12,
  bytesPerSecond: 1e10,
};

const work = (variants: number, columns: number, hasGpu = true): Work => ({
  variants: { count: variants },
  samples: { count: 100_000 },
  columns,
  hasGpu,
});
const small: Work = { ...work(10, 12), samples: { count: 100 } };
const large = work(1_000_000, 200);

const choose = (choice: ComputeChoice | undefined, size: Work, gpu: Partial<GpuReport> = {}) =>
  chooseEngine(choice, size, () => Promise.resolve({ ...GPU, ...gpu }));

test("little work stays in this thread, more goes to the workers, and the reason tells its size", async () => {
  expect(await choose("auto", small)).toMatchObject({ engine: "javascript" });
  const chosen = await choose(undefined, work(2000, 12));
  expect(chosen.engine).toBe("wasm");
  expect(chosen.reason).toMatch(/^auto: about .* s .*on \d+ CPU threads?, too little for a GPU/);
});

test("a GPU is taken when it is faster, real and able", async () => {
  expect(await choose("auto", large)).toMatchObject({ engine: "webgpu" });
  expect(await choose("cpu", large)).toEqual({ engine: "wasm", reason: "asked for" });
  const others: readonly Partial<GpuReport>[] = [
    { productsPerSecond: 1e9 },
    { bytesPerSecond: 1e6 },
    { isSoftware: true },
    { refusal: "There is no adapter." },
  ];
  for (const gpu of others)
    expect(await choose("auto", large, gpu)).toMatchObject({ engine: "wasm" });
  const { reason } = await choose("auto", large, { refusal: "There is no adapter." });
  expect(reason).toContain("no GPU: There is no adapter.");
  expect(await choose("auto", work(1_000_000, 200, false))).toMatchObject({ engine: "wasm" });
});

test("what was asked for and is not there is refused with the reason", async () => {
  const refusalOf = async (choice: string, size: Work, gpu?: Partial<GpuReport>) => {
    const error: unknown = await choose(choice as ComputeChoice, size, gpu).catch(
      (reason: unknown) => reason,
    );
    return isAnalysisError(error) ? `${error.tag}: ${error.why}` : "none";
  };
  expect(await refusalOf("webgpu", large, { refusal: "No driver." })).toBe(
    "device-unavailable: No driver.",
  );
  expect(await refusalOf("webgpu", work(10, 1, false))).toContain("device-unavailable");
  expect(await refusalOf("gpu", large)).toContain("invalid-argument");
});

test("the result tells what ran, not what was chosen", () => {
  const chosen = { engine: "webgpu", reason: "auto: test" } as const;
  const report = { threads: 2, seconds: 1, notices: ["The GPU was lost."] };
  expect(computedBy(chosen, { ...report, device: "wasm" })).toEqual({
    device: "cpu",
    reason: "auto: test; ran on 2 workers, in WebAssembly SIMD. The GPU was lost.",
  });
  expect(computedBy(chosen, { ...report, device: "webgpu", notices: [] })).toEqual({
    device: "webgpu",
    reason: "auto: test",
  });
});
