import type { Arena } from "../arena.ts";
import type { PackedBlock } from "../packed.ts";

/** Addresses of a block's rows for kernels that read lists instead where there are any. */
export interface PlacedCarriers {
  /** All zero where there are no lists. */
  readonly carriers: { readonly kinds: number; readonly offsets: number; readonly entries: number };
  /** Packed rows; those that are listed may not be there. */
  readonly rows: number;
}

const NONE = { kinds: 0, offsets: 0, entries: 0 };

/** Lists that are not in the arena are as good as none: the packed rows say the same. */
export function placedCarriers(block: PackedBlock, arena: Arena): PlacedCarriers {
  const { carriers } = block;
  if (!carriers || !arena.has(carriers.entries)) {
    return { carriers: NONE, rows: arena.pointer(block.packed) };
  }
  const { kinds, offsets, entries, unlisted } = carriers;
  return {
    carriers: {
      kinds: arena.pointer(kinds),
      offsets: arena.pointer(offsets),
      entries: arena.pointer(entries),
    },
    rows: arena.pointer(unlisted),
  };
}
