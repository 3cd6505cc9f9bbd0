import type { RandomStream } from "../../random.ts";
import { drawEffectVariance } from "./effect-variance.ts";
import type { GibbsChain } from "./gibbs-chain.ts";

/** How LDpred2-auto learns the parameters of a chain. */
export interface AutoRules {
  /** Mean over variants of the sum of r² with all: as many tell of one effect. */
  readonly meanLdScore: number;
  /** The variance of effects from their likelihood; from the heritability otherwise. */
  readonly isByLikelihood: boolean;
  /** Lowest and highest share of causal variants. */
  readonly shareBounds: readonly [number, number];
  /** Left out where α is estimated. */
  readonly fixedAlpha?: number | undefined;
}

const LOWEST_HERITABILITY = 1e-3;

/** Draws p, α and the variance of effects given those of a finished sweep. */
export function drawParameters(
  chain: GibbsChain,
  { meanLdScore, shareBounds, isByLikelihood, fixedAlpha }: AutoRules,
  logVariance: Float64Array | undefined,
): void {
  const { prior, random, causal } = chain;
  const m = chain.beta.length;
  const share = beta(random, 1 + causal / meanLdScore, 1 + (m - causal) / meanLdScore);
  prior.p = withinBounds(share, shareBounds);
  if (isByLikelihood) {
    const drawn = drawEffectVariance(random, prior, chain.beta, logVariance, fixedAlpha);
    prior.alpha = drawn.alpha;
    prior.variance = drawn.variance;
  } else {
    const heritability = Math.min(1, Math.max(LOWEST_HERITABILITY, chain.explained));
    prior.variance = heritability / (m * prior.p);
  }
}

export function withinBounds(share: number, [low, high]: readonly [number, number]): number {
  return Math.min(high, Math.max(low, share));
}

function beta(random: RandomStream, one: number, other: number): number {
  const x = random.gamma(one);
  return x / (x + random.gamma(other));
}
