import type { WasmDevice } from "../../operation.ts";
import { exclusionBytes, type PackedBlock } from "../../packed.ts";
import { dosagesInArena } from "../../wasm/dosages-in-arena.ts";
import { growable } from "../../wasm/growable.ts";
import { packedInArena } from "../../wasm/packed-in-arena.ts";
import { SUMS_A_PAIR, type PairSamples, type VariantPairsInput } from "../variant-pairs/index.ts";
import { pairCount } from "../variant-pairs/pair-count.ts";

/** Dosages in 16 bits: products of eight samples at a time, summed as integers. */
export function dosagePairsWasm(
  { sampleCount, included }: PairSamples,
  device: WasmDevice,
): (input: VariantPairsInput) => Float64Array {
  const { kernels, arena } = device;
  const exclusion = arena.uint8(Math.ceil(sampleCount / 4));
  exclusion.set(exclusionBytes(sampleCount, included));
  const size = included ? included.reduce((sum, is) => sum + Number(is !== 0), 0) : sampleCount;
  const describeLeft = describeSide(device, sampleCount, arena.pointer(exclusion));
  const describeRight = describeSide(device, sampleCount, arena.pointer(exclusion));
  const ranges = growable(arena.int32);
  const room = growable(arena.float64);
  return (input) => {
    const { left, right, first, end } = input;
    const x = describeLeft(left);
    const y = right === left ? x : describeRight(right);
    const placed = ranges(2 * left.count);
    placed.set(first.subarray(0, left.count));
    placed.set(end.subarray(0, left.count), left.count);
    const range = arena.pointer(placed);
    const rangeEnd = range + 4 * left.count;
    const length = pairCount(input) * SUMS_A_PAIR;
    const sums = room(length);
    const to = arena.pointer(sums);
    kernels.dosagePairs(x, left.count, y, range, rangeEnd, sampleCount, BigInt(size), to);
    return sums.subarray(0, length);
  };
}

/** Unpacks the dosages of a block; returns the address of where they lie. */
function describeSide(
  { kernels, arena }: WasmDevice,
  sampleCount: number,
  exclusion: number,
): (block: PackedBlock) => number {
  const padded = 8 * Math.ceil(sampleCount / 8);
  const place = packedInArena(arena);
  const placeDosages = dosagesInArena(arena);
  const valueRoom = growable(arena.uint16);
  const maskRoom = growable(arena.uint16);
  const totalRoom = growable(arena.float64);
  const description = arena.uint32(4);
  return (block) => {
    const { count, bytesPerVariant } = block;
    const dosages = block.dosages && placeDosages(block.dosages);
    const values = arena.pointer(valueRoom(padded * count));
    const masks = arena.pointer(maskRoom(padded * count));
    const totals = arena.pointer(totalRoom(3 * count));
    kernels.fillDosageRows(
      place(block),
      bytesPerVariant,
      count,
      exclusion,
      sampleCount,
      dosages ? arena.pointer(dosages.offsets) : 0,
      dosages ? arena.pointer(dosages.samples) : 0,
      dosages ? arena.pointer(dosages.values) : 0,
      values,
      masks,
      totals,
    );
    description.set([values, masks, totals]);
    return arena.pointer(description);
  };
}
