import { askedPanel } from "./asked-panel.ts";
import type { Table } from "../../table.ts";
import { alphaNotices, autoChains, autoPaths, type AutoPath } from "./auto-chains.ts";
import {
  checkedAutoSettings,
  type AutoSettings,
  type Ldpred2AutoOptions,
} from "./auto-settings.ts";
import {
  chainTable,
  estimateTable,
  pathTable,
  type AutoChainColumns,
  type AutoEstimateColumns,
  type AutoPathColumns,
} from "./auto-tables.ts";
import type { ChainResults } from "./chain-program.ts";
import { gridEffects } from "./grid-effects.ts";
import { judgeChains, type JudgedChain } from "./judge-chains.ts";
import type { PanelMatch } from "./match-panel.ts";
import { LD_REMEDY, UnfitLdError } from "./methods-errors.ts";
import { usedLd } from "./panel-blocks.ts";
import { PanelWeights, type MadeWeights, type WeightsPart } from "./panel-weights.ts";
import { runChains, type ChainRun } from "./run-chains.ts";

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
 * @returns a scoring file with one score, or two with `sparse`; `annotations` has the probabilities `pip`, `samples` draws from the posterior
 * @throws InvalidArgumentError, BuildMismatchError, LowOverlapError, NoOverlapError; UnfitLdError when all chains diverged
 * @example
 * const reference = await ld.panel(cohort, { window: { basePairs: 500_000 }, blocks: "auto" });
 * const auto = await prs.ldpred2Auto({ summary: result, panel: reference, iterations: 100, seed: 1 });
 * const { estimates, chains } = auto;
 * @see Privé et al. 2020, doi:10.1093/bioinformatics/btaa1029; 2022, doi:10.1016/j.xhgg.2022.100136 (robust chains);
 * 2023, doi:10.1016/j.ajhg.2023.10.010 (α)
 */
export async function ldpred2Auto(options: Ldpred2AutoOptions): Promise<Ldpred2Auto> {
  const settings = checkedAutoSettings(options);
  const match = await askedPanel(options);
  const ld = usedLd(options.panel, match.variant, settings.shrinkCorrelations);
  const run = autoChains(match, settings);
  const results = await runChains(run, ld, options);
  const judged = judgeChains(results);
  if (!judged.some(({ isKept }) => isKept)) refuseAll(judged);
  const paths = autoPaths(results, settings);
  const kept = judged.flatMap(({ isKept }, c) => (isKept ? [c] : []));
  const estimates = estimateTable(paths, settings, kept);
  const sparse = settings.isSparse
    ? await sparseEffects(options, match, estimates, settings.seed)
    : undefined;
  return finish(options, match, settings, { run, results, judged, paths, kept, estimates, sparse });
}

const SPARSE_RUN = { burnIn: 50, iterations: 100 };

/** Of LDpred2-grid with the estimates, which knows neither α nor shrunk correlations. */
async function sparseEffects(
  options: Ldpred2AutoOptions,
  match: PanelMatch,
  { columns }: Table<AutoEstimateColumns>,
  seed: number,
): Promise<Float64Array | string> {
  const [heritability, causalShare] = columns.estimate;
  const model = { name: "of LDpred2-auto", heritability, causalShare, isSparse: true };
  const ld = usedLd(options.panel, match.variant);
  const [made] = await gridEffects([model], match, ld, { ...SPARSE_RUN, seed }, options);
  return made;
}

function finish(
  { panel }: Ldpred2AutoOptions,
  match: PanelMatch,
  settings: AutoSettings,
  finished: {
    readonly run: ChainRun;
    readonly results: ChainResults;
    readonly judged: readonly JudgedChain[];
    readonly paths: readonly AutoPath[];
    /** Indices of chains. */
    readonly kept: readonly number[];
    readonly estimates: Table<AutoEstimateColumns>;
    readonly sparse: Float64Array | string | undefined;
  },
): Ldpred2Auto {
  const { run, results, judged, paths, kept, estimates, sparse } = finished;
  const meanOf = (sums: readonly Float64Array[]): Float64Array => {
    const mean = new Float64Array(match.n.length);
    for (const c of kept) {
      const sum = sums[c];
      for (let j = 0; j < mean.length; j++) mean[j] += sum[j] / (settings.iterations * kept.length);
    }
    return mean;
  };
  const {
    heritability,
    causalShares,
    causalShareBounds,
    burnIn,
    iterations,
    shrinkCorrelations,
    seed,
  } = settings;
  const provenance = {
    method: "LDpred2-auto",
    chains: causalShares.length,
    chainsKept: kept.length,
    heritabilityStart: heritability,
    causalShareBounds: causalShareBounds.map(String),
    burnIn,
    iterations,
    shrinkCorrelations,
    allowJumpSign: settings.allowJumpSign,
    alpha: settings.alpha,
    effectVariance: settings.effectVariance,
    seed,
  };
  const made = { match, panel, provenance };
  const hasSparse = sparse !== undefined && typeof sparse !== "string";
  const draws = kept.flatMap((c) => results.samples[c].map((draw) => draw.slice()));
  return new Ldpred2Auto(
    {
      ...made,
      scores: ["ldpred2-auto", ...(hasSparse ? ["ldpred2-auto-sparse"] : [])],
      weights: [meanOf(results.meanSum), ...(hasSparse ? [sparse] : [])],
      notices: [
        ...alphaNotices(run, settings),
        ...chainNotices(judged, estimates, settings),
        ...(typeof sparse === "string" ? [`There is no sparse score: its sampler ${sparse}.`] : []),
      ],
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
