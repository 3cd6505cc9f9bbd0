import { COPIES_OF_CODE, unpackValues } from "../../code-values.ts";
import type { PackedBlock } from "../../packed.ts";
import { SUMS_A_PAIR, type PairSamples, type VariantPairsInput } from "../variant-pairs/index.ts";
import { pairCount } from "../variant-pairs/pair-count.ts";

export function dosagePairsCpu({
  sampleCount,
  included,
}: PairSamples): (input: VariantPairsInput) => Float64Array {
  return (input) => {
    const { left, right, first, end } = input;
    const x = unpackDosages(left, included);
    const y = right === left ? x : unpackDosages(right, included);
    const sums = new Float64Array(pairCount(input) * SUMS_A_PAIR);
    let to = 0;
    for (let v = 0; v < left.count; v++) {
      for (let w = first[v]; w < end[v]; w++, to += SUMS_A_PAIR) {
        for (let i = 0; i < sampleCount; i++) {
          const a = x[v * sampleCount + i];
          const b = y[w * sampleCount + i];
          if (Number.isNaN(a) || Number.isNaN(b)) continue;
          sums[to] += 1;
          sums[to + 1] += a;
          sums[to + 2] += b;
          sums[to + 3] += a * a;
          sums[to + 4] += b * b;
          sums[to + 5] += a * b;
        }
      }
    }
    return sums;
  };
}

/** rows × samples of copies, NaN where missing or left out. */
function unpackDosages(block: PackedBlock, included?: Uint8Array): Float64Array {
  const { count, sampleCount } = block;
  const copies = new Float64Array(count * sampleCount);
  const values = new Float64Array(4 * count);
  for (let v = 0; v < count; v++) {
    values.set(COPIES_OF_CODE, 4 * v);
    const row = copies.subarray(v * sampleCount, (v + 1) * sampleCount);
    unpackValues(block, v, values, 0, sampleCount, row);
    for (let i = 0; included && i < sampleCount; i++) if (!included[i]) row[i] = NaN;
  }
  return copies;
}
