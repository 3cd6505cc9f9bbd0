import { DOSAGE_BITS, MULTIALLELIC } from "../../io/plink2/pgen-dosages.ts";
import { damagedRecord, multiallelicDosages } from "../../io/plink2/pgen-errors.ts";
import type { WasmDevice } from "../operation.ts";
import type { SparseDosages } from "../packed.ts";
import { growable } from "../wasm/growable.ts";
import type { PlacedRecords } from "./pgen-carriers.ts";

/** Records whose main tracks are decoded. */
export interface DecodedRecords extends Omit<PlacedRecords, "starts"> {
  /** Index of the first in the file. */
  readonly first: number;
  /** Where the main track of each ends in `bytes`. */
  readonly trackEnds: Uint32Array;
  /** Their hard calls. */
  readonly rows: Uint8Array;
}

/** Dosages of rows that are read one after the other, in the arena. */
export interface PgenDosages {
  /** Begins a block of rows, or so many more rows of it, whose records have so many bytes together. */
  readonly start: (rowCount: number, bytes: number, continues: boolean) => void;
  /**
   * Adds consecutive records.
   *
   * @throws FormatError naming the damaged variant
   */
  readonly add: (records: DecodedRecords) => void;
  /** Of all rows of the block so far; good until the next one is started. */
  readonly finish: () => SparseDosages;
}

/** The kernel writes eight at once. */
const SPARE_ENTRIES = 8;

export function pgenDosages(
  name: string,
  sampleCount: number,
  { kernels, arena }: WasmDevice,
): PgenDosages {
  const list = arena.pointer(arena.uint32(sampleCount + 64));
  const room = {
    offsets: growable(arena.uint32),
    samples: growable(arena.uint32),
    values: growable(arena.uint16),
  };
  let [offsets, samples, values] = [room.offsets(1), room.samples(0), room.values(0)];
  let rows = 0;
  /** The room for more numbers, with the first of those that are there. */
  const grown = <View extends Uint32Array | Uint16Array>(
    own: View,
    more: (length: number) => View,
    length: number,
    used: number,
  ): View => {
    const larger = more(length);
    if (larger !== own) larger.set(own.subarray(0, used));
    return larger;
  };
  return {
    start(rowCount, bytes, continues) {
      if (!continues) rows = offsets[0] = 0;
      const filled = offsets[rows];
      const most = filled + Math.min(rowCount * sampleCount, bytes >>> 1) + SPARE_ENTRIES;
      offsets = grown(offsets, room.offsets, rows + rowCount + 1, rows + 1);
      samples = grown(samples, room.samples, most, filled);
      values = grown(values, room.values, most, filled);
    },
    add({ bytes, trackEnds, ends, types, count, first, rows: calls }) {
      const damaged = kernels.listPgenDosages(
        arena.pointer(bytes),
        arena.pointer(trackEnds),
        arena.pointer(ends),
        arena.pointer(types),
        count,
        sampleCount,
        arena.pointer(calls),
        list,
        arena.pointer(offsets) + 4 * rows,
        arena.pointer(samples),
        arena.pointer(values),
      );
      rows += count;
      if (damaged < 0) return;
      const type = types[damaged];
      throw type & DOSAGE_BITS && type & MULTIALLELIC
        ? multiallelicDosages(name, first + damaged)
        : damagedRecord(name, first + damaged);
    },
    finish() {
      const count = offsets[rows];
      return {
        offsets: offsets.subarray(0, rows + 1),
        samples: samples.subarray(0, count),
        values: values.subarray(0, count),
      };
    },
  };
}

/**
 * Prepares the narrowing of dosages in the arena to some samples, in place.
 *
 * @param kept - ascending positions of the kept samples in a row
 * @param sampleCount - samples in a source row
 */
export function keepDosagesOf(
  kept: Uint32Array,
  sampleCount: number,
  { kernels, arena }: WasmDevice,
): (dosages: SparseDosages) => SparseDosages {
  const places = arena.int32(sampleCount).fill(-1);
  kept.forEach((position, i) => (places[position] = i));
  return ({ offsets, samples, values }) => {
    const rowCount = offsets.length - 1;
    kernels.narrowDosages(
      rowCount,
      arena.pointer(offsets),
      arena.pointer(samples),
      arena.pointer(values),
      arena.pointer(places),
    );
    const count = offsets[rowCount];
    return { offsets, samples: samples.subarray(0, count), values: values.subarray(0, count) };
  };
}
