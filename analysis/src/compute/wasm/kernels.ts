import { fileURLToPath } from "node:url";
import { readWholeFile } from "../../io/local-file.ts";
import { createArena, type Arena } from "../arena.ts";
import type { WasmDevice } from "../operation.ts";
import type { CarrierKernels } from "./carrier-kernels.ts";
import type { ColumnKernels } from "./column-kernels.ts";
import type { CountKernels } from "./count-kernels.ts";
import type { LdKernels } from "./ld-kernels.ts";
import type { LinearKernels } from "./linear-kernels.ts";
import type { LogisticKernels } from "./logistic-kernels.ts";
import type { PairKernels } from "./pair-kernels.ts";
import type { PeopleKernels } from "./people-kernels.ts";
import type { PgenKernels, VariantTextKernels } from "./pgen-kernels.ts";
import type { ProductKernels } from "./product-kernels.ts";
import type { SampleKernels } from "./sample-kernels.ts";
import type { TextKernels } from "./text-kernels.ts";
import type { ScanKernels } from "./scan-kernels.ts";
import type { ScoreKernels } from "./score-kernels.ts";
import { WebAssembly, type WasmModule } from "./webassembly.ts";

/** What the WebAssembly module exports; pointers are byte addresses in the arena (`arena.pointer`). */
export type Kernels = CarrierKernels &
  ColumnKernels &
  CountKernels &
  LdKernels &
  LinearKernels &
  LogisticKernels &
  PairKernels &
  PeopleKernels &
  PgenKernels &
  ProductKernels &
  SampleKernels &
  ScanKernels &
  TextKernels &
  ScoreKernels &
  VariantTextKernels;

// One place for the sources and for what is compiled from them: both folders lie equally deep.
const MODULE_FILE = fileURLToPath(new URL("../../../wasm/kernels.wasm", import.meta.url));

let compiling: Promise<WasmModule> | undefined;

/** The compiled module, once a process; it can be posted to workers. */
export function compileKernels(): Promise<WasmModule> {
  compiling ??= readWholeFile(MODULE_FILE).then((bytes) => WebAssembly.compile(bytes));
  return compiling;
}

/** The kernels of one thread over an arena. */
export function instantiateKernels(module: WasmModule, arena: Arena): Kernels {
  const imports = { env: { memory: arena.handle.memory } };
  return new WebAssembly.Instance(module, imports).exports as unknown as Kernels;
}

/** A device of this thread with memory of its own. */
export async function wasmDevice(arena: Arena = createArena()): Promise<WasmDevice> {
  return { kind: "wasm", kernels: instantiateKernels(await compileKernels(), arena), arena };
}
