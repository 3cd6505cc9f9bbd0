import type { WasmDevice } from "../operation.ts";
import type { PackedBlock } from "../packed.ts";
import { growable } from "./growable.ts";

/** Variants of one word of transposed codes. */
export const VARIANTS_A_WORD = 32;

/** Codes laid out by sample: 64-bit word number chunk × stride + i holds 32 variants of the i-th sample. */
export interface TransposedRows {
  readonly words: number;
  readonly stride: number;
}

/** Transposes samples from … to of a block, `from` a multiple of 64; `rows` is where its packed rows lie in the arena. */
export function transposeInto({
  kernels,
  arena,
}: WasmDevice): (
  block: PackedBlock,
  rows: number,
  from: number,
  to: number,
  chunks: number,
) => TransposedRows {
  const room = growable(arena.float64);
  const scratch = arena.pointer(arena.uint8(1024));
  return (block, rows, from, to, chunks) => {
    const stride = 64 * Math.ceil((to - from) / 64) + 8;
    const words = arena.pointer(room(chunks * stride));
    kernels.transposeRows(
      rows,
      block.bytesPerVariant,
      block.count,
      from,
      to - from,
      chunks,
      words,
      stride,
      scratch,
    );
    return { words, stride };
  };
}
