import type { GibbsChain } from "./gibbs-chain.ts";
import type { UsedLd } from "./panel-blocks.ts";

export interface JudgedChain {
  readonly isKept: boolean;
  /** Largest minus smallest of the predicted correlations Rβ; NaN when it diverged. */
  readonly range: number;
  readonly verdict: string;
}

const SHARE_OF_QUANTILE = 0.95;
const QUANTILE = 0.95;

/** Compares what chains predict: those that are stuck predict less than the others. */
export async function judgeChains(
  chains: readonly GibbsChain[],
  ld: UsedLd,
  iterations: number,
): Promise<JudgedChain[]> {
  const ranges = await predictedRanges(chains, ld, iterations);
  const sorted = ranges.filter(Number.isFinite).sort((one, other) => one - other);
  const bound = SHARE_OF_QUANTILE * quantile(sorted, QUANTILE);
  return chains.map(({ failure }, c) => {
    const range = ranges[c];
    if (failure !== undefined) return { isKept: false, range, verdict: failure };
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

async function predictedRanges(
  chains: readonly GibbsChain[],
  ld: UsedLd,
  iterations: number,
): Promise<Float64Array> {
  const low = new Float64Array(chains.length).fill(Infinity);
  const high = new Float64Array(chains.length).fill(-Infinity);
  for (let b = 0; b < ld.blockCount; b++) {
    const { first, count, rowStart, column, r } = await ld.readBlock(b);
    chains.forEach(({ meanSum }, c) => {
      for (let i = 0; i < count; i++) {
        let predicted = 0;
        for (let e = rowStart[i]; e < rowStart[i + 1]; e++)
          predicted += r[e] * meanSum[first + column[e]];
        low[c] = Math.min(low[c], predicted / iterations);
        high[c] = Math.max(high[c], predicted / iterations);
      }
    });
  }
  return Float64Array.from(chains, ({ failure }, c) =>
    failure === undefined ? high[c] - low[c] : NaN,
  );
}

/** Between the neighbours of its place, as R's type 7. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return NaN;
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  const high = Math.min(sorted.length - 1, low + 1);
  return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
}
