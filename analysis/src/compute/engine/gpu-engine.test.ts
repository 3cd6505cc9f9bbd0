import { afterAll, describe, expect, test } from "vitest";
import { useSoftwareAdapter } from "../webgpu/software-adapter.ts";
import { chooseEngine } from "../device.ts";
import { compiledModule } from "./compiled-module.ts";
import { probeGpu } from "./probe-gpu.ts";
import { release, threads, useThreads } from "./pool.ts";
import { runProgram, type RunReport } from "./run-program.ts";
import { sumRows, type TestSetup } from "./test-programs.ts";

const isInstalled = await useSoftwareAdapter();
const workers = threads();
afterAll(async () => {
  await release();
  useThreads(workers);
  delete process.env["GENOBOOK_SOFTWARE_GPU"];
});

const ROWS = 500;
const packed = new Uint8Array(new SharedArrayBuffer(ROWS));
for (let v = 0; v < ROWS; v++) packed[v] = v % 251;

async function run(event: TestSetup["event"]): Promise<{ report: RunReport; given: TestSetup }> {
  const given: TestSetup = {
    rowSums: new Float64Array(new SharedArrayBuffer(8 * ROWS)),
    order: new Int32Array(new SharedArrayBuffer(4 * (ROWS + 1))),
    happened: new Int32Array(new SharedArrayBuffer(4)),
    event,
    at: 3,
  };
  useThreads(2);
  const report = await runProgram({
    title: "sums",
    source: {
      variants: { count: ROWS },
      samples: { count: 4 },
      rows: { store: { kind: "memory", rowCount: ROWS, sampleCount: 4, packed } },
      blocks: () => {
        throw new Error("workers read by themselves");
      },
    },
    program: { module: compiledModule("./test-programs.js", import.meta.url), name: "sumRows" },
    here: sumRows,
    device: "webgpu",
    mostRows: 64,
    setup: () => given,
  });
  return { report, given };
}

function expectRight({ rowSums, order }: TestSetup): void {
  expect(rowSums).toEqual(Float64Array.from(packed));
  expect([...order.subarray(1, order[0] + 1)]).toEqual([...Array(order[0]).keys()]);
}

test("without a GPU that may be used the CPU computes, and the reason is told", async () => {
  const { report, given } = await run("none");
  expect(report.device).toBe("wasm");
  expect(report.notices).toEqual([
    expect.stringMatching(/(adapter|GPU).* The rest was computed on the CPU\.$/),
  ]);
  expectRight(given);
});

describe.skipIf(!isInstalled)("on an emulated GPU (needs chromium's SwiftShader)", () => {
  test("blocks run several at a time, each with its turn in order", async () => {
    process.env["GENOBOOK_SOFTWARE_GPU"] = "1";
    await release();
    const { report, given } = await run("none");
    expect(report).toMatchObject({ device: "webgpu", threads: 1, notices: [] });
    expectRight(given);
  });

  test("a GPU that is lost in the middle leaves the rest to the CPU", async () => {
    process.env["GENOBOOK_SOFTWARE_GPU"] = "1";
    const { report, given } = await run("lose-gpu");
    expect(report.device).toBe("wasm");
    expect(report.notices[0]).toContain("destroyed by a test");
    expectRight(given);
  });

  test("is seen for what it is, and never chosen by itself", async () => {
    process.env["GENOBOOK_SOFTWARE_GPU"] = "1";
    await release();
    const report = await probeGpu();
    expect(report.refusal).toBeUndefined();
    expect(report).toMatchObject({ isSoftware: true, productsPerSecond: 0 });
    const work = { variants: { count: 1e7 }, samples: { count: 1e5 }, columns: 500, hasGpu: true };
    expect((await chooseEngine("auto", work)).engine).toBe("wasm");
  });

  test("that was wrong once is not used again", async () => {
    process.env["GENOBOOK_SOFTWARE_GPU"] = "1";
    const { report, given } = await run("distrust-gpu");
    expect(report.device).toBe("wasm");
    expectRight(given);
    const work = { variants: { count: 1e7 }, samples: { count: 1e5 }, columns: 500, hasGpu: true };
    await expect(chooseEngine("webgpu", work)).rejects.toThrow("The GPU was wrong in a test.");
  });
});
