import type { VariantPairsInput } from "./index.ts";

/** Pairs that an input asks for. */
export function pairCount({ left, first, end }: VariantPairsInput): number {
  let pairs = 0;
  for (let v = 0; v < left.count; v++) pairs += Math.max(0, end[v] - first[v]);
  return pairs;
}
