import { failureInWords, type ChainStart } from "./gibbs-chain.ts";
import type { PanelMatch } from "./match-panel.ts";
import type { UsedLd } from "./panel-blocks.ts";
import { runChains, type SamplerOptions } from "./run-chains.ts";

export interface GridModel {
  readonly name: string;
  readonly causalShare: number;
  readonly heritability: number;
  readonly isSparse: boolean;
}

/** Posterior means of effects, model by model; in words why a model has none. */
export async function gridEffects(
  models: readonly GridModel[],
  { betaHat, n }: PanelMatch,
  ld: UsedLd,
  { seed, burnIn, iterations }: Record<"seed" | "burnIn" | "iterations", number>,
  options: SamplerOptions,
): Promise<(Float64Array | string)[]> {
  const chains = models.map(({ name, causalShare, heritability, isSparse }): ChainStart => {
    const prior = { p: causalShare, variance: heritability / (n.length * causalShare), alpha: -1 };
    return { purpose: `LDpred2-grid ${name}`, prior, isSparse, mayJumpSign: true };
  });
  const run = { title: "LDpred2-grid", data: { betaHat, n }, chains, seed, burnIn, iterations };
  const { failure, done, meanSum } = await runChains(run, ld, options);
  return models.map((_, i) =>
    failure[i] === 0
      ? Float64Array.from(meanSum[i], (sum) => sum / iterations)
      : failureInWords(failure[i], done[i] + 1),
  );
}
