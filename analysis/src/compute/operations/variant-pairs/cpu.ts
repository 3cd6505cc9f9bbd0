import { bitCount } from "../../bit-count.ts";
import { bitPlanes } from "./bit-planes.ts";
import { SUMS_A_PAIR, type PairSamples, type VariantPairsInput } from "./index.ts";
import { pairCount } from "./pair-count.ts";

export function variantPairsCpu({
  included,
}: PairSamples): (input: VariantPairsInput) => Int32Array {
  return (input) => {
    const { left, right, first, end } = input;
    const x = bitPlanes(left, included);
    const y = right === left ? x : bitPlanes(right, included);
    const sums = new Int32Array(pairCount(input) * SUMS_A_PAIR);
    let to = 0;
    for (let v = 0; v < left.count; v++) {
      for (let w = first[v]; w < end[v]; w++, to += SUMS_A_PAIR) {
        let n = 0;
        // Of genotypes less one: sums of values and of their squares, over samples called in both.
        let [sumX, sumY, squareX, squareY, product] = [0, 0, 0, 0, 0];
        for (let k = 0; k < x.words; k++) {
          const i = v * x.words + k;
          const j = w * y.words + k;
          const atX = x.homozygous[i] & y.called[j];
          const atY = y.homozygous[j] & x.called[i];
          const both = x.homozygous[i] & y.homozygous[j];
          n += bitCount(x.called[i] & y.called[j]);
          squareX += bitCount(atX);
          squareY += bitCount(atY);
          sumX += bitCount(atX) - 2 * bitCount(atX & x.none[i]);
          sumY += bitCount(atY) - 2 * bitCount(atY & y.none[j]);
          product += bitCount(both) - 2 * bitCount(both & (x.none[i] ^ y.none[j]));
        }
        sums[to] = n;
        sums[to + 1] = sumX + n;
        sums[to + 2] = sumY + n;
        sums[to + 3] = squareX + 2 * sumX + n;
        sums[to + 4] = squareY + 2 * sumY + n;
        sums[to + 5] = product + sumX + sumY + n;
      }
    }
    return sums;
  };
}
