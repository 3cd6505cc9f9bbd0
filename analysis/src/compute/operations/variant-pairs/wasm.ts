import type { WasmDevice } from "../../operation.ts";
import { exclusionBytes, type PackedBlock } from "../../packed.ts";
import { growable } from "../../wasm/growable.ts";
import { packedInArena } from "../../wasm/packed-in-arena.ts";
import { SUMS_A_PAIR, type PairSamples, type VariantPairsInput } from "./index.ts";
import { pairCount } from "./pair-count.ts";

const SAMPLES_A_GRANULE = 128;

/**
 * Σxy of a pair comes from bit planes of its two rows, the other sums from those of the rows, corrected by looking up
 * the samples that the other row misses. Where many are missing all are counted from bit planes.
 */
export function variantPairsWasm(
  { sampleCount, included }: PairSamples,
  device: WasmDevice,
): (input: VariantPairsInput) => Int32Array {
  const { kernels, arena } = device;
  const granules = Math.ceil(sampleCount / SAMPLES_A_GRANULE);
  const exclusion = arena.uint8(32 * granules).fill(0xff);
  exclusion.set(exclusionBytes(sampleCount, included));
  const size = included ? included.reduce((sum, is) => sum + Number(is !== 0), 0) : sampleCount;
  const describeLeft = describeSide(device, granules, size, arena.pointer(exclusion));
  const describeRight = describeSide(device, granules, size, arena.pointer(exclusion));
  const ranges = growable(arena.int32);
  const room = growable(arena.int32);
  return (input) => {
    const { left, right, first, end } = input;
    const x = describeLeft(left);
    const y = right === left ? x : describeRight(right);
    const placed = ranges(2 * left.count);
    placed.set(first.subarray(0, left.count));
    placed.set(end.subarray(0, left.count), left.count);
    const range = arena.pointer(placed);
    const length = pairCount(input) * SUMS_A_PAIR;
    const sums = room(length);
    const rangeEnd = range + 4 * left.count;
    kernels.variantPairs(x, left.count, y, range, rangeEnd, granules, size, arena.pointer(sums));
    return sums.subarray(0, length);
  };
}

/** Makes planes, totals and lists of missing calls of a block; returns the address of where they lie. */
function describeSide(
  { kernels, arena }: WasmDevice,
  granules: number,
  size: number,
  exclusion: number,
): (block: PackedBlock) => number {
  const place = packedInArena(arena);
  const planeRoom = growable(arena.float64);
  const calledRoom = growable(arena.float64);
  const totalRoom = growable(arena.int32);
  const listRoom = growable(arena.uint32);
  const offsetRoom = growable(arena.uint32);
  const description = arena.uint32(8);
  return (block) => {
    const { count, bytesPerVariant } = block;
    const rows = place(block);
    const totals = totalRoom(4 * count);
    const planes = arena.pointer(planeRoom(4 * granules * count));
    const called = arena.pointer(calledRoom(2 * granules * count));
    const totalsAt = arena.pointer(totals);
    kernels.fillPairPlanes(rows, bytesPerVariant, count, exclusion, planes, called, totalsAt);
    let missing = 0;
    for (let v = 0; v < count; v++) missing += size - totals[4 * v];
    const list = arena.pointer(listRoom(missing));
    const offsets = arena.pointer(offsetRoom(count + 1));
    kernels.listMissing(rows, bytesPerVariant, count, exclusion, list, offsets);
    description.set([rows, bytesPerVariant, planes, called, totalsAt, list, offsets]);
    return arena.pointer(description);
  };
}
