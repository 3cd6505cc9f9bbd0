import type { Device } from "../compute/operation.ts";
import { dosagePairs } from "../compute/operations/dosage-pairs/index.ts";
import { variantPairs } from "../compute/operations/variant-pairs/index.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";
import type { Task } from "../task.ts";
import { recentRows } from "./recent-rows.ts";
import type { VariantWindows } from "./variant-windows.ts";

export interface PairScan {
  readonly genotypes: Genotypes;
  readonly windows: VariantWindows;
  /** 1 for each variant to pair with all of its window; each pair of all variants once when left out. */
  readonly listed?: Uint8Array | undefined;
  readonly included?: Uint8Array | undefined;
  readonly device: Device;
}

/** Pairs × samples of one call of the operation: some 50 ms, so that a cancel is not kept waiting. */
const WORK_A_CALL = 1e9;
const MOST_PAIRS = 1 << 20;

/** Calls `visit` with the sums of every pair in turn: number `pair` of `sums` is of variants v and w. */
export async function scanPairs(
  { genotypes, windows, listed, included, device }: PairScan,
  task: Task,
  visit: (v: number, w: number, sums: Int32Array | Float64Array, pair: number) => void,
): Promise<void> {
  const { start, end } = windows;
  const { count } = genotypes.variants;
  const sampleCount = genotypes.samples.count;
  const sumCalls = variantPairs.prepare({ sampleCount, included }, device);
  const sumDosages = dosagePairs.prepare({ sampleCount, included }, device);
  const rows = recentRows(sampleCount);
  const isLeft = (v: number): boolean => !listed || listed[v] === 1;
  const firstPartner = (v: number): number => (listed ? start[v] : v + 1);
  const mostPairs = Math.min(MOST_PAIRS, WORK_A_CALL / sampleCount);

  const pairRows = async (from: number, to: number): Promise<void> => {
    let [low, high] = [from, to];
    for (let v = from; v < to; v++) {
      if (!isLeft(v)) continue;
      low = Math.min(low, firstPartner(v));
      high = Math.max(high, end[v]);
    }
    const edge = (of: (v: number) => number): Int32Array =>
      Int32Array.from({ length: high - low }, (_, i) =>
        low + i >= from && low + i < to && isLeft(low + i) ? of(low + i) - low : 0,
      );
    const [first, last] = [edge(firstPartner), edge((v) => end[v])];
    const block = rows.block(low, high);
    const sum = block.dosages ? sumDosages : sumCalls;
    const sums = await sum({ left: block, right: block, first, end: last });
    let pair = 0;
    for (let i = 0; i < high - low; i++) {
      for (let j = first[i]; j < last[i]; j++, pair++) {
        if (i !== j) visit(low + i, low + j, sums, pair);
      }
    }
  };

  let next = 0;
  for await (const block of genotypes.blocks()) {
    rows.add(block);
    while (next < count && end[next] <= rows.end) {
      let stop = next;
      for (let pairs = 0; stop < count && end[stop] <= rows.end; stop++) {
        if (isLeft(stop)) pairs += Math.max(0, end[stop] - firstPartner(stop));
        if (pairs > mostPairs && stop > next) break;
      }
      await pairRows(next, stop);
      next = stop;
      await task.step(next);
    }
    rows.drop(next === count ? rows.end : listed ? start[next] : next);
  }
}
