import type { WasmDevice } from "../../operation.ts";
import type { PackedBlock } from "../../packed.ts";
import { growable } from "../../wasm/growable.ts";
import { dosageSums } from "./dosage-sums.ts";
import type { AlleleCounts } from "./index.ts";

/** Popcounts of bit planes; the counts lie in the arena. */
export function countAllelesWasm({
  kernels,
  arena,
}: WasmDevice): (block: PackedBlock) => AlleleCounts {
  const room = {
    twos: growable(arena.int32),
    ones: growable(arena.int32),
    missing: growable(arena.int32),
  };
  return (block) => {
    const { count, bytesPerVariant, packed } = block;
    const counts = {
      twos: room.twos(count).subarray(0, count),
      ones: room.ones(count).subarray(0, count),
      missing: room.missing(count).subarray(0, count),
    };
    kernels.countRows(
      arena.pointer(packed),
      bytesPerVariant,
      count,
      arena.pointer(counts.twos),
      arena.pointer(counts.ones),
      arena.pointer(counts.missing),
    );
    return { ...counts, dosages: dosageSums(block, counts) };
  };
}
