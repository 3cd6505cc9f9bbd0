import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { isAnalysisError } from "../../errors.ts";
import { compiledModule } from "./compiled-module.ts";
import { prepareWorkers } from "./cpu-device.ts";
import { planBlocks } from "./block-plan.ts";
import type { BlockSource } from "./block-source.ts";
import { release, threads, useThreads } from "./pool.ts";
import { runProgram } from "./run-program.ts";
import { sumRows, type TestSetup } from "./test-programs.ts";

const program = {
  module: compiledModule("./test-programs.js", import.meta.url),
  name: "sumRows",
};

const ROWS = 1000;
const SAMPLES = 10;
const BYTES = 3;

/** Rows of three bytes, row v holding v mod 251 in its first; in memory that workers see, or only streamed. */
function source({ isShared }: { isShared: boolean }): BlockSource {
  const packed = new Uint8Array(new SharedArrayBuffer(ROWS * BYTES));
  for (let v = 0; v < ROWS; v++) packed[v * BYTES] = v % 251;
  return {
    variants: { count: ROWS },
    samples: { count: SAMPLES },
    ...(isShared && {
      rows: { store: { kind: "memory", rowCount: ROWS, sampleCount: SAMPLES, packed } as const },
    }),
    async *blocks() {
      for (let start = 0; start < ROWS; start += 77) {
        const count = Math.min(77, ROWS - start);
        await Promise.resolve();
        yield {
          start,
          count,
          sampleCount: SAMPLES,
          bytesPerVariant: BYTES,
          packed: packed.slice(start * BYTES, (start + count) * BYTES),
        };
      }
    },
  };
}

function setup(event: TestSetup["event"] = "none", at: number = -1): TestSetup {
  return {
    rowSums: new Float64Array(new SharedArrayBuffer(8 * ROWS)),
    order: new Int32Array(new SharedArrayBuffer(4 * (ROWS + 1))),
    happened: new Int32Array(new SharedArrayBuffer(4)),
    event,
    at,
  };
}

// Samples 9 and 10 are codes 0 of the third byte; the rest of it is padding, which must be set.
const expected = Float64Array.from({ length: ROWS }, (_, v) => (v % 251) + 0b11110000);

const originalThreads = threads();
afterAll(async () => {
  await release();
  useThreads(originalThreads);
});

describe.each([
  { device: "javascript", isShared: true, threads: 1 },
  { device: "wasm", isShared: true, threads: 1 },
  { device: "wasm", isShared: true, threads: 3 },
  { device: "wasm", isShared: false, threads: 1 },
  { device: "wasm", isShared: false, threads: 3 },
] as const)(
  "$device, rows shared: $isShared, $threads threads",
  ({ device, isShared, threads }) => {
    test("every block is computed once, and has its turn in order", async () => {
      useThreads(threads);
      const given = setup();
      const report = await runProgram({
        ...{
          title: "sums",
          source: source({ isShared }),
          program,
          here: sumRows,
          device,
          mostRows: 64,
        },
        setup: () => given,
      });
      expect(report).toMatchObject({ device, notices: [] });
      expect(given.rowSums).toEqual(expected);
      const blockCount = given.order[0];
      expect(blockCount).toBeGreaterThanOrEqual(Math.ceil(ROWS / 64));
      expect([...given.order.subarray(1, blockCount + 1)]).toEqual([...Array(blockCount).keys()]);
    });

    test("an error of a block is thrown to the caller, and the next run works", async () => {
      useThreads(threads);
      const run = (given: TestSetup): Promise<unknown> =>
        runProgram({
          ...{
            title: "sums",
            source: source({ isShared }),
            program,
            here: sumRows,
            device,
            mostRows: 64,
          },
          setup: () => given,
        });
      await expect(run(setup("throw", 5))).rejects.toThrow("thrown by a block");
      const given = setup();
      await run(given);
      expect(given.rowSums).toEqual(expected);
    });
  },
);

describe("a run in workers", () => {
  test("is rejected soon after its signal, and leaves the pool usable", async () => {
    useThreads(2);
    const controller = new AbortController();
    const slow = setup("sleep", 3);
    const run = runProgram({
      ...{
        title: "sums",
        source: source({ isShared: true }),
        program,
        here: sumRows,
        device: "wasm" as const,
      },
      mostRows: 64,
      signal: controller.signal,
      setup: () => slow,
    });
    setTimeout(() => controller.abort(), 30);
    const error: unknown = await run.catch((reason: unknown) => reason);
    expect(isAnalysisError(error, "cancelled")).toBe(true);
    const given = setup();
    await runProgram({
      ...{
        title: "sums",
        source: source({ isShared: true }),
        program,
        here: sumRows,
        device: "wasm" as const,
      },
      setup: () => given,
    });
    expect(given.rowSums).toEqual(expected);
  });

  test("goes on when a worker is killed, and says so", async () => {
    useThreads(2);
    const given = setup("exit-once", 4);
    const report = await runProgram({
      ...{
        title: "sums",
        source: source({ isShared: true }),
        program,
        here: sumRows,
        device: "wasm" as const,
      },
      mostRows: 64,
      setup: () => given,
    });
    expect(given.rowSums).toEqual(expected);
    expect(report.notices).toEqual([
      "A worker thread ended unexpectedly; its block was computed again.",
    ]);
  });

  test("gives up with a typed error when workers keep ending", async () => {
    useThreads(2);
    const error: unknown = await runProgram({
      ...{
        title: "sums",
        source: source({ isShared: true }),
        program,
        here: sumRows,
        device: "wasm" as const,
      },
      mostRows: 64,
      setup: () => setup("exit", 4),
    }).catch((reason: unknown) => reason);
    expect(isAnalysisError(error, "worker-lost")).toBe(true);
  });

  test("waits for the one before, and both are right", async () => {
    useThreads(2);
    const pair = [setup(), setup()];
    await Promise.all(
      pair.map((given) =>
        runProgram({
          ...{
            title: "sums",
            source: source({ isShared: true }),
            program,
            here: sumRows,
            device: "wasm" as const,
          },
          setup: () => given,
        }),
      ),
    );
    for (const { rowSums } of pair) expect(rowSums).toEqual(expected);
  });
});

test("workers that prepare in the middle of runs change nothing in the memory of these", async () => {
  const bytes = 8 * 1024 * 1024;
  prepareWorkers({
    products: 1e12,
    program: { module: "file:///missing.js", name: "none" },
    bytes,
  });
  prepareWorkers({ products: 1e12, program, bytes });
  const own = setup();
  const running = runProgram({
    title: "test",
    source: source({ isShared: true }),
    program,
    here: sumRows,
    setup: () => own,
    device: "wasm",
  });
  prepareWorkers({ products: 1e12, bytes });
  await running;
  expect(own.rowSums).toEqual(expected);
});

test("little work takes few workers, unless the user says how many", async () => {
  const script = `
    const { threads, useThreads, workersFor } = await import(process.argv[1]);
    const chosen = [workersFor(1e6), workersFor(1e15) === threads()];
    useThreads(3);
    console.log(JSON.stringify([...chosen, workersFor(1e6)]));`;
  const env = { ...process.env, GENOBOOK_THREADS: "" };
  const pool = compiledModule("./pool.js", import.meta.url);
  const args = ["--input-type=module", "-e", script, pool];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env });
  expect(JSON.parse(stdout)).toEqual([1, true, 3]);
});

describe("planBlocks", () => {
  test("cuts evenly for the workers, and the same for all where the order of sums matters", () => {
    const shape = { variantCount: 50_000, bytesPerRow: 5000 };
    expect(planBlocks({ ...shape, workers: 2 })).toEqual({ rowsPerBlock: 3572, blockCount: 14 });
    const fixed = [1, 2, 7].map((workers) => planBlocks({ ...shape, workers, isOrderFixed: true }));
    expect(new Set(fixed.map(({ rowsPerBlock }) => rowsPerBlock)).size).toBe(1);
  });

  test("gives rows that may be lists of carriers larger blocks, but for sums in a fixed order", () => {
    const shape = { variantCount: 200_000, bytesPerRow: 1000, workers: 2, isListed: true };
    expect(planBlocks(shape).rowsPerBlock).toBe(14_286);
    expect(planBlocks({ ...shape, isOrderFixed: true }).rowsPerBlock).toBe(4096);
  });

  test("keeps blocks small for many samples, and has one row at least", () => {
    const { rowsPerBlock } = planBlocks({ variantCount: 10_000, bytesPerRow: 100_000, workers: 2 });
    expect(rowsPerBlock).toBeLessThanOrEqual(671);
    const huge = planBlocks({ variantCount: 3, bytesPerRow: 2 ** 30, workers: 2 });
    expect(huge).toEqual({ rowsPerBlock: 1, blockCount: 3 });
    expect(planBlocks({ variantCount: 0, bytesPerRow: 5, workers: 2 }).blockCount).toBe(0);
  });
});
