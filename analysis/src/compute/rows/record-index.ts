import type { RecordIndex } from "../../io/plink2/record-index.ts";
import { createArena } from "../arena.ts";
import type { WasmDevice } from "../operation.ts";
import { growable } from "../wasm/growable.ts";
import { wasmDevice } from "../wasm/kernels.ts";

/** Lengths are read as 32-bit numbers, also the last one. */
const SLACK = 3;

let kept: Promise<RecordIndex> | undefined;

/** Reads headers in WebAssembly, fast from the first record on; undefined where it is not to be had. */
export async function recordIndex(): Promise<RecordIndex | undefined> {
  kept ??= wasmDevice(createArena()).then(recordIndexOn);
  return kept.catch(() => undefined);
}

export function recordIndexOn({ kernels, arena }: WasmDevice): RecordIndex {
  const room = {
    packed: growable(arena.uint8),
    types: growable(arena.uint8),
    offsets: growable(arena.float64),
  };
  const place = (bytes: Uint8Array): number => {
    const placed = room.packed(bytes.length + SLACK);
    placed.set(bytes);
    return arena.pointer(placed);
  };
  return {
    unpackTypes(packed, types) {
      const unpacked = room.types(types.length);
      kernels.unpackRecordTypes(place(packed), types.length, arena.pointer(unpacked));
      types.set(unpacked.subarray(0, types.length));
    },
    addLengths(lengths, width, offset, offsets) {
      const starts = room.offsets(offsets.length);
      const end = kernels.addRecordLengths(
        place(lengths),
        width,
        offsets.length,
        offset,
        arena.pointer(starts),
      );
      offsets.set(starts.subarray(0, offsets.length));
      return end;
    },
  };
}
