import type { WasmDevice } from "../../operation.ts";
import type { PackedBlock } from "../../packed.ts";
import { dosagesInArena } from "../../wasm/dosages-in-arena.ts";
import { growable } from "../../wasm/growable.ts";
import { placedCarriers } from "../../wasm/placed-carriers.ts";
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
    sum: growable(arena.float64),
    sumOfSquares: growable(arena.float64),
    absent: growable(arena.int32),
  };
  const placedDosages = dosagesInArena(arena);
  return (block) => {
    const { count, sampleCount, bytesPerVariant } = block;
    const { carriers, rows } = placedCarriers(block, arena);
    const counts = {
      twos: room.twos(count).subarray(0, count),
      ones: room.ones(count).subarray(0, count),
      missing: room.missing(count).subarray(0, count),
    };
    const twos = arena.pointer(counts.twos);
    const ones = arena.pointer(counts.ones);
    const missing = arena.pointer(counts.missing);
    kernels.countRows(rows, bytesPerVariant, count, twos, ones, missing, carriers.kinds);
    if (carriers.kinds) {
      const { kinds, offsets, entries } = carriers;
      kernels.countListedRows(kinds, offsets, entries, count, sampleCount, twos, ones, missing);
    }
    if (!block.dosages) return counts;
    const { offsets, samples, values } = placedDosages(block.dosages);
    const dosages = {
      sum: room.sum(count).subarray(0, count),
      sumOfSquares: room.sumOfSquares(count).subarray(0, count),
      missing: room.absent(count).subarray(0, count),
    };
    kernels.sumDosages(
      rows,
      bytesPerVariant,
      count,
      arena.pointer(offsets),
      arena.pointer(samples),
      arena.pointer(values),
      twos,
      ones,
      missing,
      arena.pointer(dosages.sum),
      arena.pointer(dosages.sumOfSquares),
      arena.pointer(dosages.missing),
    );
    return { ...counts, dosages };
  };
}
