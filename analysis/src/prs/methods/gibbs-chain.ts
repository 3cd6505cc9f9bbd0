import { randomStream, type RandomStream } from "../../random.ts";
import type { AddRow, LdTile } from "./ld-tile.ts";

/** What all chains share: matched effects on standardised genotypes. */
export interface GibbsData {
  readonly betaHat: Float64Array;
  readonly n: Float64Array;
  /** ln of the genotypes' variance over its geometric mean; undefined when that of effects does not depend on it. */
  readonly logVariance?: Float64Array | undefined;
}

/** Point-normal prior: a share `p` of variants has effects of variance `variance` · h^(α + 1), h being that of genotypes. */
interface GibbsPrior {
  p: number;
  variance: number;
  alpha: number;
}

/** What a chain starts with. */
export interface ChainStart {
  /** Of its random numbers. */
  readonly purpose: string;
  readonly prior: Readonly<GibbsPrior>;
  /** Set effects of variants less likely causal than `p` to 0. */
  readonly isSparse: boolean;
  /** Let an effect change its sign from one iteration to the next. */
  readonly mayJumpSign: boolean;
}

/** One Gibbs sampler over all variants. */
export interface GibbsChain {
  readonly prior: GibbsPrior;
  readonly random: RandomStream;
  readonly isSparse: boolean;
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
}

/** @param product - zeros where rows of LD can be added to */
export function startChain(
  { purpose, prior, isSparse, mayJumpSign }: ChainStart,
  seed: number,
  sums: Pick<GibbsChain, "product" | "meanSum" | "inclusionSum">,
): GibbsChain {
  return {
    prior: { ...prior },
    random: randomStream(seed, purpose),
    isSparse,
    mayJumpSign,
    beta: new Float64Array(sums.product.length),
    ...sums,
    causal: 0,
    squares: 0,
    explained: 0,
  };
}

/**
 * Draws the effects of a tile's variants, one after the other, each given all others.
 *
 * Costs O(1) for a variant whose effect stays 0, and O(entries of its row) otherwise.
 *
 * @see Privé et al. 2020, doi:10.1093/bioinformatics/btaa1029; for signs Privé et al. 2022, doi:10.1016/j.xhgg.2022.100136
 */
export function sweepTile(
  tile: LdTile,
  addRow: AddRow,
  { betaHat, n, logVariance }: GibbsData,
  chain: GibbsChain,
  isKept: boolean,
): void {
  const { beta, product, meanSum, inclusionSum, random, isSparse, mayJumpSign } = chain;
  const { p, variance, alpha } = chain.prior;
  const isScaled = logVariance !== undefined && alpha !== -1;
  const odds = (1 - p) / p;
  for (let i = 0; i < tile.count; i++) {
    const j = tile.first + i;
    const before = beta[j];
    const residual = betaHat[j] - (product[j] - before);
    const spread = isScaled ? variance * Math.exp((alpha + 1) * logVariance[j]) : variance;
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
    addRow(tile, i, change, product);
  }
}

/** Sums over the effects of a finished sweep. */
export function sumSweep(chain: GibbsChain): void {
  const { beta, product } = chain;
  chain.causal = chain.squares = chain.explained = 0;
  for (let j = 0; j < beta.length; j++) {
    const effect = beta[j];
    if (effect === 0) continue;
    chain.causal += 1;
    chain.squares += effect * effect;
    chain.explained += effect * product[j];
  }
}

/** How a chain fails, in words; a failure's number is its place here plus one. */
const FAILURES: readonly string[] = [
  "effects grew beyond ten times what study and prior allow",
  "the explained variance is negative, so the panel's correlations do not fit together",
  "the effects explain more than twice the variance of the trait",
];

/** How a chain has left all bounds, so that its effects say nothing; 0 when it has not. */
export function failureOf(chain: GibbsChain, observedSquares: number): number {
  const { squares, explained, prior, beta } = chain;
  // Where LD leaves effects open, they have the variance of the prior.
  const bound = 10 * Math.max(observedSquares, beta.length * prior.p * prior.variance);
  if (!Number.isFinite(squares) || squares > bound) return 1;
  if (explained < -1e-6) return 2;
  // Of few people a draw beyond the whole is chance, as the mean over draws shows.
  return explained > 2 ? 3 : 0;
}

export function failureInWords(failure: number, iteration: number): string {
  return `diverged in iteration ${iteration}: ${FAILURES[failure - 1]}`;
}
