import { isAnalysisError, WorkerLostError, type AnalysisError } from "../../errors.ts";
import { dosageBytesPerRow } from "../../io/plink2/decode-records.ts";
import { runTask, type Task, type TaskOptions } from "../../task.ts";
import type { Arena } from "../arena.ts";
import type { BlockProgram, ProgramReference } from "../block-program.ts";
import { JAVASCRIPT } from "../operation.ts";
import { compileKernels } from "../wasm/kernels.ts";
import { feedBlocks } from "./block-feed.ts";
import { planBlocks, type BlockPlan } from "./block-plan.ts";
import { SLACK_BYTES } from "./block-reader.ts";
import type { BlockSource } from "./block-source.ts";
import {
  CONTROL_LENGTH,
  DONE,
  GPU_LANES,
  NEXT,
  STOP,
  TURN,
  type Job,
  type WorkerDevice,
} from "./job.ts";
import { runLane } from "./lanes.ts";
import { condemnGpu } from "./probe-gpu.ts";
import {
  threads,
  LOOK_EVERY_MS,
  settledWithin,
  warmPool,
  withArena,
  workersFor,
  type ServeBlock,
  type WorkerEnd,
} from "./pool.ts";
import { laneTurns } from "./turns.ts";

export interface ProgramRun<Setup> extends TaskOptions {
  readonly title: string;
  readonly source: BlockSource;
  readonly program: ProgramReference;
  /** The same program in this thread, for `javascript`. */
  readonly here: BlockProgram<Setup>;
  /** Makes what every worker gets; large arrays belong into the arena, or each worker gets a copy. */
  readonly setup: (arena: Arena | undefined) => Setup;
  readonly device: "javascript" | WorkerDevice;
  /** Products that each genotype takes part in: how many workers there is work for. All are used when left out. */
  readonly columns?: number;
  /** Blocks add to shared sums in order: they are cut the same way for any number of workers. */
  readonly isOrderFixed?: boolean;
  /** Working memory a row needs beside its packed bytes. */
  readonly bytesPerRow?: number;
  readonly mostRows?: number;
}

/** What happened on the way that the result should tell. */
export interface RunReport {
  /** Where it ran; `webgpu` only when all of it did. */
  readonly device: "javascript" | WorkerDevice;
  /** Worker threads; 0 in this thread. */
  readonly threads: number;
  readonly notices: readonly string[];
  /** Of the whole run. */
  readonly seconds: number;
}

type Hold = (until: Promise<unknown>) => void;

const MOST_RESTARTS = 2;
let jobs = 0;

/**
 * Runs a program over all blocks of a cohort: in the worker pool, or with `javascript` in this thread.
 *
 * @throws CancelledError at the latest 100 ms after the signal; WorkerLostError when workers keep ending; what the
 * program throws
 */
export async function runProgram<Setup>(run: ProgramRun<Setup>): Promise<RunReport> {
  const { title, source, device } = run;
  const started = performance.now();
  return runTask(title, source.variants.count, "variants", run, async (task) => {
    let report: Omit<RunReport, "seconds"> = { device, threads: 0, notices: [] };
    if (source.variants.count > 0) {
      if (device === "javascript") await runHere(run, task);
      else {
        warmPool(device, workersOf(run, device));
        report = await withArena(
          () => task.step(0),
          (arena, hold) => runInPool(run, arena, task, hold),
        );
      }
    }
    return { ...report, seconds: (performance.now() - started) / 1000 };
  });
}

function workersOf<Setup>({ source, columns }: ProgramRun<Setup>, device: WorkerDevice): number {
  if (device === "webgpu") return 1;
  if (columns === undefined) return threads();
  return workersFor(source.variants.count * source.samples.count * columns);
}

function planOf<Setup>(run: ProgramRun<Setup>, workers: number): BlockPlan {
  const { source, isOrderFixed = false, mostRows } = run;
  const store = source.rows?.store;
  const ofDosages = store?.kind === "pgen" ? dosageBytesPerRow(store) : 0;
  return planBlocks({
    variantCount: source.variants.count,
    bytesPerRow: 2 * Math.ceil(source.samples.count / 4) + ofDosages + (run.bytesPerRow ?? 0),
    workers,
    isListed: run.device === "wasm" && store?.kind === "pgen",
    isOrderFixed,
    mostRows,
  });
}

async function runHere<Setup>(run: ProgramRun<Setup>, task: Task): Promise<void> {
  const { source } = run;
  const plan = planOf(run, 1);
  const control = new Int32Array(CONTROL_LENGTH);
  const finished = new Uint8Array(plan.blockCount);
  const turns = laneTurns(control);
  const prepared = run.here(run.setup(undefined), {
    device: JAVASCRIPT,
    mostRows: plan.rowsPerBlock,
    sampleCount: source.samples.count,
    // A cancel is noticed between blocks, and by programs that report to the task themselves.
    stopIfAsked: () => undefined,
    inOrder: (block, action) => turns.inOrder(block.index, action),
    inOrderOfPart: (parts, part, block, action) =>
      turns.inOrderOfPart(parts, part, block.index, action),
  });
  const sampleCount = source.samples.count;
  const bytesPerVariant = Math.ceil(sampleCount / 4);
  const slot = new Uint8Array(plan.rowsPerBlock * bytesPerVariant);
  const blocks = feedBlocks(source, plan, () => Promise.resolve(slot));
  const next = async () => {
    await task.step(control[DONE]);
    const { value } = await blocks.next();
    return value && { ...value, sampleCount, bytesPerVariant };
  };
  await runLane(prepared, next, control, finished);
  await task.step(control[DONE]);
}

async function runInPool<Setup>(
  run: ProgramRun<Setup>,
  arena: Arena,
  task: Task,
  hold: Hold,
): Promise<Omit<RunReport, "seconds">> {
  const { source, title } = run;
  const workers = workersOf(run, run.device as WorkerDevice);
  const plan = planOf(run, workers);
  const control = new Int32Array(new SharedArrayBuffer(4 * CONTROL_LENGTH));
  const notices: string[] = [];
  const isResumable = !run.isOrderFixed && source.rows !== undefined;
  let device = run.device as WorkerDevice;
  const job: Omit<Job, "device"> = {
    id: ++jobs,
    program: run.program,
    setup: run.setup(arena),
    plan,
    variantCount: source.variants.count,
    sampleCount: source.samples.count,
    rows: source.rows,
    kernels: await compileKernels(),
    arena: arena.handle,
    control,
    finished: new Uint8Array(new SharedArrayBuffer(plan.blockCount)),
  };
  for (let attempt = 0; ; attempt++) {
    const wanted = workersOf(run, device);
    const ends = await attend({ ...job, device }, wanted, source, arena, task, hold);
    const failure = ends.find((end) => end instanceof Error);
    const isLost = ends.includes("lost");
    if (device === "webgpu" && isGpuFailure(failure)) {
      const account = `${failure.what} ${failure.why}`;
      notices.push(`${account} The rest was computed on the CPU.`);
      if ("reason" in failure && failure.reason === "wrong-sums") condemnGpu(account);
      device = "wasm";
    } else if (failure) throw failure;
    else if (!isLost) return { device, threads: device === "wasm" ? wanted : 1, notices };
    else if (!isResumable || attempt >= MOST_RESTARTS) throw workerLost(title);
    else notices.push("A worker thread ended unexpectedly; its block was computed again.");
    control[NEXT] = 0;
    control[STOP] = 0;
  }
}

function isGpuFailure(error: unknown): error is AnalysisError {
  return isAnalysisError(error, "device-unavailable") || isAnalysisError(error, "device-lost");
}

/** Lets all workers run the job, reports where they stand, and waits until the last one has ended. */
async function attend(
  job: Job,
  wanted: number,
  source: BlockSource,
  arena: Arena,
  task: Task,
  hold: Hold,
): Promise<readonly WorkerEnd[]> {
  const { control } = job;
  const pool = warmPool(job.device, wanted);
  const stop = (): void => {
    Atomics.store(control, STOP, 1);
    Atomics.notify(control, TURN);
  };
  const feed = job.rows ? undefined : serveBlocks(job, source, arena, pool.length);
  const all = Promise.all(
    pool.map(async (worker) => {
      const end = await worker.run(job, feed?.serve ?? (() => undefined));
      if (end !== "ended") stop();
      return end;
    }),
  );
  hold(all);
  for (;;) {
    const ends = await settledWithin(all, LOOK_EVERY_MS);
    if (feed?.failure()) throw feed.failure();
    if (ends) {
      await task.step(Atomics.load(control, DONE));
      return ends;
    }
    try {
      await task.step(Atomics.load(control, DONE));
    } catch (error) {
      stop();
      throw error;
    }
  }
}

/** Reads the blocks of a source that only this thread can read, one for each worker that asks. */
function serveBlocks(
  { plan, sampleCount }: Job,
  source: BlockSource,
  arena: Arena,
  workers: number,
): { serve: ServeBlock; failure: () => unknown } {
  const bytes = plan.rowsPerBlock * Math.ceil(sampleCount / 4) + SLACK_BYTES;
  const free = Array.from({ length: workers * (GPU_LANES + 1) }, () => arena.uint8(bytes));
  const inUse = new Map<number, Uint8Array>();
  let newest: Uint8Array | undefined;
  const blocks = feedBlocks(source, plan, () => Promise.resolve((newest = free.pop()!)));
  let reading: Promise<unknown> = Promise.resolve();
  let failure: unknown;
  return {
    failure: () => failure,
    serve(used, send) {
      if (used !== undefined && inUse.has(used)) {
        free.push(inUse.get(used)!);
        inUse.delete(used);
      }
      reading = reading.then(async () => {
        try {
          const { value } = await blocks.next();
          if (value) inUse.set(value.index, newest!);
          send(value ?? undefined);
        } catch (error) {
          failure = error;
          send(undefined);
        }
      });
    },
  };
}

function workerLost(title: string): WorkerLostError {
  return new WorkerLostError({
    what: `A worker thread ended in the middle of ${title}.`,
    why: "The system or another program ended it, most often because memory ran out.",
    remedy: "Free some memory, or use fewer traits or threads at once, and run it again.",
  });
}
