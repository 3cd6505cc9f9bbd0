import { SUMS_A_PAIR } from "../compute/operations/variant-pairs/index.ts";

/**
 * Pearson correlation of the genotypes of pair number `pair`, from its sums over the samples that have both.
 *
 * Integer sums of up to 2^26 samples stay exact here. NaN where one of the two does not vary.
 */
export function pairCorrelation(sums: Int32Array | Float64Array, pair: number): number {
  const at = pair * SUMS_A_PAIR;
  const n = sums[at];
  const x = sums[at + 1];
  const y = sums[at + 2];
  const varianceX = n * sums[at + 3] - x * x;
  const varianceY = n * sums[at + 4] - y * y;
  if (!(varianceX > 0 && varianceY > 0)) return NaN;
  const r = (n * sums[at + 5] - x * y) / Math.sqrt(varianceX * varianceY);
  return Math.max(-1, Math.min(1, r));
}
