import { tableBits } from "../../io/id-hash.ts";
import {
  contigPrefix,
  contigRun,
  type BatchRun,
  type VariantBatch,
  type VariantColumns,
  type VariantOperations,
} from "../../io/variant-batch.ts";
import { createArena } from "../arena.ts";
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

/** Places in the state of the kernel, in 32-bit numbers; what points is an address. */
const STATE = {
  at: 0,
  end: 1,
  rows: 2,
  lines: 3,
  textEnd: 4,
  contig: 5,
  contigEnd: 6,
  prefix: 7,
  prefixEnd: 8,
  furthest: 9,
  text: 10,
  textStart: 11,
  starts: 12,
  positions: 13,
  hashes: 14,
  negativeEnd: 15,
  multiallelicEnd: 16,
  bounds: 17,
  isBim: 18,
  needed: 19,
  contigColumn: 20,
  positionColumn: 21,
  idColumn: 22,
  referenceColumn: 23,
  alternateColumn: 24,
} as const;
/** One more than a row may have. */
const BIM_FIELDS = 7;

const OTHER_CONTIG = 1;

/** Smaller files are read before WebAssembly would have started. */
const SMALL_BYTES = 32 * 1024;
/** Enough for most files; what is never used takes no memory, while growing does take time. */
const FIRST_BYTES = 8 * 1024 * 1024;
/** Memory that is kept for the next file. */
const KEPT_BYTES = 64 * 1024 * 1024;

let kept: Promise<VariantOperations> | undefined;

/**
 * What reading a variant table does for every line and row, in WebAssembly, which is fast from the first line on: of a
 * process that opens a file and ends, the JavaScript compiler takes longer than the file. Undefined for small files, and
 * where WebAssembly is not to be had.
 */
export async function variantOperations(fileBytes: number): Promise<VariantOperations | undefined> {
  if (fileBytes < SMALL_BYTES) return undefined;
  kept ??= openOperations();
  return kept.catch(() => undefined);
}

/** For all files, as long as they need little memory, which cannot be given back. */
async function openOperations(): Promise<VariantOperations> {
  const arena = createArena(FIRST_BYTES);
  const { split, pair } = variantOperationsOn(await wasmDevice(arena));
  return {
    split,
    pair(hashes, visit) {
      pair(hashes, visit);
      if (arena.handle.memory.buffer.byteLength > KEPT_BYTES) kept = undefined;
    },
  };
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
    bounds: growable(arena.uint32),
    table: growable(arena.uint32),
  };
  const state = arena.uint32(Object.keys(STATE).length);
  const pairs = arena.uint32(1 + 2 * PAIRS_AT_A_TIME);

  function tell(numbers: Readonly<Partial<Record<keyof typeof STATE, number>>>): void {
    for (const [name, number] of Object.entries(numbers)) {
      state[STATE[name as keyof typeof STATE]] = number;
    }
  }

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
    const bounds = room.bounds(2 * Math.max(BIM_FIELDS, columns.needed));
    const pointer = (view: ArrayBufferView): number => arena.pointer(view);
    tell({
      at: pointer(lines),
      end: pointer(lines) + size + Number(!hasEnd),
      rows: 0,
      lines: 0,
      textEnd: pointer(text),
      contig: 0,
      contigEnd: 0,
      prefix: 0,
      prefixEnd: 0,
      furthest: 0,
      text: pointer(text),
      textStart,
      starts: pointer(starts),
      positions: pointer(positions),
      hashes: pointer(hashes),
      negativeEnd: pointer(negative),
      multiallelicEnd: pointer(multiallelic),
      bounds: pointer(bounds),
      isBim: Number(columns.isBim ?? false),
      needed: columns.needed,
      contigColumn: columns.contig,
      positionColumn: columns.position,
      idColumn: columns.id,
      referenceColumn: columns.reference,
      alternateColumn: columns.alternate,
    });
    const runs: BatchRun[] = [];
    for (;;) {
      const outcome = kernels.splitVariantLines(pointer(state));
      if (outcome < 0) return undefined;
      if (runs.length > 0) runs[runs.length - 1].furthest = state[STATE.furthest];
      if (outcome !== OTHER_CONTIG) break;
      const contig = bounds[2 * columns.contig] - pointer(lines);
      const contigEnd = bounds[2 * columns.contig + 1] - pointer(lines);
      runs.push(startRun(lines.slice(contig, contigEnd)));
    }
    const count = state[STATE.rows];
    return {
      count,
      lines: state[STATE.lines],
      starts: starts.subarray(0, count),
      text: text.subarray(0, state[STATE.textEnd] - pointer(text)),
      positions: positions.subarray(0, count),
      hashes: hashes.subarray(0, count),
      runs,
      negativePositions: negative.subarray(0, (state[STATE.negativeEnd] - pointer(negative)) / 4),
      multiallelic: multiallelic.subarray(
        0,
        (state[STATE.multiallelicEnd] - pointer(multiallelic)) / 4,
      ),
    };
  }

  /** Tells the kernel the contig of the rows that follow. */
  function startRun(name: Uint8Array): BatchRun {
    const run = contigRun(name, state[STATE.rows]);
    const prefix = contigPrefix(name, run);
    const place = room.name(Math.max(NAME_BYTES, name.length + prefix.length + SLACK));
    place.set(name);
    place.set(prefix, name.length);
    const at = arena.pointer(place);
    const prefixAt = at + name.length;
    tell({
      contig: at,
      contigEnd: prefixAt,
      prefix: prefixAt,
      prefixEnd: prefixAt + prefix.length,
      furthest: 0,
    });
    return run;
  }

  function pair(hashes: Uint32Array, visit: (row: number, first: number) => void): void {
    const places = 2 ** tableBits(hashes.length);
    const table = room.table(places);
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
