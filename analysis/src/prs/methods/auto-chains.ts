import { shareFloat64 } from "../../compute/engine/shared-arrays.ts";
import type { ChainResults } from "./chain-program.ts";
import { withinBounds } from "./auto-parameters.ts";
import type { AutoSettings } from "./auto-settings.ts";
import { logGenotypeVariances } from "./effect-variance.ts";
import type { ChainStart } from "./gibbs-chain.ts";
import type { PanelMatch } from "./match-panel.ts";
import type { ChainRun } from "./run-chains.ts";

/** Parameters of a chain after each of its iterations. */
export interface AutoPath {
  readonly heritability: Float64Array;
  readonly causalShare: Float64Array;
  readonly alpha: Float64Array;
  /** Iterations that it did. */
  readonly length: number;
}

/** The samplers of LDpred2-auto, which draw their own parameters after each sweep over the variants. */
export function autoChains({ betaHat, n, scale }: PanelMatch, settings: AutoSettings): ChainRun {
  const { heritability, alpha, effectVariance, allowJumpSign, causalShares } = settings;
  const { causalShareBounds: shareBounds } = settings;
  const isByLikelihood = effectVariance === "likelihood";
  const logs = isByLikelihood && alpha !== -1 ? logGenotypeVariances(scale) : undefined;
  const start = logs && alpha !== "estimate" ? alpha : -1;
  const power = logs
    ? logs.reduce((sum, x) => sum + Math.exp((start + 1) * x), 0) / logs.length
    : 1;
  const chains = causalShares.map((share, c): ChainStart => {
    const p = withinBounds(share, shareBounds);
    const prior = { p, alpha: start, variance: heritability / (n.length * p) / power };
    const purpose = `LDpred2-auto chain ${c + 1}`;
    return { purpose, prior, isSparse: false, mayJumpSign: allowJumpSign };
  });
  const { seed, burnIn, iterations, samplesPerChain } = settings;
  return {
    title: "LDpred2-auto",
    data: { betaHat, n, logVariance: logs && shareFloat64(logs) },
    ...{ chains, seed, burnIn, iterations, samplesPerChain },
    auto: { shareBounds, isByLikelihood, fixedAlpha: alpha === "estimate" ? undefined : alpha },
  };
}

/** Says why α is not estimated. */
export function alphaNotices({ data }: ChainRun, settings: AutoSettings): string[] {
  const { alpha, effectVariance } = settings;
  if (alpha !== "estimate" || effectVariance !== "likelihood" || data.logVariance) return [];
  return [
    "The study's standard errors are those of genotypes that all have one variance, such as standardised ones. α cannot be told from them and is taken as −1.",
  ];
}

export function autoPaths(
  { heritability, causalShare, alpha, done }: ChainResults,
  { burnIn, iterations }: AutoSettings,
): AutoPath[] {
  const total = burnIn + iterations;
  return Array.from(done, (length, c) => {
    const own = (all: Float64Array): Float64Array => all.slice(c * total, (c + 1) * total);
    return {
      heritability: own(heritability),
      causalShare: own(causalShare),
      alpha: own(alpha),
      length,
    };
  });
}
