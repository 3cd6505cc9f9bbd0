import {
  beginSweep,
  judgeSweep,
  sweepBlock,
  type GibbsChain,
  type GibbsData,
} from "./gibbs-chain.ts";
import type { UsedLd } from "./panel-blocks.ts";

/**
 * Runs chains side by side, so that a block of LD is read once an iteration for all of them.
 *
 * @param options.afterSweep - of each chain that still runs, to draw its parameters
 * @param options.step - after each block, with the share of all sweeps that is done in iterations
 */
export async function runChains(
  chains: readonly GibbsChain[],
  data: GibbsData,
  ld: UsedLd,
  options: {
    readonly burnIn: number;
    readonly iterations: number;
    readonly afterSweep?: (chain: GibbsChain, index: number, iteration: number) => void;
    readonly step: (iterations: number) => Promise<void>;
  },
): Promise<void> {
  const { burnIn, iterations, afterSweep, step } = options;
  const observed = data.betaHat.reduce((sum, effect) => sum + effect * effect, 0);
  for (let iteration = 0; iteration < burnIn + iterations; iteration++) {
    const running = chains.filter(({ failure }) => failure === undefined);
    if (running.length === 0) return;
    running.forEach(beginSweep);
    for (let b = 0; b < ld.blockCount; b++) {
      const block = await ld.readBlock(b);
      for (const chain of running) sweepBlock(block, data, chain, iteration >= burnIn);
      await step(iteration + b / ld.blockCount);
    }
    for (const chain of running) judgeSweep(chain, iteration, observed);
    chains.forEach((chain, index) => {
      if (chain.failure === undefined) afterSweep?.(chain, index, iteration);
    });
  }
  await step(burnIn + iterations);
}
