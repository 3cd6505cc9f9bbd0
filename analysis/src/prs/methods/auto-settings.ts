import { InvalidArgumentError } from "../../errors.ts";
import { checkRange, checkSeed, logSequence } from "./checked-options.ts";
import { HIGHEST_ALPHA, LOWEST_ALPHA } from "./effect-variance.ts";
import type { PanelMatchOptions } from "./match-panel.ts";
import { refuseNoModel } from "./models.ts";
import type { SamplerOptions } from "./run-chains.ts";

export interface Ldpred2AutoOptions extends PanelMatchOptions, SamplerOptions {
  /** Where chains start; 0.1. */
  readonly heritability?: number | undefined;
  /** Shares of causal variants where chains start, one a chain; 30 from 1e-4 to 0.2, equally far apart on the log scale. */
  readonly causalShares?: readonly number[] | undefined;
  /** Lowest and highest share of causal variants; 1e-5 and 1. The same number twice fixes it. */
  readonly causalShareBounds?: readonly [number, number] | undefined;
  /** Also a score `ldpred2-auto-sparse`, with effects of exactly 0: LDpred2-grid of the estimates; false. */
  readonly sparse?: boolean | undefined;
  /** 500. */
  readonly burnIn?: number | undefined;
  /** After the burn-in; 200. */
  readonly iterations?: number | undefined;
  /** What correlations of two variants are multiplied by; 0.95. */
  readonly shrinkCorrelations?: number | undefined;
  /** Let an effect change its sign without being 0 in between; false. */
  readonly allowJumpSign?: boolean | undefined;
  /**
   * The variance of effects per allele is proportional to that of the genotypes to the power of α; `estimate`, or a number
   * in −1.5 … 0.5, where −1 gives all standardised effects the same variance.
   */
  readonly alpha?: "estimate" | number | undefined;
  /**
   * Variance of effects from their `likelihood` (the default), with α; or `heritability`: h² over the number of causal
   * variants, α being −1, which fits less well but is more robust.
   */
  readonly effectVariance?: "likelihood" | "heritability" | undefined;
  /** Draws of all effects that each chain keeps, for the uncertainty of a person's score; 0. */
  readonly samplesPerChain?: number | undefined;
  readonly seed?: number | undefined;
}

export interface AutoSettings {
  readonly heritability: number;
  readonly causalShares: readonly number[];
  readonly causalShareBounds: readonly [number, number];
  readonly isSparse: boolean;
  readonly burnIn: number;
  readonly iterations: number;
  readonly shrinkCorrelations: number;
  readonly allowJumpSign: boolean;
  readonly alpha: "estimate" | number;
  readonly effectVariance: "likelihood" | "heritability";
  readonly samplesPerChain: number;
  readonly seed: number;
}

export function checkedAutoSettings({
  heritability = 0.1,
  causalShares = logSequence(1e-4, 0.2, 30),
  causalShareBounds = [1e-5, 1],
  sparse = false,
  burnIn = 500,
  iterations = 200,
  shrinkCorrelations = 0.95,
  allowJumpSign = false,
  alpha = "estimate",
  effectVariance = "likelihood",
  samplesPerChain = 0,
  seed = 1,
}: Ldpred2AutoOptions): AutoSettings {
  checkRange("heritability", heritability, { above: 0, to: 1 });
  refuseNoModel(causalShares.length, "causalShares");
  for (const share of causalShares) checkRange("causalShares", share, { above: 0, to: 1 });
  for (const share of causalShareBounds)
    checkRange("causalShareBounds", share, { above: 0, to: 1 });
  checkRange("causalShareBounds", causalShareBounds[1], { from: causalShareBounds[0], to: 1 });
  checkRange("burnIn", burnIn, { from: 0, whole: true });
  checkRange("iterations", iterations, { from: 1, whole: true });
  checkRange("shrinkCorrelations", shrinkCorrelations, { from: 0, to: 1 });
  checkRange("samplesPerChain", samplesPerChain, { from: 0, to: iterations, whole: true });
  if (alpha !== "estimate") checkRange("alpha", alpha, { from: LOWEST_ALPHA, to: HIGHEST_ALPHA });
  checkVarianceModel(effectVariance, alpha);
  checkSeed(seed);
  return {
    heritability,
    causalShares,
    causalShareBounds,
    isSparse: sparse,
    burnIn,
    iterations,
    shrinkCorrelations,
    allowJumpSign,
    alpha,
    effectVariance,
    samplesPerChain,
    seed,
  };
}

function checkVarianceModel(
  effectVariance: AutoSettings["effectVariance"],
  alpha: AutoSettings["alpha"],
): void {
  const isKnown = effectVariance === "likelihood" || effectVariance === "heritability";
  if (isKnown && (effectVariance === "likelihood" || alpha === "estimate" || alpha === -1)) return;
  throw new InvalidArgumentError("effectVariance", {
    what: `effectVariance is ${effectVariance}${isKnown ? ` and alpha ${alpha}` : ""}.`,
    why: "It is likelihood, or heritability, by which all standardised effects have one variance: α is −1.",
    remedy: isKnown ? "Leave out one of the two." : "Pass one of these, or leave it out.",
  });
}
