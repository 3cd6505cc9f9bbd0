import type { WasmDevice } from "../../operation.ts";
import type { PackedBlock } from "../../packed.ts";
import { tileSize } from "../../sample-tile.ts";
import { growable } from "../../wasm/growable.ts";
import { packedInArena } from "../../wasm/packed-in-arena.ts";
import { transposeInto } from "../../wasm/transposed-rows.ts";
import { COUNTS_A_PAIR, type KingCountsInput } from "./index.ts";

const VARIANTS_A_GRANULE = 128;
const PLANE_BYTES = 48;
const CODE_BYTES = 32;
const PANEL_SAMPLES = 64;
/** Variants at a time: what a panel of samples calls of them, a byte each, is a mebibyte. */
const PART_VARIANTS = 16_384;
const ROOM_BYTES = 32_768;

/**
 * Two of the counts of a pair come from bit planes, the others from those of its samples, less what one of them calls
 * where the other has no call; that is added up for 64 samples at a time.
 */
export function kingCountsWasm(device: WasmDevice): (input: KingCountsInput) => Int32Array {
  const { kernels, arena } = device;
  const place = packedInArena(arena);
  const describeRows = describeSide(device);
  const describeColumns = describeSide(device);
  const counts = growable(arena.int32);
  const room = arena.pointer(arena.uint8(ROOM_BYTES));
  return ({ block, tile }) => {
    const packed = place(block);
    const { rowStart, rowEnd, columnStart, columnEnd } = tile;
    const isDiagonal = rowStart === columnStart && rowEnd === columnEnd;
    const length = tileSize(tile) * COUNTS_A_PAIR;
    const result = counts(length).subarray(0, length).fill(0);
    for (let first = 0; first < block.count; first += PART_VARIANTS) {
      const part = { ...block, count: Math.min(PART_VARIANTS, block.count - first) };
      const partRows = packed + first * block.bytesPerVariant;
      const rows = describeRows(part, partRows, rowStart, rowEnd);
      const columns = isDiagonal ? rows : describeColumns(part, partRows, columnStart, columnEnd);
      kernels.kingCounts(
        rows,
        rowEnd - rowStart,
        columns,
        columnEnd - columnStart,
        rowStart - columnStart,
        part.count,
        room,
        arena.pointer(result),
      );
    }
    return result;
  };
}

/** Makes planes, totals, lists of missing calls and panels of some samples; returns the address of where they lie. */
function describeSide(
  device: WasmDevice,
): (block: PackedBlock, packed: number, from: number, to: number) => number {
  const { kernels, arena } = device;
  const transpose = transposeInto(device);
  const planeRoom = growable(arena.uint8);
  const codeRoom = growable(arena.uint8);
  const totalRoom = growable(arena.int32);
  const listRoom = growable(arena.uint32);
  const offsetRoom = growable(arena.uint32);
  const exclusionRoom = growable(arena.uint8);
  const panelRoom = growable(arena.uint8);
  const description = arena.uint32(8);
  return (block, packed, from, to) => {
    const samples = to - from;
    const granules = Math.ceil(block.count / VARIANTS_A_GRANULE);
    const bytes = granules * CODE_BYTES;
    const planes = arena.pointer(planeRoom(samples * granules * PLANE_BYTES));
    const codes = arena.pointer(codeRoom(samples * bytes));
    const totals = totalRoom(2 * samples);
    const totalsAt = arena.pointer(totals);
    const { words, stride } = transpose(block, packed, from, to, 4 * granules);
    kernels.fillKingPlanes(words, stride, samples, granules, planes, codes, totalsAt);
    let missing = 0;
    for (let i = 0; i < samples; i++) missing += block.count - totals[2 * i];
    const list = arena.pointer(listRoom(missing));
    const offsets = arena.pointer(offsetRoom(samples + 1));
    const exclusion = exclusionRoom(bytes);
    excludePastEnd(exclusion, block.count);
    kernels.listMissing(codes, bytes, samples, arena.pointer(exclusion), list, offsets);
    const panelCount = Math.ceil(samples / PANEL_SAMPLES);
    const panels = arena.pointer(panelRoom(panelCount * PANEL_SAMPLES * block.count));
    const { bytesPerVariant, count } = block;
    kernels.fillKingPanels(packed, bytesPerVariant, count, from, panelCount, panels);
    description.set([planes, totalsAt, list, offsets, panels]);
    return arena.pointer(description);
  };
}

/** A row of codes that excludes variants past the last one, which the transposition has as missing. */
function excludePastEnd(exclusion: Uint8Array, count: number): void {
  exclusion.fill(0, 0, count >> 2).fill(0xff, count >> 2);
  if (count & 3) exclusion[count >> 2] = (0xff << (2 * (count & 3))) & 0xff;
}
