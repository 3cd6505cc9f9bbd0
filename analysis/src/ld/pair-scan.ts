import type { LoadedBlock, ProgramThread } from "../compute/block-program.ts";
import { dosagePairs } from "../compute/operations/dosage-pairs/index.ts";
import { SUMS_A_PAIR, variantPairs } from "../compute/operations/variant-pairs/index.ts";
import { pairCorrelation } from "./pair-correlation.ts";
import type { PairUnit } from "./pair-units.ts";
import type { VariantWindows } from "./variant-windows.ts";

/** What a worker needs to go through the pairs of all windows; a block is a unit. */
export interface PairScanSetup {
  readonly units: readonly PairUnit[];
  readonly windows: VariantWindows;
  /** 1 for each variant to pair with all of its window; each pair of all variants once when left out. */
  readonly listed: Uint8Array | undefined;
  readonly included: Uint8Array | undefined;
  readonly sampleCount: number;
}

/** Takes a pair of variants, the samples that have both, and r; NaN where one does not vary. */
export type TakePair = (v: number, w: number, n: number, r: number) => void;

/** Of one call of the operation: 24 MiB of sums. */
const MOST_PAIRS = 1 << 19;

/** Partners of a row of a block: rows first … end − 1. */
type PartnersOf = (row: number) => readonly [first: number, end: number];

/** Prepares going through the pairs of a unit; partners before a listed variant come before those after it. */
export function pairScan(
  setup: PairScanSetup,
  thread: ProgramThread,
): (block: LoadedBlock, take: TakePair) => Promise<void> {
  const { units, windows, listed, included, sampleCount } = setup;
  const sumCalls = variantPairs.prepare({ sampleCount, included }, thread.device);
  const sumDosages = dosagePairs.prepare({ sampleCount, included }, thread.device);

  return async (block, take) => {
    const { from, to, first, end } = units[block.index];
    const length = to - from + end - first;
    // Variants first … end − 1 follow the others in the block.
    const shift = to - from - first;
    const variantOf = (row: number): number => (row < to - from ? from + row : row - shift);
    const isContinued = first !== to;
    const { bytesPerVariant, packed, dosages } = block;
    const own = { count: length, sampleCount, bytesPerVariant, packed, dosages };
    const sum = dosages ? sumDosages : sumCalls;

    const scan = async (rows: readonly [number, number], partnersOf: PartnersOf): Promise<void> => {
      for (const call of cutIntoCalls(rows, length, partnersOf)) {
        const sums = await sum({ left: own, right: own, ...call });
        let pair = 0;
        for (let i = 0; i < length; i++) {
          for (let j = call.first[i]; j < call.end[i]; j++, pair++)
            take(variantOf(i), variantOf(j), sums[pair * SUMS_A_PAIR], pairCorrelation(sums, pair));
        }
      }
    };

    if (listed) {
      await scan([0, length], (row) => {
        const w = variantOf(row);
        if (!listed[w] || (w < to && isContinued)) return [0, 0];
        return [Math.max(windows.start[w], from) - from, Math.min(w, to) - from];
      });
    }
    await scan([0, to - from], (row) => {
      const v = from + row;
      if (listed && !listed[v]) return [0, 0];
      return [isContinued ? to - from : row + 1, Math.min(windows.end[v], end) + shift];
    });
  };
}

/** Calls of the operation with some rows each. */
function* cutIntoCalls(
  [start, end]: readonly [number, number],
  length: number,
  partnersOf: PartnersOf,
): Generator<{ first: Int32Array; end: Int32Array }> {
  let call = { first: new Int32Array(length), end: new Int32Array(length) };
  let pairs = 0;
  for (let row = start; row < end; row++) {
    const [from, to] = partnersOf(row);
    if (to <= from) continue;
    if (pairs > 0 && pairs + to - from > MOST_PAIRS) {
      yield call;
      call = { first: new Int32Array(length), end: new Int32Array(length) };
      pairs = 0;
    }
    call.first[row] = from;
    call.end[row] = to;
    pairs += to - from;
  }
  if (pairs > 0) yield call;
}
