import type { WasmDevice } from "../../operation.ts";
import { tileSize } from "../../sample-tile.ts";
import { growable } from "../../wasm/growable.ts";
import { packedInArena } from "../../wasm/packed-in-arena.ts";
import { transposeInto } from "../../wasm/transposed-rows.ts";
import { COUNTS_A_PAIR, type KingCountsInput } from "./index.ts";

const VARIANTS_A_GRANULE = 128;
const BYTES_A_GRANULE = 48;

export function kingCountsWasm(device: WasmDevice): (input: KingCountsInput) => Int32Array {
  const { kernels, arena } = device;
  const place = packedInArena(arena);
  const transpose = transposeInto(device);
  const rowRoom = growable(arena.uint8);
  const columnRoom = growable(arena.uint8);
  const countRoom = growable(arena.int32);
  return ({ block, tile }) => {
    const rows = place(block);
    const granules = Math.ceil(block.count / VARIANTS_A_GRANULE);
    const planesOf = (from: number, to: number, room: (length: number) => Uint8Array): number => {
      const planes = arena.pointer(room((to - from) * granules * BYTES_A_GRANULE));
      const { words, stride } = transpose(block, rows, from, to, 4 * granules);
      kernels.fillKingPlanes(words, stride, to - from, granules, planes);
      return planes;
    };
    const { rowStart, rowEnd, columnStart, columnEnd } = tile;
    const rowPlanes = planesOf(rowStart, rowEnd, rowRoom);
    const isDiagonal = rowStart === columnStart && rowEnd === columnEnd;
    const columnPlanes = isDiagonal ? rowPlanes : planesOf(columnStart, columnEnd, columnRoom);
    const length = tileSize(tile) * COUNTS_A_PAIR;
    const counts = countRoom(length);
    kernels.kingCounts(
      rowPlanes,
      rowEnd - rowStart,
      columnPlanes,
      columnEnd - columnStart,
      rowStart - columnStart,
      granules,
      arena.pointer(counts),
    );
    return counts.subarray(0, length);
  };
}
