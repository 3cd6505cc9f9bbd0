import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { parentPort, type MessagePort } from "node:worker_threads";
import { errorToData } from "../../error-data.ts";
import { openArena, type Arena, type ArenaHandle } from "../arena.ts";
import type { BlockProgram, LoadedBlock, ProgramThread } from "../block-program.ts";
import type { Device } from "../operation.ts";
import { instantiateKernels, type Kernels } from "../wasm/kernels.ts";
import { openBlockReader, type BlockReader } from "./block-reader.ts";
import type { WasmModule } from "../wasm/webassembly.ts";
import { gpuOptions } from "./gpu-options.ts";
import {
  GPU_LANES,
  NEXT,
  STOP,
  type FromWorker,
  type GpuReport,
  type Job,
  type PostedBlock,
  type Preparation,
  type ToWorker,
} from "./job.ts";
import { runLane, type NextBlock } from "./lanes.ts";
import { laneTurns, Stopped, threadTurns } from "./turns.ts";

const port = parentPort as MessagePort;
const post = (message: FromWorker): void => port.postMessage(message);

let deliver: ((block: PostedBlock | undefined) => void) | undefined;

port.on("message", (message: ToWorker) => {
  if (message.type === "block") {
    deliver?.(message.block);
    return;
  }
  if (message.type === "prepare") {
    prepareFor(message.preparation);
    return;
  }
  if (message.type === "probe") {
    void lookAtGpu(message.kernels).then((report) => post({ type: "probed", report }));
    return;
  }
  const { job } = message;
  hasWorked = true;
  run(job).then(
    () => post({ type: "ended", id: job.id }),
    (error: unknown) => {
      if (error instanceof Stopped) post({ type: "ended", id: job.id });
      else post({ type: "failed", id: job.id, error: errorToData(error) });
    },
  );
});
post({ type: "ready" });

/** Programs of the bundle are CommonJS: loaded without starting the loader of ES modules, which takes longer than they. */
async function loadModule(url: string): Promise<Record<string, BlockProgram<unknown>>> {
  const module: unknown = url.endsWith(".cjs")
    ? createRequire(url)(fileURLToPath(url))
    : await import(url);
  return module as Record<string, BlockProgram<unknown>>;
}

let hasWorked = false;

/** What a job would need first of all; a failure is left to the job to tell. */
function prepareFor({ kernels, arena, program, touch }: Preparation): void {
  if (program !== undefined) void loadModule(program).catch(() => undefined);
  kernelsOver(kernels, openArena(arena));
  const [from, to] = touch;
  provide(arena.memory, from, Math.min(to, arena.memory.buffer.byteLength));
}

const PAGE_BYTES = 4096;
const PAGES_AT_A_TIME = 1024;

/** Has the system provide pages, whatever they hold, until a job comes. An exchange is one fault a page, where adding nothing takes two. */
function provide(memory: ArenaHandle["memory"], from: number, to: number): void {
  if (hasWorked || from >= to) return;
  const words = new Int32Array(memory.buffer);
  const end = Math.min(to, from + PAGES_AT_A_TIME * PAGE_BYTES);
  for (let at = from; at < end; at += PAGE_BYTES) Atomics.compareExchange(words, at >> 2, 0, 0);
  setImmediate(provide, memory, end, to);
}

let latest: { readonly kernels: Kernels; readonly arena: number } | undefined;

function kernelsOver(module: WasmModule, arena: Arena): Kernels {
  const { id } = arena.handle;
  if (latest?.arena !== id) latest = { kernels: instantiateKernels(module, arena), arena: id };
  return latest.kernels;
}

async function run(job: Job): Promise<void> {
  const arena = openArena(job.arena);
  const module = await loadModule(job.program.module);
  const prepare = module[job.program.name];
  const device = await openDevice(job, arena);
  const lanes = device.kind === "webgpu" ? GPU_LANES : 1;
  const turns = lanes === 1 ? threadTurns(job.control) : laneTurns(job.control);
  const thread: ProgramThread = {
    device,
    mostRows: job.plan.rowsPerBlock,
    sampleCount: job.sampleCount,
    stopIfAsked: () => {
      if (Atomics.load(job.control, STOP) !== 0) throw new Stopped();
    },
    inOrder: (block, action) => turns.inOrder(block.index, action),
    inOrderOfPart: (parts, part, block, action) =>
      turns.inOrderOfPart(parts, part, block.index, action),
  };
  const decoder =
    device.kind === "javascript"
      ? undefined
      : { kind: "wasm" as const, kernels: device.kernels, arena };
  const readers: BlockReader[] = [];
  const posted = postedBlocks(job);
  const next = (): NextBlock => {
    if (!job.rows) return posted();
    const reader = openBlockReader(job.rows, job.plan, job.variantCount, arena, decoder, {
      withCarriers: device.kind === "wasm",
    });
    readers.push(reader);
    return claimedBlocks(job, reader);
  };
  try {
    await Promise.all(
      Array.from({ length: lanes }, () =>
        runLane(prepare(job.setup, thread), next(), job.control, job.finished),
      ),
    );
  } finally {
    for (const reader of readers) reader.close();
    // Closing it frees the memory of all that was placed there.
    if (device.kind === "webgpu") device.gpu.close();
  }
}

async function openDevice(job: Job, arena: Arena): Promise<Device> {
  const kernels = kernelsOver(job.kernels, arena);
  if (job.device === "wasm") return { kind: "wasm", kernels, arena };
  const { openGpu } = await import("../webgpu/gpu.ts");
  return { kind: "webgpu", gpu: await openGpu(gpuOptions()), kernels, arena };
}

async function lookAtGpu(kernels: WasmModule): Promise<GpuReport> {
  const { reportGpu } = await import("./report-gpu.ts");
  return reportGpu(kernels, gpuOptions());
}

/** Blocks that this worker reads itself, each claimed from a counter that all workers share. */
function claimedBlocks({ control, plan, finished }: Job, reader: BlockReader): NextBlock {
  return () => {
    for (;;) {
      const index = Atomics.add(control, NEXT, 1);
      if (index >= plan.blockCount) return undefined;
      if (Atomics.load(finished, index) === 0) return reader.read(index);
    }
  };
}

/** Blocks that the main thread reads, because only it can; lanes of one thread ask one after another. */
function postedBlocks({ sampleCount, finished }: Job): () => NextBlock {
  const bytesPerVariant = Math.ceil(sampleCount / 4);
  let asking: Promise<unknown> = Promise.resolve();
  const ask = async (used: number | undefined): Promise<LoadedBlock | undefined> => {
    for (let free = used; ;) {
      const answer = new Promise<PostedBlock | undefined>((resolve) => (deliver = resolve));
      post({ type: "next", free });
      const block = await answer;
      if (!block) return undefined;
      if (Atomics.load(finished, block.index) === 0) {
        return { ...block, sampleCount, bytesPerVariant };
      }
      free = block.index;
    }
  };
  return () => {
    let used: number | undefined;
    return () => {
      const answer = asking.then(() => ask(used));
      asking = answer.catch(() => undefined);
      return answer.then((block) => {
        used = block?.index;
        return block;
      });
    };
  };
}
