import { openWorkerFile } from "../../io/local-file.ts";
import { addRowDosages, decodeRecords, hasDosages } from "../../io/plink2/decode-records.ts";
import { lastTogether } from "../../io/plink2/pgen.ts";
import { DosageList } from "../../io/plink2/pgen-dosages.ts";
import { damagedRecord, endedWhileReading } from "../../io/plink2/pgen-errors.ts";
import { baseRecord, isRelative } from "../../io/plink2/pgen-header.ts";
import type { PgenStore } from "../../io/row-store.ts";
import type { Arena } from "../arena.ts";
import type { WasmDevice } from "../operation.ts";
import { growable } from "../wasm/growable.ts";
import type { RowLoader } from "./row-loader.ts";

/** Records read at once: small enough to stay in the second cache level between reading and decoding. */
const READ_BYTES = 256 * 1024;
/** Kernels look ahead of a record's end, and write ahead of a row's. */
const SLACK_BYTES = 512;

/** Decodes consecutive records into `into`; the bytes of the first lie at the start of `bytes`. */
type DecodeRows = (
  first: number,
  count: number,
  bytes: Uint8Array,
  base: Uint8Array | undefined,
  into: Uint8Array,
  dosages: DosageList | undefined,
) => Uint8Array | undefined;

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
    : (first, count, bytes, base, into, dosages) =>
        decodeRecords(store, first, count, bytes, base, into, dosages);

  const read = (start: number, count: number, into: Uint8Array, dosages?: DosageList): void => {
    let base: Uint8Array | undefined;
    const first = baseRecord(recordTypes, start);
    if (first < start) {
      base = decode(first, 1, recordBytes(first, first + 1), undefined, baseRow, undefined);
    }
    for (let from = start; from < start + count;) {
      const to = lastTogether(recordOffsets, from, start + count, READ_BYTES);
      const target = into.subarray((from - start) * bytesPerRow);
      base = decode(from, to - from, recordBytes(from, to), base, target, dosages);
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

  return {
    sampleCount,
    bytesPerRow,
    read,
    ...(hasDosages(store) && {
      readWithDosages(start, count, into) {
        const dosages = new DosageList(count);
        read(start, count, into, dosages);
        return dosages;
      },
    }),
    close: () => file.close(),
  };
}

function wasmDecoder(store: PgenStore, { kernels, arena }: WasmDevice): DecodeRows {
  const { name, sampleCount, recordOffsets, recordTypes } = store;
  const bytesPerRow = Math.ceil(sampleCount / 4);
  const list = arena.pointer(arena.uint32(sampleCount + 64));
  const room = {
    starts: growable(arena.uint32),
    ends: growable(arena.uint32),
    types: growable(arena.uint8),
    trackEnds: growable(arena.uint32),
  };
  return (first, count, bytes, base, into, dosages) => {
    const starts = room.starts(count);
    const ends = room.ends(count);
    const types = room.types(count);
    const trackEnds = room.trackEnds(count);
    let last = -1;
    for (let i = 0; i < count; i++) {
      starts[i] = recordOffsets[first + i] - recordOffsets[first];
      ends[i] = recordOffsets[first + i + 1] - recordOffsets[first];
      types[i] = recordTypes[first + i];
      if (!isRelative(types[i])) last = i;
    }
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
    );
    if (damaged >= 0) throw damagedRecord(name, first + damaged);
    const row = (i: number): Uint8Array => into.subarray(i * bytesPerRow, (i + 1) * bytesPerRow);
    for (let i = 0; dosages && i < count; i++) {
      const cursor = { bytes, at: trackEnds[i], end: ends[i], sampleCount };
      addRowDosages(store, first + i, cursor, row(i), dosages);
    }
    return last < 0 ? base : row(last);
  };
}

const newBytes = (length: number): Uint8Array => new Uint8Array(length);
