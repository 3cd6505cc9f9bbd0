import type { WasmDevice } from "../../operation.ts";
import { maskDosages, type PackedBlock } from "../../packed.ts";
import { growable } from "../../wasm/growable.ts";

export function maskedRowsWasm(
  exclusion: Uint8Array,
  { kernels, arena }: WasmDevice,
): (block: PackedBlock) => PackedBlock {
  if (exclusion.every((byte) => byte === 0)) return (block) => block;
  const placed = arena.uint8(exclusion.length);
  placed.set(exclusion);
  const room = growable(arena.uint8);
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
    const target = {
      offsets: dosageRoom.offsets(count + 1),
      samples: dosageRoom.samples(dosages.samples.length),
      values: dosageRoom.values(dosages.values.length),
    };
    return {
      count,
      sampleCount,
      bytesPerVariant,
      packed: masked,
      dosages: maskDosages(dosages, count, exclusion, target),
    };
  };
}
