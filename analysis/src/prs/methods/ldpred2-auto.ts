import { InvalidArgumentError } from "../../errors.ts";
import type { Table } from "../../table.ts";
import { alphaNotices, autoChains, autoPaths, type AutoSettings } from "./auto-chains.ts";
import {
  chainTable,
  estimateTable,
  pathTable,
  type AutoChainColumns,
  type AutoEstimateColumns,
  type AutoPathColumns,
} from "./auto-tables.ts";
import type { ChainResults } from "./chain-program.ts";
import { checkRange, checkSeed, logSequence } from "./checked-options.ts";
import { HIGHEST_ALPHA, LOWEST_ALPHA } from "./effect-variance.ts";
import { judgeChains, type JudgedChain } from "./judge-chains.ts";
import { matchPanel, type PanelMatch, type PanelMatchOptions } from "./match-panel.ts";
import { meanLdScore } from "./mean-ld-score.ts";
import { LD_REMEDY, UnfitLdError } from "./methods-errors.ts";
import { refuseNoModel } from "./models.ts";
import { usedLd } from "./panel-blocks.ts";
import { PanelWeights, type MadeWeights, type WeightsPart } from "./panel-weights.ts";
import { runChains, type ChainRun, type SamplerOptions } from "./run-chains.ts";

export interface Ldpred2AutoOptions extends PanelMatchOptions, SamplerOptions {
  /** Where chains start; 0.1. */
  readonly heritability?: number | undefined;
  /** Shares of causal variants where chains start, one a chain; 30 from 1e-4 to 0.2, equally far apart on the log scale. */
  readonly causalShares?: readonly number[] | undefined;
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

/** Mean of the kept chains, with what they say of the trait and a verdict on each chain. */
export class Ldpred2Auto extends PanelWeights {
  /** Of the kept chains: heritability, share of causal variants, α; posterior mean, interval and how far chains agree. */
  readonly estimates: Table<AutoEstimateColumns>;
  readonly chains: Table<AutoChainColumns>;
  /** Parameters in each iteration of each chain, the burn-in included. */
  readonly paths: Table<AutoPathColumns>;
  /** Draws from the posterior, a score each; undefined when none were asked for. */
  readonly samples: PanelWeights | undefined;

  constructor(
    made: MadeWeights,
    account: Pick<Ldpred2Auto, "estimates" | "chains" | "paths" | "samples">,
  ) {
    super(made);
    this.estimates = account.estimates;
    this.chains = account.chains;
    this.paths = account.paths;
    this.samples = account.samples;
  }

  /** Posterior probabilities that a variant has an effect, m. */
  get pip(): Float64Array {
    return this.annotations.columns["pip"] as Float64Array;
  }

  override get parts(): readonly WeightsPart[] {
    return [
      { title: "Estimates", table: this.estimates },
      { title: "Chains", table: this.chains },
      ...super.parts,
    ];
  }
}

/**
 * Weights of LDpred2-auto, which learns heritability, share of causal variants and α from the study itself: the mean of
 * several Gibbs samplers that start from different shares.
 *
 * A chain is kept when the range of its predicted correlations Rβ is above 0.95 of the 95 % quantile of all chains'
 * ranges; `chains` has a verdict in words on each, and those that diverged are left out.
 *
 * Chains run on all cores, over LD that is in memory once; the result does not depend on how many there are. GPUs make the
 * panel, but draw nothing here: each draw needs those before it.
 *
 * @returns a scoring file with one score; `annotations` has the probabilities `pip`, `samples` draws from the posterior
 * @throws InvalidArgumentError, BuildMismatchError, LowOverlapError, NoOverlapError; UnfitLdError when all chains diverged
 * @example
 * const reference = await ld.panel(cohort, { window: { basePairs: 500_000 }, blocks: "auto" });
 * const auto = await prs.ldpred2Auto({ summary: result, panel: reference, iterations: 100, seed: 1 });
 * const { estimates, chains } = auto;
 * @see Privé et al. 2020, doi:10.1093/bioinformatics/btaa1029; 2022, doi:10.1016/j.xhgg.2022.100136 (robust chains);
 * 2023, doi:10.1016/j.ajhg.2023.10.010 (α)
 */
export async function ldpred2Auto(options: Ldpred2AutoOptions): Promise<Ldpred2Auto> {
  const settings = checkedSettings(options);
  const { panel } = options;
  const match = matchPanel(options);
  const ld = usedLd(panel, match.variant, settings.shrinkCorrelations);
  const run = autoChains(match, settings, await meanLdScore(panel, match.variant));
  const results = await runChains(run, ld, options);
  const judged = judgeChains(results);
  if (!judged.some(({ isKept }) => isKept)) refuseAll(judged);
  return finish(options, match, settings, { run, results, judged });
}

function checkedSettings({
  heritability = 0.1,
  causalShares = logSequence(1e-4, 0.2, 30),
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

function finish(
  { panel }: Ldpred2AutoOptions,
  match: PanelMatch,
  settings: AutoSettings,
  finished: {
    readonly run: ChainRun;
    readonly results: ChainResults;
    readonly judged: readonly JudgedChain[];
  },
): Ldpred2Auto {
  const { run, results, judged } = finished;
  const paths = autoPaths(results, settings);
  const kept = judged.flatMap(({ isKept }, c) => (isKept ? [c] : []));
  const meanOf = (sums: readonly Float64Array[]): Float64Array => {
    const mean = new Float64Array(match.n.length);
    for (const c of kept) {
      const sum = sums[c];
      for (let j = 0; j < mean.length; j++) mean[j] += sum[j] / (settings.iterations * kept.length);
    }
    return mean;
  };
  const estimates = estimateTable(paths, settings, kept);
  const { heritability, causalShares, burnIn, iterations, shrinkCorrelations, seed } = settings;
  const provenance = {
    method: "LDpred2-auto",
    chains: causalShares.length,
    chainsKept: kept.length,
    heritabilityStart: heritability,
    burnIn,
    iterations,
    shrinkCorrelations,
    allowJumpSign: settings.allowJumpSign,
    alpha: settings.alpha,
    effectVariance: settings.effectVariance,
    seed,
  };
  const made = { match, panel, provenance };
  const draws = kept.flatMap((c) => results.samples[c].map((draw) => draw.slice()));
  return new Ldpred2Auto(
    {
      ...made,
      scores: ["ldpred2-auto"],
      weights: [meanOf(results.meanSum)],
      notices: [...alphaNotices(run, settings), ...chainNotices(judged, estimates, settings)],
      annotations: { pip: meanOf(results.inclusionSum) },
    },
    {
      estimates,
      chains: chainTable(paths, judged, settings),
      paths: pathTable(paths),
      samples:
        draws.length > 0
          ? new PanelWeights({
              ...made,
              scores: draws.map((_, s) => `sample${s + 1}`),
              weights: draws,
            })
          : undefined,
    },
  );
}

function chainNotices(
  judged: readonly JudgedChain[],
  { columns }: Table<AutoEstimateColumns>,
  { causalShares }: AutoSettings,
): string[] {
  const kept = judged.filter(({ isKept }) => isKept).length;
  const notices = [`${kept} of ${causalShares.length} chains are kept.`];
  if (kept < 0.5 * judged.length) {
    notices.push(
      `Less than half of the chains are kept, which points to a study of too few people for its own heritability to show, or to LD or effects that do not fit. ${LD_REMEDY}`,
    );
  }
  columns.parameter.forEach((parameter, i) => {
    if (columns.rHat[i] > 1.1)
      notices.push(
        `Chains disagree on the ${parameter} (R-hat ${columns.rHat[i].toFixed(2)}): run more iterations before quoting it.`,
      );
  });
  return notices;
}

function refuseAll(judged: readonly JudgedChain[]): never {
  throw new UnfitLdError({
    what: `None of ${judged.length} chains of LDpred2-auto can be used.`,
    why: `The first ${judged[0].verdict}.`,
    remedy: LD_REMEDY,
  });
}
