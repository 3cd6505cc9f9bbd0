import type { WasmDevice } from "../../operation.ts";
import type { PackedBlock } from "../../packed.ts";
import { dosagesInArena } from "../../wasm/dosages-in-arena.ts";
import { growable } from "../../wasm/growable.ts";

export function maskedRowsWasm(
  exclusion: Uint8Array,
  { kernels, arena }: WasmDevice,
): (block: PackedBlock) => PackedBlock {
  if (exclusion.every((byte) => byte === 0)) return (block) => block;
  const placed = arena.uint8(exclusion.length);
  placed.set(exclusion);
  const room = growable(arena.uint8);
  const placedDosages = dosagesInArena(arena);
  const dosageRoom = {
    offsets: growable(arena.uint32),
    samples: growable(arena.uint32),
    values: growable(arena.uint16),
  };
  return (block) => {
    const { count, sampleCount, bytesPerVariant, packed, dosages } = block;
    const size = count * bytesPerVariant;
    const masked = room(size).subarray(0, size);
    kernels.maskRows(
      arena.pointer(packed),
      bytesPerVariant,
      count,
      arena.pointer(placed),
      arena.pointer(masked),
    );
    if (!dosages) return { count, sampleCount, bytesPerVariant, packed: masked };
    const own = placedDosages(dosages);
    // The kernel writes before it knows whether to keep: one entry more.
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
      arena.pointer(placed),
      arena.pointer(kept.offsets),
      arena.pointer(kept.samples),
      arena.pointer(kept.values),
    );
    return {
      count,
      sampleCount,
      bytesPerVariant,
      packed: masked,
      dosages: kept,
    };
  };
}
