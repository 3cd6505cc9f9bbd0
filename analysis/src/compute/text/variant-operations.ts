import { tableBits } from "../../io/id-hash.ts";
import {
  contigPrefix,
  contigRun,
  type BatchRun,
  type VariantBatch,
  type VariantColumns,
  type VariantOperations,
} from "../../io/variant-batch.ts";
import { createArena, type Arena } from "../arena.ts";
import type { WasmDevice } from "../operation.ts";
import { growable } from "../wasm/growable.ts";
import { wasmDevice } from "../wasm/kernels.ts";

const LINE_FEED = 10;
/** Five fields of one byte, four separators and a line end. */
const FEWEST_BYTES_A_ROW = 10;
/** Kernels read and write a little beyond. */
const SLACK = 64;
const PAIRS_AT_A_TIME = 16_384;
/** Names of contigs are short. */
const NAME_BYTES = 256;

// Places in the state of the kernel, in 32-bit numbers.
const ROWS = 2;
const LINES = 3;
const TEXT_END = 4;
const CONTIG = 5;
const FURTHEST = 9;
const NEGATIVE_END = 15;
const MULTIALLELIC_END = 16;
const STATE_LENGTH = 25;
const MOST_FIELDS = 7;

const OTHER_CONTIG = 1;

/** Smaller files are read before WebAssembly would have started. */
const SMALL_BYTES = 32 * 1024;
/** Memory that is kept for the next file. */
const KEPT_BYTES = 64 * 1024 * 1024;

interface Opened {
  readonly operations: VariantOperations;
  readonly arena: Arena;
}

let opened: Promise<Opened> | undefined;

/**
 * What reading a variant table does for every line and row, in WebAssembly, which is fast from the first line on: of a
 * process that opens a file and ends, the JavaScript compiler takes longer than the file. Undefined for small files, and
 * where WebAssembly is not to be had.
 */
export async function variantOperations(fileBytes: number): Promise<VariantOperations | undefined> {
  if (fileBytes < SMALL_BYTES) return undefined;
  return keptOperations().catch(() => undefined);
}

/** The same for all files, as long as they need little memory, which cannot be given back. */
async function keptOperations(): Promise<VariantOperations> {
  opened ??= openOperations();
  const { operations, arena } = await opened;
  if (arena.handle.memory.buffer.byteLength < KEPT_BYTES) return operations;
  opened = openOperations();
  return (await opened).operations;
}

async function openOperations(): Promise<Opened> {
  const arena = createArena(1024 * 1024);
  return { operations: variantOperationsOn(await wasmDevice(arena)), arena };
}

export function variantOperationsOn({ kernels, arena }: WasmDevice): VariantOperations {
  const room = {
    lines: growable(arena.uint8),
    text: growable(arena.uint8),
    starts: growable(arena.uint32),
    positions: growable(arena.int32),
    hashes: growable(arena.uint32),
    negative: growable(arena.uint32),
    multiallelic: growable(arena.uint32),
    name: growable(arena.uint8),
    table: growable(arena.uint32),
  };
  const state = arena.uint32(STATE_LENGTH);
  const bounds = arena.uint32(2 * MOST_FIELDS);
  const pairs = arena.uint32(1 + 2 * PAIRS_AT_A_TIME);

  function split(
    bytes: Uint8Array,
    from: number,
    to: number,
    columns: VariantColumns,
    textStart: number,
  ): VariantBatch | undefined {
    const size = to - from;
    const most = Math.floor((size + 1) / FEWEST_BYTES_A_ROW) + 1;
    const lines = room.lines(size + SLACK);
    lines.set(bytes.subarray(from, to));
    const hasEnd = size > 0 && lines[size - 1] === LINE_FEED;
    if (!hasEnd) lines[size] = LINE_FEED;
    const text = room.text(size + most + SLACK);
    const starts = room.starts(most);
    const positions = room.positions(most);
    const hashes = room.hashes(most);
    const negative = room.negative(most);
    const multiallelic = room.multiallelic(most);
    const pointer = (view: ArrayBufferView): number => arena.pointer(view);
    state.set([
      ...[pointer(lines), pointer(lines) + size + Number(!hasEnd), 0, 0, pointer(text)],
      ...[0, 0, 0, 0, 0, pointer(text), textStart],
      ...[pointer(starts), pointer(positions), pointer(hashes)],
      ...[pointer(negative), pointer(multiallelic)],
      ...[pointer(bounds), Number(columns.isBim ?? false), columns.needed],
      ...[columns.contig, columns.position, columns.id, columns.reference, columns.alternate],
    ]);
    const runs: BatchRun[] = [];
    for (;;) {
      const outcome = kernels.splitVariantLines(pointer(state));
      if (outcome < 0) return undefined;
      if (runs.length > 0) runs[runs.length - 1].furthest = state[FURTHEST];
      if (outcome !== OTHER_CONTIG) break;
      const contig = bounds[2 * columns.contig] - pointer(lines);
      const contigEnd = bounds[2 * columns.contig + 1] - pointer(lines);
      runs.push(startRun(lines.slice(contig, contigEnd)));
    }
    const count = state[ROWS];
    return {
      count,
      lines: state[LINES],
      starts: starts.subarray(0, count),
      text: text.subarray(0, state[TEXT_END] - pointer(text)),
      positions: positions.subarray(0, count),
      hashes: hashes.subarray(0, count),
      runs,
      negativePositions: negative.subarray(0, (state[NEGATIVE_END] - pointer(negative)) / 4),
      multiallelic: multiallelic.subarray(0, (state[MULTIALLELIC_END] - pointer(multiallelic)) / 4),
    };
  }

  /** Tells the kernel the contig of the rows that follow. */
  function startRun(name: Uint8Array): BatchRun {
    const run = contigRun(name, state[ROWS]);
    const prefix = contigPrefix(name, run);
    const place = room.name(Math.max(NAME_BYTES, name.length + prefix.length + SLACK));
    place.set(name);
    place.set(prefix, name.length);
    const at = arena.pointer(place);
    const prefixAt = at + name.length;
    state.set([at, prefixAt, prefixAt, prefixAt + prefix.length, 0], CONTIG);
    return run;
  }

  function pair(hashes: Uint32Array, visit: (row: number, first: number) => void): void {
    const places = 2 ** tableBits(hashes.length);
    const table = room.table(places).subarray(0, places).fill(0);
    const placed = room.hashes(hashes.length);
    placed.set(hashes);
    for (let row = 0; row < hashes.length;) {
      row = kernels.pairHashes(
        arena.pointer(placed),
        hashes.length,
        row,
        arena.pointer(table),
        places - 1,
        arena.pointer(pairs),
        PAIRS_AT_A_TIME,
      );
      for (let i = 0; i < pairs[0]; i++) visit(pairs[1 + 2 * i], pairs[2 + 2 * i]);
    }
  }

  return { split, pair };
}
