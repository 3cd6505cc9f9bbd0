import type { WasmDevice } from "../../operation.ts";
import {
  CARRIER_KINDS,
  type CarrierRows,
  type PackedBlock,
  type SparseDosages,
} from "../../packed.ts";
import { dosagesInArena } from "../../wasm/dosages-in-arena.ts";
import { growable } from "../../wasm/growable.ts";

export function maskedRowsWasm(
  exclusion: Uint8Array,
  { kernels, arena }: WasmDevice,
): (block: PackedBlock) => PackedBlock {
  const placed = arena.uint8(exclusion.length);
  placed.set(exclusion);
  const out = arena.pointer(placed);
  if (kernels.isBlank(out, exclusion.length)) return (block) => block;
  const room = growable(arena.uint8);
  const placedDosages = dosagesInArena(arena);
  const dosageRoom = {
    offsets: growable(arena.uint32),
    samples: growable(arena.uint32),
    values: growable(arena.uint16),
  };
  const listRoom = {
    kinds: growable(arena.uint8),
    packed: growable(arena.uint8),
    offsets: growable(arena.uint32),
    entries: growable(arena.uint32),
  };

  return (block) => {
    const { count, sampleCount, bytesPerVariant, dosages, carriers } = block;
    const shape = { count, sampleCount, bytesPerVariant };
    const size = count * bytesPerVariant;
    const target = room(size).subarray(0, size);
    const mask = (rows: Uint8Array): Uint8Array => {
      kernels.maskRows(arena.pointer(rows), bytesPerVariant, count, out, arena.pointer(target));
      return target;
    };
    const kept = dosages && keepDosages(dosages, count);
    if (!carriers || !arena.has(carriers.entries)) {
      return { ...shape, packed: mask(block.packed), dosages: kept };
    }
    let isWhole = dosages !== undefined;
    const kinds = keepKinds(carriers, block);
    const unlisted = mask(carriers.unlisted);
    return {
      ...shape,
      carriers: { kinds, ...keepEntries(carriers, count), unlisted },
      dosages: kept,
      get packed() {
        if (!isWhole) mask(block.packed);
        isWhole = true;
        return target;
      },
    };
  };

  /** Left-out samples of a row that lists those without two copies would count as two: it is packed and listed no more. */
  function keepKinds(carriers: CarrierRows, { count, sampleCount }: PackedBlock): Uint8Array {
    const { noCopy, twoCopies, dense } = CARRIER_KINDS;
    const kinds = listRoom.kinds(count);
    const packed = listRoom.packed(count);
    for (let v = 0; v < count; v++) {
      kinds[v] = carriers.kinds[v] === noCopy ? noCopy : dense;
      packed[v] = carriers.kinds[v] === twoCopies ? twoCopies : dense;
    }
    kernels.packListedRows(
      arena.pointer(packed),
      arena.pointer(carriers.offsets),
      arena.pointer(carriers.entries),
      count,
      sampleCount,
      arena.pointer(carriers.unlisted),
    );
    return kinds;
  }

  function keepEntries(
    { offsets, entries }: CarrierRows,
    count: number,
  ): Pick<CarrierRows, "offsets" | "entries"> {
    // The kernel writes before it knows whether to keep: one entry more.
    const kept = {
      offsets: listRoom.offsets(count + 1),
      entries: listRoom.entries(entries.length + 1),
    };
    kernels.maskListedRows(
      arena.pointer(offsets),
      arena.pointer(entries),
      count,
      out,
      arena.pointer(kept.offsets),
      arena.pointer(kept.entries),
    );
    return kept;
  }

  function keepDosages(dosages: SparseDosages, count: number): SparseDosages {
    const own = placedDosages(dosages);
    const kept = {
      offsets: dosageRoom.offsets(count + 1),
      samples: dosageRoom.samples(own.samples.length + 1),
      values: dosageRoom.values(own.values.length + 1),
    };
    kernels.maskDosages(
      count,
      arena.pointer(own.offsets),
      arena.pointer(own.samples),
      arena.pointer(own.values),
      out,
      arena.pointer(kept.offsets),
      arena.pointer(kept.samples),
      arena.pointer(kept.values),
    );
    return kept;
  }
}
