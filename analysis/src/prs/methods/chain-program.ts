import type { BlockProgram } from "../../compute/block-program.ts";
import { drawParameters, type AutoRules } from "./auto-parameters.ts";
import {
  failureOf,
  startChain,
  sumSweep,
  sweepTile,
  type ChainStart,
  type GibbsChain,
  type GibbsData,
} from "./gibbs-chain.ts";
import { rowProduct } from "./ld-tile.ts";
import { openLd, type OpenLd, type SharedLd } from "./ld-tiles.ts";

/** What chains leave in shared memory. */
export interface ChainResults {
  /** By chain, of all variants: see GibbsChain. */
  readonly meanSum: readonly Float64Array[];
  /** Empty when nobody asks for them. */
  readonly inclusionSum: readonly Float64Array[];
  /** Draws of all effects, by chain. */
  readonly samples: readonly (readonly Float64Array[])[];
  /** Largest minus smallest of the predicted correlations Rβ, by chain; NaN when it diverged. */
  readonly range: Float64Array;
  /** As of `failureOf`, by chain. */
  readonly failure: Int32Array;
  /** Iterations that a chain did without failing. */
  readonly done: Int32Array;
  /** Chains × iterations: parameters after each, of chains that draw them. */
  readonly heritability: Float64Array;
  readonly causalShare: Float64Array;
  readonly alpha: Float64Array;
}

export interface ChainSetup {
  readonly ld: SharedLd;
  readonly data: GibbsData;
  readonly chains: readonly ChainStart[];
  /** Chains that run side by side are neighbours here. */
  readonly order: readonly number[];
  readonly seed: number;
  readonly burnIn: number;
  readonly iterations: number;
  /** Left out when chains keep the parameters that they start with. */
  readonly auto?: AutoRules | undefined;
  readonly results: ChainResults;
}

/** Runs groups of chains in a worker; a cancel is noticed between tiles of LD. */
export const runGroups: BlockProgram<ChainSetup> = groupProgram();

/** @param pause - after each iteration, where a thread has other things to do as well */
export function groupProgram(pause?: () => Promise<void>): BlockProgram<ChainSetup> {
  return (setup, { stopIfAsked }) => {
    const ld = openLd(setup.ld);
    const products: Float64Array[] = [];
    const unused = new Float64Array(setup.data.n.length);
    return {
      async block({ start, count }) {
        const members = setup.order.slice(start, start + count);
        const group = members.map((index, place) => {
          const { meanSum, inclusionSum } = setup.results;
          const chain = startChain(setup.chains[index], setup.seed, {
            product: (products[place] ??= ld.vector(setup.data.n.length)).fill(0),
            meanSum: meanSum[index].fill(0),
            inclusionSum: inclusionSum[index]?.fill(0) ?? unused,
          });
          return { index, chain };
        });
        try {
          await runGroup(setup, ld, group, stopIfAsked, pause);
          noteRanges(setup, ld, group, stopIfAsked);
        } finally {
          ld.close();
        }
      },
    };
  };
}

interface Member {
  readonly index: number;
  readonly chain: GibbsChain;
}

/** Sweeps tile after tile for all chains, so that a tile is brought near once an iteration. */
async function runGroup(
  { data, burnIn, iterations, auto, results }: ChainSetup,
  ld: OpenLd,
  group: readonly Member[],
  stopIfAsked: () => void,
  pause?: () => Promise<void>,
): Promise<void> {
  const observed = data.betaHat.reduce((sum, effect) => sum + effect * effect, 0);
  const total = burnIn + iterations;
  for (const { index } of group) results.failure[index] = results.done[index] = 0;
  for (let iteration = 0; iteration < total; iteration++) {
    const running = group.filter(({ index }) => results.failure[index] === 0);
    if (running.length === 0) return;
    for (let t = 0; t < ld.tileCount; t++) {
      stopIfAsked();
      const tile = ld.tile(t);
      for (const { chain } of running) sweepTile(tile, ld.addRow, data, chain, iteration >= burnIn);
    }
    for (const { index, chain } of running) {
      sumSweep(chain);
      results.failure[index] = failureOf(chain, observed);
      if (results.failure[index] !== 0) continue;
      if (auto) {
        const at = index * total + iteration;
        results.heritability[at] = chain.explained;
        drawParameters(chain, auto, data.logVariance);
        results.causalShare[at] = chain.prior.p;
        results.alpha[at] = chain.prior.alpha;
      }
      keepSample(chain, results.samples[index], iteration - burnIn + 1, iterations);
      results.done[index] = iteration + 1;
    }
    await pause?.();
  }
}

/** Draws that are as far apart as `iterations` allow; `done` of them are behind the chain. */
function keepSample(
  { beta }: GibbsChain,
  samples: readonly Float64Array[],
  done: number,
  iterations: number,
): void {
  const keptAfter = (count: number): number => Math.floor((count * samples.length) / iterations);
  if (done >= 1 && keptAfter(done) > keptAfter(done - 1)) samples[keptAfter(done) - 1].set(beta);
}

function noteRanges(
  { iterations, results }: ChainSetup,
  ld: OpenLd,
  group: readonly Member[],
  stopIfAsked: () => void,
): void {
  const kept = group.filter(({ index }) => results.failure[index] === 0);
  const low = new Float64Array(kept.length).fill(Infinity);
  const high = new Float64Array(kept.length).fill(-Infinity);
  for (let t = 0; t < ld.tileCount; t++) {
    stopIfAsked();
    const tile = ld.tile(t);
    kept.forEach(({ chain }, k) => {
      for (let i = 0; i < tile.count; i++) {
        const predicted = rowProduct(tile, i, chain.meanSum) / iterations;
        low[k] = Math.min(low[k], predicted);
        high[k] = Math.max(high[k], predicted);
      }
    });
  }
  for (const { index } of group) results.range[index] = NaN;
  kept.forEach(({ index }, k) => (results.range[index] = high[k] - low[k]));
}
