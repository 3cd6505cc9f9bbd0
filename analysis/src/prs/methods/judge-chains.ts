import type { ChainResults } from "./chain-program.ts";
import { failureInWords } from "./gibbs-chain.ts";

export interface JudgedChain {
  readonly isKept: boolean;
  /** Largest minus smallest of the predicted correlations Rβ; NaN when it diverged. */
  readonly range: number;
  readonly verdict: string;
}

const SHARE_OF_QUANTILE = 0.95;
const QUANTILE = 0.95;

/** Compares what chains predict: those that are stuck predict less than the others. */
export function judgeChains({ range: ranges, failure, done }: ChainResults): JudgedChain[] {
  const sorted = Array.from(ranges)
    .filter(Number.isFinite)
    .sort((one, other) => one - other);
  const bound = SHARE_OF_QUANTILE * quantile(sorted, QUANTILE);
  return Array.from(ranges, (range, c) => {
    if (failure[c] !== 0)
      return { isKept: false, range, verdict: failureInWords(failure[c], done[c] + 1) };
    const predicted = `its predicted correlations span ${range.toPrecision(3)}`;
    return range >= bound
      ? { isKept: true, range, verdict: `kept: ${predicted}` }
      : {
          isKept: false,
          range,
          verdict: `left out: ${predicted}, below ${bound.toPrecision(3)}, so it explains less than the best chains`,
        };
  });
}

/** Between the neighbours of its place, as R's type 7. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return NaN;
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  const high = Math.min(sorted.length - 1, low + 1);
  return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
}
