import type { ByteSource } from "../../io/byte-source.ts";
import type { PeopleReader } from "../../io/id-table.ts";
import { hasSharedMemory } from "../engine/cpu-device.ts";
import { compileKernels, wasmDevice } from "../wasm/kernels.ts";
import { idKernels } from "./match-ids.ts";
import { rowSplitter, SPARE } from "./split-rows.ts";

/** Text that JavaScript has read before WebAssembly is ready. */
const SMALL_BYTES = 64 * 1024;

/** What reads people of a file fastest; undefined where that is plain JavaScript. */
export async function peopleReader({ size }: ByteSource): Promise<PeopleReader | undefined> {
  if (size < SMALL_BYTES || !hasSharedMemory()) return undefined;
  return wasmPeopleReader().catch(() => undefined);
}

/** Rows and ids of people in WebAssembly, for one file. */
export async function wasmPeopleReader(): Promise<PeopleReader> {
  const [module, device] = await Promise.all([compileKernels(), wasmDevice()]);
  const { arena } = device;
  return {
    splitRows: rowSplitter(device),
    memory: (bytes) => arena.uint8(bytes + SPARE).subarray(0, bytes),
    ids: idKernels(module),
  };
}
