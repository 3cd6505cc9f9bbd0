import type { LdBlock } from "../../ld/ld-panel.ts";
import { randomStream, type RandomStream } from "../../random.ts";

/** What all chains share: matched effects on standardised genotypes. */
export interface GibbsData {
  readonly betaHat: Float64Array;
  readonly n: Float64Array;
  /** ln of 2f(1 − f) over its mean; undefined when the variance of effects does not depend on it. */
  readonly logHeterozygosity?: Float64Array | undefined;
}

/** Point-normal prior: a share `p` of variants has effects of variance `variance` · (2f(1 − f))^(α + 1). */
interface GibbsPrior {
  p: number;
  variance: number;
  alpha: number;
}

/** One Gibbs sampler over all variants. */
export interface GibbsChain {
  readonly prior: GibbsPrior;
  readonly random: RandomStream;
  /** Set effects of variants less likely causal than `p` to 0. */
  readonly isSparse: boolean;
  /** Let an effect change its sign from one iteration to the next. */
  readonly mayJumpSign: boolean;
  readonly beta: Float64Array;
  /** R β, kept up to date. */
  readonly product: Float64Array;
  /** Sums over the kept iterations: of posterior means, and of posterior probabilities of an effect. */
  readonly meanSum: Float64Array;
  readonly inclusionSum: Float64Array;
  /** Of the current sweep. */
  causal: number;
  squares: number;
  /** β′Rβ: the variance that the effects explain. */
  explained: number;
  /** Why it was stopped. */
  failure: string | undefined;
}

export function startChain(
  m: number,
  seed: number,
  purpose: string,
  options: Pick<GibbsChain, "prior" | "isSparse" | "mayJumpSign">,
): GibbsChain {
  return {
    ...options,
    random: randomStream(seed, purpose),
    beta: new Float64Array(m),
    product: new Float64Array(m),
    meanSum: new Float64Array(m),
    inclusionSum: new Float64Array(m),
    causal: 0,
    squares: 0,
    explained: 0,
    failure: undefined,
  };
}

/**
 * Draws the effects of a block's variants, one after the other, each given all others.
 *
 * Costs O(1) for a variant whose effect stays 0, and O(entries of its row) otherwise.
 *
 * @see Privé et al. 2020, doi:10.1093/bioinformatics/btaa1029; for signs Privé et al. 2022, doi:10.1016/j.xhgg.2022.100136
 */
export function sweepBlock(
  { first, count, rowStart, column, r }: LdBlock,
  { betaHat, n, logHeterozygosity }: GibbsData,
  chain: GibbsChain,
  isKept: boolean,
): void {
  const { beta, product, meanSum, inclusionSum, random, isSparse, mayJumpSign } = chain;
  const { p, variance, alpha } = chain.prior;
  const isScaled = logHeterozygosity !== undefined && alpha !== -1;
  const odds = (1 - p) / p;
  for (let i = 0; i < count; i++) {
    const j = first + i;
    const before = beta[j];
    const residual = betaHat[j] - (product[j] - before);
    const spread = isScaled ? variance * Math.exp((alpha + 1) * logHeterozygosity[j]) : variance;
    const signal = n[j] * spread;
    const shrinkage = signal / (1 + signal);
    const mean = shrinkage * residual;
    const inclusion =
      1 / (1 + odds * Math.sqrt(1 + signal) * Math.exp(-0.5 * n[j] * mean * residual));
    let drawn = 0;
    if (!(isSparse && inclusion < p)) {
      if (random.uniform() < inclusion) {
        drawn = mean + random.normal() * Math.sqrt(shrinkage / n[j]);
        // It has to be 0 once on its way to the other sign.
        if (!mayJumpSign && drawn * before < 0) drawn = 0;
      }
      if (isKept) meanSum[j] += inclusion * mean;
    }
    if (isKept) inclusionSum[j] += inclusion;
    const change = drawn - before;
    if (change === 0) continue;
    beta[j] = drawn;
    for (let e = rowStart[i]; e < rowStart[i + 1]; e++) product[first + column[e]] += change * r[e];
  }
  for (let j = first; j < first + count; j++) {
    const effect = beta[j];
    if (effect === 0) continue;
    chain.causal += 1;
    chain.squares += effect * effect;
    chain.explained += effect * product[j];
  }
}

/** Forgets the sums of the last sweep. */
export function beginSweep(chain: GibbsChain): void {
  chain.causal = 0;
  chain.squares = 0;
  chain.explained = 0;
}

/** Notes when a chain has left all bounds; its effects then say nothing. */
export function judgeSweep(chain: GibbsChain, iteration: number, observedSquares: number): void {
  const { squares, explained, prior, beta } = chain;
  // Where LD leaves effects open, they have the variance of the prior.
  const bound = 10 * Math.max(observedSquares, beta.length * prior.p * prior.variance);
  const at = `in iteration ${iteration + 1}`;
  if (!Number.isFinite(squares) || squares > bound)
    chain.failure = `diverged ${at}: effects grew beyond ten times what study and prior allow`;
  else if (explained < -1e-6)
    chain.failure = `diverged ${at}: the explained variance is negative, so the panel's correlations do not fit together`;
  else if (explained > 1)
    chain.failure = `diverged ${at}: the effects explain more than the whole variance of the trait`;
}
