import { tmpdir } from "node:os";
import { join } from "node:path";
import { createArena, openArena, type Arena, type ArenaHandle } from "../../compute/arena.ts";
import { compileKernels, instantiateKernels, type Kernels } from "../../compute/wasm/kernels.ts";
import type { WasmModule } from "../../compute/wasm/webassembly.ts";
import { FormatError } from "../../errors.ts";
import {
  createPartialFile,
  openWorkerFile,
  type PartialFile,
  type WorkerFile,
} from "../../io/local-file.ts";
import { addRow, fillTile, tileAt, tileBytes, tileShapes } from "./ld-tile.ts";
import type { AddRow, LdTile, TileShape } from "./ld-tile.ts";
import type { UsedLd } from "./panel-blocks.ts";

/** Small enough to stay in a core's cache while all chains of a worker use it. */
const TILE_BYTES = 2 ** 18;
/** What WebAssembly addresses is 4 GiB, of which the vectors of chains need some. */
const MOST_BYTES = 3 * 2 ** 30;

/** LD that all threads share: its first tiles in memory, those that do not fit in a file. Can be posted to workers. */
export interface SharedLd {
  readonly arena: ArenaHandle;
  readonly kernels: WasmModule;
  readonly shapes: readonly TileShape[];
  /** Where each tile begins: in memory, or in the file. */
  readonly places: readonly number[];
  readonly inMemory: number;
  readonly path: string | undefined;
  /** First tile of each block of LD, and their number at the end. */
  readonly blockStart: readonly number[];
  /** Sum of r² of all pairs, before correlations are shrunk. */
  readonly squares: number;
}

/** Bytes of LD that are kept in memory when the user does not say: half of what is free, at most 3 GiB. */
export function memoryForLd(): number {
  return Math.min(MOST_BYTES, Math.floor(process.availableMemory() / 2));
}

/** Of a finished run, until it is collected: two of them at once would be twice the memory. */
let idle: WeakRef<Arena> | undefined;

/**
 * Brings the LD into memory once for all threads, what exceeds `memory` into a file that is gone when `work` has ended.
 *
 * @param step - after each block, with the share that is read
 */
export async function withSharedLd<T>(
  ld: UsedLd,
  memory: number,
  step: (share: number) => Promise<void>,
  work: (shared: SharedLd) => Promise<T>,
): Promise<T> {
  const arena = idle?.deref() ?? createArena(0);
  idle = undefined;
  const most = Math.min(memory, MOST_BYTES);
  const shapes: TileShape[] = [];
  const places: number[] = [];
  const blockStart = [0];
  let squares = 0;
  let inMemory = 0;
  let file: PartialFile | undefined;
  let written = 0;
  try {
    for (let b = 0; b < ld.blockCount; b++) {
      const block = await ld.readBlock(b);
      squares += block.squares;
      for (const shape of tileShapes(block, TILE_BYTES)) {
        const bytes = tileBytes(shape);
        if (!file && arena.used() + bytes <= most) {
          const room = arena.uint8(bytes);
          fillTile(tileAt(room.buffer, room.byteOffset, shape), block);
          places.push(room.byteOffset);
          inMemory += 1;
        } else {
          file ??= await createPartialFile(scratchName());
          const room = new Uint8Array(bytes);
          fillTile(tileAt(room.buffer, 0, shape), block);
          await file.append(room);
          places.push(written);
          written += bytes;
        }
        shapes.push(shape);
      }
      blockStart.push(shapes.length);
      await step((b + 1) / ld.blockCount);
    }
    const shared = { shapes, places, inMemory, path: file?.path, blockStart, squares };
    const kernels = await compileKernels();
    const result = await work({ ...shared, arena: arena.handle, kernels });
    // Not after a cancel, when workers may still be in it for a moment.
    arena.clear();
    idle = new WeakRef(arena);
    return result;
  } finally {
    await file?.discard();
  }
}

let scratches = 0;

function scratchName(): string {
  return join(tmpdir(), `genobook-ld-${++scratches}`);
}

/** LD as one thread reads it. */
export interface OpenLd {
  readonly tileCount: number;
  /** Valid until the next call. */
  readonly tile: (index: number) => LdTile;
  readonly addRow: AddRow;
  readonly kernels: Kernels;
  /** First tile of a block of LD, and the first one behind it. */
  readonly tilesOf: (block: number) => readonly [number, number];
  /** A vector of numbers, 0 each, where `addRow` can add to it. */
  readonly vector: (length: number) => Float64Array;
  /** Whole numbers where kernels read them. */
  readonly numbers: (length: number) => Uint32Array;
  /** Closes the file until a tile is read from it again. */
  readonly close: () => void;
}

export function openLd(shared: SharedLd): OpenLd {
  const { shapes, places, inMemory, path } = shared;
  const arena = openArena(shared.arena);
  const { buffer } = shared.arena.memory;
  const kernels = instantiateKernels(shared.kernels, arena);
  const kept = new Array<LdTile | undefined>(inMemory);
  let file: WorkerFile | undefined;
  let room: Uint8Array | undefined;
  let inRoom = -1;
  let latest: LdTile | undefined;
  const read = (index: number): LdTile => {
    if (index === inRoom) return latest!;
    room ??= arena.uint8(Math.max(...shapes.slice(inMemory).map(tileBytes)));
    file ??= openWorkerFile(path!, "read");
    const bytes = tileBytes(shapes[index]);
    if (file.read(places[index], room.subarray(0, bytes)) < bytes) throw cutShort(path!);
    inRoom = index;
    return (latest = tileAt(room.buffer, room.byteOffset, shapes[index]));
  };
  return {
    tileCount: shapes.length,
    tile: (index) =>
      index >= inMemory
        ? read(index)
        : (kept[index] ??= tileAt(buffer, places[index], shapes[index])),
    addRow: rowAdder(kernels),
    kernels,
    tilesOf: (block) => [shared.blockStart[block], shared.blockStart[block + 1]],
    numbers: (length) => arena.uint32(length),
    vector: (length) => arena.zeroed(arena.float64(length)),
    close() {
      file?.close();
      file = undefined;
    },
  };
}

function cutShort(path: string): FormatError {
  return new FormatError(path, {
    what: `${path} has become shorter.`,
    why: "It holds LD that does not fit into memory, until the call ends.",
    remedy: "Leave the folder of temporary files alone meanwhile, and run it again.",
  });
}

/** Below, a call costs more than it saves; a row of 500 entries takes a fifth of the time, 0.7 ns an entry. */
const SHORT_ROW = 48;

function rowAdder(kernels: Kernels): AddRow {
  return (tile, row, factor, sums) => {
    const { runStart, runColumn, runValue, values } = tile;
    const [from, to] = [runStart[row], runStart[row + 1]];
    if (runValue[to] - runValue[from] < SHORT_ROW) {
      addRow(tile, row, factor, sums);
      return;
    }
    kernels.addLdRow(
      runColumn.byteOffset,
      runValue.byteOffset,
      from,
      to,
      values.byteOffset,
      sums.byteOffset,
      factor,
    );
  };
}
