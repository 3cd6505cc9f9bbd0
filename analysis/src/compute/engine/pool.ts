import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { errorFromData } from "../../error-data.ts";
import { InvalidArgumentError } from "../../errors.ts";
import { createArena, type Arena } from "../arena.ts";
import { compiledModule } from "./compiled-module.ts";
import type { WasmModule } from "../wasm/webassembly.ts";
import type {
  FromWorker,
  GpuReport,
  Job,
  PostedBlock,
  Preparation,
  ToWorker,
  WorkerDevice,
} from "./job.ts";

/** Memory that a run may leave behind for the next one. */
const KEPT_BYTES = 512 * 1024 * 1024;

/** Memory to begin with; what is not used of it costs nothing. */
export const FIRST_BYTES: number = 64 * 1024 * 1024;

/** How a worker's part of a run ended. */
export type WorkerEnd = "ended" | "lost" | Error;

/** Called when a worker wants a block that only the main thread can read. */
export type ServeBlock = (
  free: number | undefined,
  send: (block: PostedBlock | undefined) => void,
) => void;

interface PoolWorker {
  readonly thread: Worker;
  isLost: boolean;
  prepare(preparation: Preparation): void;
  run(job: Job, serve: ServeBlock): Promise<WorkerEnd>;
  /** Looks at the GPU from the worker's thread. */
  probe(kernels: WasmModule): Promise<GpuReport | "lost">;
}

// What the user wants; undefined leaves it to the work.
let threadCount = threadsOfEnvironment();
let arena: Arena | undefined;
let last: Promise<unknown> = Promise.resolve();
const workers: Record<WorkerDevice, PoolWorker[]> = { wasm: [], webgpu: [] };

/**
 * Worker threads that the CPU computes with at most: as many as there are cores, or exactly what `useThreads` or the
 * environment variable GENOBOOK_THREADS says.
 *
 * @example
 * compute.threads();
 */
export function threads(): number {
  return threadCount ?? availableParallelism();
}

/** Products that keep a worker busy for about ten milliseconds, as long as it takes to hand it its share. */
const PRODUCTS_A_WORKER = 2e8;

/** Workers for so many products of genotypes and columns: no more than there is work for, unless the user says how many. */
export function workersFor(products: number): number {
  if (threadCount !== undefined) return threadCount;
  return Math.max(1, Math.min(availableParallelism(), Math.ceil(products / PRODUCTS_A_WORKER)));
}

/**
 * Computes with this many worker threads from the next call on. Results do not depend on it.
 *
 * @throws InvalidArgumentError when it is no whole number from 1 to 1024
 * @example
 * compute.useThreads(2);
 */
export function useThreads(count: number): void {
  if (!Number.isInteger(count) || count < 1 || count > 1024) {
    throw new InvalidArgumentError("count", {
      what: `useThreads was given ${count}.`,
      why: "It is the number of worker threads, from 1 to 1024.",
      remedy: "Leave it alone to use all cores, or give a whole number.",
    });
  }
  threadCount = count;
  for (const worker of workers.wasm.splice(count)) void worker.thread.terminate();
}

/** Starts workers of a device where fewer are running, so that they are there when they are needed. */
export function warmPool(device: WorkerDevice, wanted: number): readonly PoolWorker[] {
  const pool = workers[device];
  for (let i = pool.length - 1; i >= 0; i--) if (pool[i].isLost) pool.splice(i, 1);
  while (pool.length < wanted) pool.push(startWorker());
  return pool.slice(0, wanted);
}

/**
 * Ends all worker threads and frees their memory, which a notebook otherwise keeps to be fast again at once. The next
 * call starts new ones.
 *
 * @example
 * await compute.release();
 */
export async function release(): Promise<void> {
  await last;
  arena = undefined;
  const all = [...workers.wasm.splice(0), ...workers.webgpu.splice(0)];
  await Promise.all(all.map((worker) => worker.thread.terminate()));
}

/**
 * Runs `work` with the shared memory to itself: runs wait for each other.
 *
 * @param whileWaiting - called again and again until it is this run's turn; may throw to give up
 * @param work - gets `hold`: the memory stays taken until what is held has settled, also after `work` has ended
 */
export async function withArena<T>(
  whileWaiting: () => Promise<void>,
  work: (arena: Arena, hold: (until: Promise<unknown>) => void) => Promise<T>,
): Promise<T> {
  const before = last;
  let release!: () => void;
  const released = new Promise<void>((resolve) => (release = resolve));
  last = Promise.all([before, released]);
  const held: Promise<unknown>[] = [];
  try {
    const turn = before.then(() => true);
    while (!(await settledWithin(turn, LOOK_EVERY_MS))) await whileWaiting();
    return await work(sharedArena(), (until) => held.push(until));
  } finally {
    void Promise.allSettled([before, ...held]).then(() => {
      if (arena && arena.handle.memory.buffer.byteLength > KEPT_BYTES) arena = undefined;
      else arena?.clear();
      release();
    });
  }
}

/** Threads that are alive, and the memory that they share. */
export function poolInUse(): { readonly workers: number; readonly memoryBytes: number } {
  const alive = [...workers.wasm, ...workers.webgpu].filter(({ isLost }) => !isLost);
  return { workers: alive.length, memoryBytes: arena?.handle.memory.buffer.byteLength ?? 0 };
}

/** The memory of the next run. */
export function sharedArena(): Arena {
  return (arena ??= createArena(FIRST_BYTES));
}

/** Often enough that a cancel lands well within 100 ms. */
export const LOOK_EVERY_MS = 40;

/** What the promise gives, or undefined after so long; the timer of a promise that was quicker does not keep Node alive. */
export async function settledWithin<T>(
  promise: Promise<T>,
  milliseconds: number,
): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function startWorker(): PoolWorker {
  const thread = new Worker(new URL(compiledModule("./worker.js", import.meta.url)), {
    // What a program prints would be lost in the notebook, and warnings of the runtime are not the user's.
    execArgv: ["--no-warnings"],
  });
  let end: ((how: WorkerEnd) => void) | undefined;
  let serve: ServeBlock | undefined;
  let probed: ((report: GpuReport | "lost") => void) | undefined;
  const worker: PoolWorker = {
    thread,
    isLost: false,
    prepare(preparation) {
      thread.postMessage({ type: "prepare", preparation } satisfies ToWorker);
    },
    run(job, serveBlock) {
      if (worker.isLost) return Promise.resolve("lost");
      serve = serveBlock;
      thread.ref();
      thread.postMessage({ type: "run", job } satisfies ToWorker);
      return new Promise<WorkerEnd>((resolve) => (end = resolve)).finally(() => {
        end = serve = undefined;
        thread.unref();
      });
    },
    probe(kernels) {
      if (worker.isLost) return Promise.resolve("lost");
      thread.ref();
      thread.postMessage({ type: "probe", kernels } satisfies ToWorker);
      return new Promise<GpuReport | "lost">((resolve) => (probed = resolve)).finally(() =>
        thread.unref(),
      );
    },
  };
  const lose = (): void => {
    worker.isLost = true;
    end?.("lost");
    probed?.("lost");
  };
  thread.on("message", (message: FromWorker) => {
    if (message.type === "ended") end?.("ended");
    else if (message.type === "failed") end?.(errorFromData(message.error));
    else if (message.type === "probed") probed?.(message.report);
    else if (message.type === "next") {
      serve?.(message.free, (block) =>
        thread.postMessage({ type: "block", block } satisfies ToWorker),
      );
    }
  });
  thread.on("error", lose);
  thread.on("exit", lose);
  thread.unref();
  return worker;
}

function threadsOfEnvironment(): number | undefined {
  const count = Number(process.env["GENOBOOK_THREADS"]);
  return Number.isInteger(count) && count >= 1 && count <= 1024 ? count : undefined;
}
