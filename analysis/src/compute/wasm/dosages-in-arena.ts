import type { Arena } from "../arena.ts";
import type { SparseDosages } from "../packed.ts";
import { growable } from "./growable.ts";

/** Makes dosages readable for kernels: copies them into the arena where they lie in memory that is not shared. */
export function dosagesInArena(arena: Arena): (dosages: SparseDosages) => SparseDosages {
  const room = {
    offsets: growable(arena.uint32),
    samples: growable(arena.uint32),
    values: growable(arena.uint16),
  };
  return (dosages) => {
    if (arena.has(dosages.values)) return dosages;
    const offsets = room.offsets(dosages.offsets.length);
    const samples = room.samples(dosages.samples.length);
    const values = room.values(dosages.values.length);
    offsets.set(dosages.offsets);
    samples.set(dosages.samples);
    values.set(dosages.values);
    return { offsets, samples, values };
  };
}
