import type { WasmDevice } from "../operation.ts";
import type { CarrierRows } from "../packed.ts";
import { growable } from "../wasm/growable.ts";

/** Records in the arena: record v lies at starts[v] … ends[v] of `bytes`. */
export interface PlacedRecords {
  readonly bytes: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly types: Uint8Array;
  readonly count: number;
}

/** Entries of a block beyond which its further rows are not listed: 16 MiB. */
const MOST_ENTRIES = 4 * 1024 * 1024;
/** No entry takes less of a record: a quarter of a byte for its category, one for its place. */
const ENTRIES_A_BYTE = 0.8;
const SPARE_ENTRIES = 64;
const NO_BASE = -1;

/** Lists of one block after the other. */
export interface PgenCarriers {
  /** Begins a block of so many rows, whose records have so many bytes together. */
  readonly start: (rowCount: number, bytes: number) => void;
  /** The record before the block that its first rows refer to; returns 0, for it is in no list. */
  readonly base: (record: PlacedRecords) => number;
  /** Adds consecutive records; returns the address of their kinds. */
  readonly add: (records: PlacedRecords) => number;
  readonly finish: () => Omit<CarrierRows, "unlisted">;
}

/**
 * Lists the samples of rare rows straight from their records, without looking at those that are not in them.
 *
 * @param most - samples listed of a row; rows with more are left to the packed ones
 */
export function pgenCarriers(
  sampleCount: number,
  most: number,
  { kernels, arena }: WasmDevice,
): PgenCarriers {
  const state = arena.int32(2);
  const scratch = (entries: number): number => arena.pointer(arena.uint32(entries + SPARE_ENTRIES));
  const [base, list, merged] = [scratch(most), scratch(most), scratch(2 * most)];
  const room = {
    kinds: growable(arena.uint8),
    offsets: growable(arena.uint32),
    entries: growable(arena.uint32),
  };
  let [kinds, offsets, entries] = [room.kinds(0), room.offsets(0), room.entries(0)];
  let [rows, filled] = [0, 0];

  /** Room for the entries of so many bytes beside those that are there, up to the most that a block may have. */
  const reserve = (bytes: number): number => {
    const wanted = Math.min(MOST_ENTRIES, filled + Math.ceil(bytes * ENTRIES_A_BYTE) + 2 * most);
    if (wanted > entries.length) {
      const grown = room.entries(wanted);
      grown.set(entries.subarray(0, filled));
      entries = grown;
    }
    return wanted;
  };

  const run = (records: PlacedRecords, isKept: boolean): number => {
    const { bytes, starts, ends, types, count } = records;
    const room = isKept ? reserve(bytes.length) : 0;
    const kindsAt = arena.pointer(kinds) + rows;
    const used = kernels.listPgenRows(
      arena.pointer(bytes),
      arena.pointer(starts),
      arena.pointer(ends),
      arena.pointer(types),
      count,
      sampleCount,
      most,
      arena.pointer(state),
      base,
      list,
      merged,
      kindsAt,
      arena.pointer(offsets) + 4 * rows,
      arena.pointer(entries),
      filled,
      room,
    );
    if (!isKept) return 0;
    filled = used;
    rows += count;
    return kindsAt;
  };

  return {
    start(rowCount, bytes) {
      kinds = room.kinds(rowCount);
      offsets = room.offsets(rowCount + 1);
      offsets[0] = 0;
      [rows, filled] = [0, 0];
      reserve(bytes);
      state[0] = NO_BASE;
    },
    base: (record) => run(record, false),
    add: (records) => run(records, true),
    finish: () => ({
      kinds: kinds.subarray(0, rows),
      offsets: offsets.subarray(0, rows + 1),
      entries: entries.subarray(0, filled),
    }),
  };
}
