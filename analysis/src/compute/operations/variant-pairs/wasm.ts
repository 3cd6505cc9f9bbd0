import type { WasmDevice } from "../../operation.ts";
import { exclusionBytes, type PackedBlock } from "../../packed.ts";
import { growable } from "../../wasm/growable.ts";
import { packedInArena } from "../../wasm/packed-in-arena.ts";
import { SUMS_A_PAIR, type PairSamples, type VariantPairsInput } from "./index.ts";
import { pairCount } from "./pair-count.ts";

export function variantPairsWasm(
  { sampleCount, included }: PairSamples,
  { kernels, arena }: WasmDevice,
): (input: VariantPairsInput) => Int32Array {
  const granules = Math.ceil(sampleCount / 128);
  const exclusion = arena.uint8(32 * granules);
  exclusion.set(exclusionBytes(sampleCount, included));
  const size = included ? included.reduce((sum, is) => sum + Number(is !== 0), 0) : sampleCount;
  const fillPlanes = (): ((block: PackedBlock) => [number, number, number]) => {
    const place = packedInArena(arena);
    const planes = growable(arena.float64);
    const called = growable(arena.float64);
    const totals = growable(arena.int32);
    return (block) => {
      const { count, bytesPerVariant } = block;
      const filled = [planes(4 * granules * count), called(2 * granules * count), totals(4 * count)] as const;
      const [first, second, third] = filled.map((view) => arena.pointer(view));
      const rows = place(block);
      kernels.fillPairPlanes(
        rows,
        bytesPerVariant,
        count,
        arena.pointer(exclusion),
        first,
        second,
        third,
      );
      return [first, second, third];
    };
  };
  const fillLeft = fillPlanes();
  const fillRight = fillPlanes();
  const ranges = growable(arena.int32);
  const room = growable(arena.int32);
  return (input) => {
    const { left, right, first, end } = input;
    const x = fillLeft(left);
    const y = right === left ? x : fillRight(right);
    const placed = ranges(2 * left.count);
    placed.set(first.subarray(0, left.count));
    placed.set(end.subarray(0, left.count), left.count);
    const range = arena.pointer(placed);
    const length = pairCount(input) * SUMS_A_PAIR;
    const sums = room(length);
    kernels.variantPairs(
      ...x,
      left.count,
      ...y,
      range,
      range + 4 * left.count,
      granules,
      size,
      arena.pointer(sums),
    );
    return sums.subarray(0, length);
  };
}
