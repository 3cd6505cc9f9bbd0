import type { Arena } from "../arena.ts";
import type { PackedBlock } from "../packed.ts";
import { growable } from "./growable.ts";

/** Makes packed rows readable for kernels: copies them into the arena where they lie in memory that is not shared. */
export function packedInArena(arena: Arena): (block: PackedBlock) => number {
  const room = growable(arena.uint8);
  return ({ packed, count, bytesPerVariant }) => {
    if (packed.buffer instanceof SharedArrayBuffer) return arena.pointer(packed);
    const size = count * bytesPerVariant;
    const copy = room(size);
    copy.set(packed.subarray(0, size));
    return arena.pointer(copy);
  };
}
