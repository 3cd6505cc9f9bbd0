import { openWorkerFile } from "../../io/local-file.ts";
import { decodeRecords, hasDosages } from "../../io/plink2/decode-records.ts";
import { lastTogether } from "../../io/plink2/pgen.ts";
import { DosageList } from "../../io/plink2/pgen-dosages.ts";
import { damagedRecord, endedWhileReading } from "../../io/plink2/pgen-errors.ts";
import { baseRecord } from "../../io/plink2/pgen-header.ts";
import type { PgenStore } from "../../io/row-store.ts";
import type { Arena } from "../arena.ts";
import type { WasmDevice } from "../operation.ts";
import type { CarrierRows, SparseDosages } from "../packed.ts";
import { growable } from "../wasm/growable.ts";
import { joinDosages } from "./join-dosages.ts";
import { pgenCarriers, type PgenCarriers, type PlacedRecords } from "./pgen-carriers.ts";
import { pgenDosages, type PgenDosages } from "./pgen-dosage-rows.ts";
import type { RowLoader } from "./row-loader.ts";

/** Records read at once: small enough to stay in the second cache level between reading and decoding. */
const READ_BYTES = 256 * 1024;
/** Of the samples: rows with more are no faster as lists. */
const MOST_CARRIERS = 0.1;
/** Kernels look ahead of a record's end, and write ahead of a row's. */
const SLACK_BYTES = 512;

/**
 * Decodes consecutive records into `into`; the bytes of the first lie at the start of `bytes`. What else the records hold
 * goes to `extras`.
 */
type DecodeRows = (
  first: number,
  count: number,
  bytes: Uint8Array,
  base: Uint8Array | undefined,
  into: Uint8Array,
  extras?: RowExtras,
) => Uint8Array | undefined;

interface RowExtras {
  /** In JavaScript. */
  readonly dosages?: DosageList | undefined;
  /** In WebAssembly. */
  readonly placed?: PgenDosages | undefined;
  /** Lists rows, and returns the address of their kinds. */
  readonly list?: ((records: PlacedRecords) => number) | undefined;
}

/**
 * Rows of a .pgen, in WebAssembly where `into` lies in the device's arena.
 *
 * @throws FormatError when the file is gone; from `read` TruncatedFileError when it became shorter, FormatError for a
 * damaged record
 */
export function openPgenLoader(store: PgenStore, device?: WasmDevice): RowLoader {
  const { name, sampleCount, recordOffsets, recordTypes } = store;
  const file = openWorkerFile(store.path, "read");
  const bytesPerRow = Math.ceil(sampleCount / 4);
  const allocate = (device?.arena.uint8 ?? newBytes) satisfies Arena["uint8"];
  const room = growable(allocate);
  const baseRow = allocate(bytesPerRow + SLACK_BYTES).subarray(0, bytesPerRow);
  const decode: DecodeRows = device
    ? wasmDecoder(store, device)
    : (first, count, bytes, base, into, extras) =>
        decodeRecords(store, first, count, bytes, base, into, extras?.dosages);
  const isDosed = hasDosages(store);
  const most = Math.floor(sampleCount * MOST_CARRIERS);

  const read = (
    start: number,
    count: number,
    into: Uint8Array,
    own: Pick<RowExtras, "dosages" | "placed"> = {},
    carriers?: PgenCarriers,
  ): void => {
    carriers?.start(count, recordOffsets[start + count] - recordOffsets[start]);
    const extras = { ...own, list: carriers?.add };
    let base: Uint8Array | undefined;
    const first = baseRecord(recordTypes, start);
    if (first < start) {
      const bytes = recordBytes(first, first + 1);
      base = decode(first, 1, bytes, undefined, baseRow, { list: carriers?.base });
    }
    for (let from = start; from < start + count;) {
      const to = lastTogether(recordOffsets, from, start + count, READ_BYTES);
      const target = into.subarray((from - start) * bytesPerRow);
      base = decode(from, to - from, recordBytes(from, to), base, target, extras);
      from = to;
    }
  };

  const recordBytes = (first: number, end: number): Uint8Array => {
    const length = recordOffsets[end] - recordOffsets[first];
    const bytes = room(length + SLACK_BYTES).subarray(0, length);
    if (file.read(recordOffsets[first], bytes) < length) {
      throw endedWhileReading(name, first, end - first);
    }
    return bytes;
  };

  /** Dosages of the rows that are read, behind those of the rows before where it goes on. */
  const readDosages = isDosed ? dosageReader(store, read, device) : undefined;
  const listed = device && pgenCarriers(sampleCount, most, device);
  return {
    sampleCount,
    bytesPerRow,
    read: (start, count, into) => read(start, count, into),
    ...(readDosages && { readWithDosages: readDosages }),
    ...(listed && {
      readWithCarriers(start, count, into) {
        const dosages = readDosages?.(start, count, into, false, listed);
        if (!readDosages) read(start, count, into, {}, listed);
        const rows = into.subarray(0, count * bytesPerRow);
        const lists = listed.finish();
        return {
          carriers: { ...lists, unlisted: rows },
          packed: dosages ? () => rows : packedOnDemand(lists, sampleCount, rows, device),
          dosages,
        };
      },
    }),
    close: () => file.close(),
  };
}

function dosageReader(
  { name, sampleCount, recordOffsets }: PgenStore,
  read: (
    start: number,
    count: number,
    into: Uint8Array,
    own: Pick<RowExtras, "dosages" | "placed">,
    carriers?: PgenCarriers,
  ) => void,
  device: WasmDevice | undefined,
): (
  start: number,
  count: number,
  into: Uint8Array,
  continues?: boolean,
  carriers?: PgenCarriers,
) => SparseDosages {
  if (device) {
    const placed = pgenDosages(name, sampleCount, device);
    return (start, count, into, continues, carriers) => {
      placed.start(count, recordOffsets[start + count] - recordOffsets[start], continues === true);
      read(start, count, into, { placed }, carriers);
      return placed.finish();
    };
  }
  const join = joinDosages(undefined, sampleCount);
  let before: SparseDosages | undefined;
  return (start, count, into, continues) => {
    const own = new DosageList(count);
    read(start, count, into, { dosages: own });
    before = (continues && before && join([before, own])) || own;
    return before;
  };
}

/** Rows that were listed only are unpacked when somebody asks for all. */
function packedOnDemand(
  { kinds, offsets, entries }: Omit<CarrierRows, "unlisted">,
  sampleCount: number,
  into: Uint8Array,
  { kernels, arena }: WasmDevice,
): () => Uint8Array {
  let isWhole = false;
  return () => {
    if (!isWhole) {
      kernels.packListedRows(
        arena.pointer(kinds),
        arena.pointer(offsets),
        arena.pointer(entries),
        kinds.length,
        sampleCount,
        arena.pointer(into),
      );
    }
    isWhole = true;
    return into;
  };
}

function wasmDecoder(store: PgenStore, { kernels, arena }: WasmDevice): DecodeRows {
  const { name, sampleCount, recordOffsets, recordTypes } = store;
  const bytesPerRow = Math.ceil(sampleCount / 4);
  const list = arena.pointer(arena.uint32(sampleCount + 64));
  const room = {
    offsets: growable(arena.float64),
    starts: growable(arena.uint32),
    ends: growable(arena.uint32),
    types: growable(arena.uint8),
    trackEnds: growable(arena.uint32),
  };
  return (first, count, bytes, base, into, { placed, list: addToList } = {}) => {
    const starts = room.starts(count);
    const ends = room.ends(count);
    const types = room.types(count);
    const trackEnds = room.trackEnds(count);
    const offsets = room.offsets(count + 1);
    offsets.set(recordOffsets.subarray(first, first + count + 1));
    types.set(recordTypes.subarray(first, first + count));
    const last = kernels.placeRecords(
      arena.pointer(offsets),
      arena.pointer(types),
      count,
      arena.pointer(starts),
      arena.pointer(ends),
    );
    const kinds = addToList?.({ bytes, starts, ends, types, count });
    const damaged = kernels.decodePgenRows(
      arena.pointer(bytes),
      arena.pointer(starts),
      arena.pointer(ends),
      arena.pointer(types),
      count,
      sampleCount,
      base ? arena.pointer(base) : 0,
      list,
      arena.pointer(into),
      arena.pointer(trackEnds),
      // Dosages are differences from the hard calls beside them.
      placed || kinds === undefined ? 0 : kinds,
    );
    const decoded = damaged < 0 ? count : damaged;
    placed?.add({ bytes, trackEnds, ends, types, count: decoded, first, rows: into });
    if (damaged >= 0) throw damagedRecord(name, first + damaged);
    return last < 0 ? base : into.subarray(last * bytesPerRow, (last + 1) * bytesPerRow);
  };
}

const newBytes = (length: number): Uint8Array => new Uint8Array(length);
