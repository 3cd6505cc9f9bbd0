import { placeColumns } from "./operations/dosage-products/placed-columns.ts";
import { compiledModule } from "./engine/compiled-module.ts";
import { hasSharedMemory } from "./engine/cpu-device.ts";
import { threads as threadCount } from "./engine/pool.ts";
import { measureRate, type RateSetup } from "./rate-program.ts";
import { runProgram } from "./engine/run-program.ts";
import { sharedInt32, sharedUint8 } from "./engine/shared-arrays.ts";

/** How fast the CPU multiplies genotypes with columns. */
export interface CpuReport {
  readonly engine: "javascript" | "wasm";
  /** Worker threads; 0 in this thread. */
  readonly threads: number;
  /** Genotype × column a second, all threads together. */
  readonly productsPerSecond: number;
}

const PROGRAM = {
  module: compiledModule("./rate-program.js", import.meta.url),
  name: "measureRate",
};
/** As many rows as share one filling of the look-up tables, for each thread. */
const ROWS = 4096;
const SAMPLES = 2048;
const COLUMNS = 12;
const WARM_UP_MS = 150;
const MEASURED_MS = 250;

/** Measures dosage products of complete common variants: about half a second. */
export async function measureCpu(): Promise<CpuReport> {
  await rateFor(WARM_UP_MS);
  return rateFor(MEASURED_MS);
}

async function rateFor(milliseconds: number): Promise<CpuReport> {
  const engine = hasSharedMemory() ? "wasm" : "javascript";
  const rowCount = engine === "wasm" ? ROWS * threadCount() : ROWS;
  const packed = sharedUint8((rowCount * SAMPLES) / 4);
  // Without the code of a missing call, 0b01.
  for (let i = 0; i < packed.length; i++)
    packed[i] = (Math.imul(i, 0x9e3779b1) >>> 24) & 0b10101010;
  const values = Float64Array.from(
    { length: SAMPLES * COLUMNS },
    (_, i) => ((i * 7919) % 997) - 498,
  );
  const rowsDone = sharedInt32(1);
  let started = 0;
  const { device, threads } = await runProgram<RateSetup>({
    title: "measuring the CPU",
    onProgress: () => undefined,
    source: {
      variants: { count: rowCount },
      samples: { count: SAMPLES },
      rows: { store: { kind: "memory", rowCount, sampleCount: SAMPLES, packed } },
      async *blocks() {
        const bytesPerVariant = SAMPLES / 4;
        const shape = { count: rowCount, sampleCount: SAMPLES, bytesPerVariant };
        yield await Promise.resolve({ start: 0, ...shape, packed });
      },
    },
    program: PROGRAM,
    here: measureRate,
    device: engine,
    setup(arena) {
      const columns = { sampleCount: SAMPLES, width: COLUMNS, values };
      started = performance.now();
      const until = Date.now() + milliseconds;
      return { columns: arena ? placeColumns(columns, arena) : columns, until, rowsDone };
    },
  });
  const seconds = (performance.now() - started) / 1000;
  const productsPerSecond = (rowsDone[0] * SAMPLES * COLUMNS) / seconds;
  return { engine: device === "javascript" ? "javascript" : "wasm", threads, productsPerSecond };
}
