import { availableParallelism } from "node:os";
import type { ProgramReference } from "../block-program.ts";
import { compileKernels } from "../wasm/kernels.ts";
import { planBlocks } from "./block-plan.ts";
import type { BlockSource } from "./block-source.ts";
import { FIRST_BYTES, sharedArena, warmPool, workersFor } from "./pool.ts";

/** Genotypes that plain JavaScript gets through before workers would have started. */
const SMALL = 2_000_000;
const USUAL_COLUMNS = 64;
/** What a regression has at least. */
const FEW_COLUMNS = 12;
/** Workers that are started before anything is computed. */
const MOST_IN_ADVANCE = 8;

/**
 * What to compute on without a GPU: workers with WebAssembly SIMD, or this thread where there is too little to do or no
 * shared memory.
 */
export function cpuDevice(source: {
  readonly variants: { readonly count: number };
  readonly samples: { readonly count: number };
  /** Products a genotype takes part in; up to `USUAL_COLUMNS` make no difference. */
  readonly columns?: number;
}): "javascript" | "wasm" {
  const weight = Math.max(1, (source.columns ?? 1) / USUAL_COLUMNS);
  const isSmall = source.variants.count * source.samples.count * weight < SMALL;
  return isSmall || !hasSharedMemory() ? "javascript" : "wasm";
}

/**
 * Starts workers while the rest of a genotype file's set is read, where it is large enough to need them; one fewer than
 * there are cores, as starting them all would delay the reading.
 */
export function prepareFor(genotypeBytes: number): void {
  const genotypes = 4 * genotypeBytes;
  if (genotypes < SMALL) return;
  prepareWorkers({ products: genotypes * FEW_COLUMNS, most: availableParallelism() - 1 });
}

/** Has the workers provide the memory that blocks of these genotypes will take, before they are asked for anything. */
export function provideMemoryFor(genotypes: BlockSource): void {
  if (cpuDevice(genotypes) !== "wasm") return;
  const { variants, samples } = genotypes;
  const products = variants.count * samples.count * FEW_COLUMNS;
  const workers = workersFor(products);
  const bytesPerRow = Math.ceil(samples.count / 4);
  const { rowsPerBlock } = planBlocks({
    variantCount: variants.count,
    bytesPerRow: 2 * bytesPerRow,
    workers,
    isListed: genotypes.rows?.store.kind === "pgen",
  });
  prepareWorkers({ products, bytes: Math.min(FIRST_BYTES, workers * rowsPerBlock * bytesPerRow) });
}

/**
 * Lets the workers do, while this thread is busy, what else would delay a run: start, load its program, and have the system
 * provide memory, which takes longer than filling it.
 */
export function prepareWorkers(ahead: {
  /** Of genotypes and columns, at least: how many workers there will be work for. */
  readonly products: number;
  /** Workers to start at most, one at least. */
  readonly most?: number;
  readonly program?: ProgramReference;
  readonly bytes?: number;
}): void {
  if (!hasSharedMemory()) return;
  const { products, most = MOST_IN_ADVANCE } = ahead;
  const wanted = Math.min(MOST_IN_ADVANCE, most, workersFor(products));
  const pool = warmPool("wasm", Math.max(1, wanted));
  const program = ahead.program?.module;
  const share = Math.ceil((ahead.bytes ?? 0) / pool.length);
  const ready = compileKernels().then((kernels) => {
    const arena = sharedArena().handle;
    pool.forEach((worker, i) => {
      const touch = [i * share, (i + 1) * share] as const;
      worker.prepare({ kernels, arena, program, touch });
    });
  });
  // A run that needs the kernels will tell what is wrong with them.
  ready.catch(() => undefined);
}

export function hasSharedMemory(): boolean {
  return typeof SharedArrayBuffer !== "undefined";
}
