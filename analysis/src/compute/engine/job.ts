import type { ErrorData } from "../../error-data.ts";
import type { RowSelection } from "../../io/row-store.ts";
import type { ArenaHandle } from "../arena.ts";
import type { ProgramReference } from "../block-program.ts";
import type { SparseDosages } from "../packed.ts";
import type { WasmModule } from "../wasm/webassembly.ts";
import type { BlockPlan } from "./block-plan.ts";

/** What all threads of a run share, besides the arena: 32-bit numbers at these places. */
export const NEXT = 0;
/** Blocks whose turn in order has passed. */
export const TURN = 1;
/** Not 0 when the workers are to stop. */
export const STOP = 2;
/** Rows finished, for progress. */
export const DONE = 3;
export const CONTROL_LENGTH = 4;

/** Blocks under way at once on a GPU: one read, one computed, one taken back. */
export const GPU_LANES = 3;

export type WorkerDevice = "wasm" | "webgpu";

/** A run as a worker gets it. */
export interface Job {
  readonly id: number;
  readonly program: ProgramReference;
  readonly setup: unknown;
  readonly plan: BlockPlan;
  readonly variantCount: number;
  readonly sampleCount: number;
  /** Left out when the main thread reads the rows and posts the blocks. */
  readonly rows?: RowSelection | undefined;
  readonly device: WorkerDevice;
  readonly kernels: WasmModule;
  readonly arena: ArenaHandle;
  readonly control: Int32Array;
  /** One byte a block, 1 once it is finished. */
  readonly finished: Uint8Array;
}

/** A block that the main thread has read into the arena. */
export interface PostedBlock {
  readonly index: number;
  readonly start: number;
  readonly count: number;
  readonly packed: Uint8Array;
  /** Not in the arena: what needs them there copies them. */
  readonly dosages?: SparseDosages | undefined;
}

/** What a look at the GPU found. */
export interface GpuReport {
  /** Why there is none, in words; the rest then says nothing. */
  readonly refusal?: string | undefined;
  readonly adapterName: string;
  readonly driver: string;
  /** True where the CPU emulates it. */
  readonly isSoftware: boolean;
  readonly features: readonly string[];
  readonly hasMatrixUnits: boolean;
  readonly limits: Readonly<Record<string, number>>;
  /** Genotype × column a second, many columns; 0 for software. */
  readonly productsPerSecond: number;
  /** Packed genotypes a second with one column: bound by the way to the device. */
  readonly bytesPerSecond: number;
}

/** What a worker can do before it gets a job. */
export interface Preparation {
  readonly kernels: WasmModule;
  readonly arena: ArenaHandle;
  /** URL of the module of a program that is about to run. */
  readonly program?: string | undefined;
  /** Bytes of the arena that the system is to provide: from, to. */
  readonly touch: readonly [number, number];
}

export type ToWorker =
  | { readonly type: "prepare"; readonly preparation: Preparation }
  | { readonly type: "run"; readonly job: Job }
  | { readonly type: "probe"; readonly kernels: WasmModule }
  | { readonly type: "block"; readonly block: PostedBlock | undefined };

export type FromWorker =
  | { readonly type: "ready" }
  | { readonly type: "probed"; readonly report: GpuReport }
  /** Wants another block; the memory of block `free` is no longer needed. */
  | { readonly type: "next"; readonly free: number | undefined }
  | { readonly type: "ended"; readonly id: number }
  | { readonly type: "failed"; readonly id: number; readonly error: ErrorData };
