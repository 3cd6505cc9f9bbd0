import { askedPanel } from "./asked-panel.ts";
import { Table } from "../../table.ts";
import { checkRange, checkSeed } from "./checked-options.ts";
import { quantile } from "./judge-chains.ts";
import type { PanelMatch, PanelMatchOptions } from "./match-panel.ts";
import { LD_REMEDY } from "./methods-errors.ts";
import { usedLd } from "./panel-blocks.ts";
import { PanelWeights, type MadeWeights, type WeightsPart } from "./panel-weights.ts";
import type { SamplerOptions } from "./run-chains.ts";
import { runShrinkage } from "./run-shrinkage.ts";
import type { ShrinkageSettings } from "./shrinkage-blocks.ts";
import type { ShrinkageResults } from "./shrinkage-program.ts";

export interface PrsCsOptions extends PanelMatchOptions, SamplerOptions {
  /** Global shrinkage: `auto` learns it; 1e-6 … 1 otherwise, smaller for fewer causal variants. */
  readonly phi?: "auto" | number | undefined;
  /** Shapes of the gamma priors of each variant's shrinkage; 1 and 0.5. */
  readonly a?: number | undefined;
  readonly b?: number | undefined;
  /** 500. */
  readonly burnIn?: number | undefined;
  /** After the burn-in; 500. */
  readonly iterations?: number | undefined;
  /** Every how many iterations one is kept; 5. */
  readonly thin?: number | undefined;
  /** Draws of all effects that are kept, for the uncertainty of a person's score; 0. */
  readonly samples?: number | undefined;
  readonly seed?: number | undefined;
}

export type PrsCsPathColumns = {
  /** From 1, the burn-in included. */
  readonly iteration: Int32Array;
  readonly phi: Float64Array;
  readonly residualVariance: Float64Array;
  /** β′Rβ; less than the explainedVariance, as the prior bounds each effect's variance by that of the noise. */
  readonly explainedVariance: Float64Array;
};

export type PrsCsEstimateColumns = {
  /** `phi`, `residual variance`, `explained variance`. */
  readonly parameter: readonly string[];
  readonly estimate: Float64Array;
  /** 95 % credible interval. */
  readonly ciLower: Float64Array;
  readonly ciUpper: Float64Array;
};

/** Posterior mean of effects under continuous shrinkage. */
export class PrsCs extends PanelWeights {
  readonly estimates: Table<PrsCsEstimateColumns>;
  /** Parameters in each iteration. */
  readonly path: Table<PrsCsPathColumns>;
  /** Draws from the posterior, a score each; undefined when none were asked for. */
  readonly samples: PanelWeights | undefined;

  constructor(made: MadeWeights, account: Pick<PrsCs, "estimates" | "path" | "samples">) {
    super(made);
    this.estimates = account.estimates;
    this.path = account.path;
    this.samples = account.samples;
  }

  override get parts(): readonly WeightsPart[] {
    return [{ title: "Estimates", table: this.estimates }, ...super.parts];
  }
}

/**
 * Weights of PRS-CS: the posterior mean of effects under a continuous shrinkage (Strawderman–Berger) prior, by a Gibbs
 * sampler that draws the effects of a block of LD together.
 *
 * An iteration factors the LD of each block: m³ / 6 multiplications for dense blocks, m × width² / 2 for banded ones.
 * Blocks are shared out among all cores, so that a panel in blocks uses them best; the result does not depend on how many
 * there are. The number of people is the median of `n`.
 *
 * @returns a scoring file with one score, per copy of the panel's effect allele, and the path of its parameters
 * @throws InvalidArgumentError, BuildMismatchError, LowOverlapError, NoOverlapError; UnfitLdError when LD and effects
 * contradict each other; CancelledError
 * @example
 * const reference = await ld.panel(cohort, { window: { basePairs: 500_000 }, blocks: "auto" });
 * const input = { summary: result, panel: reference };
 * const weights = await prs.prsCs({ ...input, phi: 0.01, burnIn: 20, iterations: 50, seed: 1 });
 * @see Ge et al. 2019, doi:10.1038/s41467-019-09718-5
 */
export async function prsCs(options: PrsCsOptions): Promise<PrsCs> {
  const settings = checkedSettings(options);
  const match = await askedPanel(options);
  const ld = usedLd(options.panel, match.variant);
  const n = quantile(match.n.slice().sort(), 0.5);
  const { phi, a, b, ...run } = settings;
  const sampled = { ...run, betaHat: match.betaHat, n, settings: { phi, a, b } };
  return finish(options, match, settings, n, await runShrinkage(sampled, ld, options));
}

interface Settings extends ShrinkageSettings {
  readonly burnIn: number;
  readonly iterations: number;
  readonly thin: number;
  readonly samples: number;
  readonly seed: number;
}

function checkedSettings({
  phi = "auto",
  a = 1,
  b = 0.5,
  burnIn = 500,
  iterations = 500,
  thin = 5,
  samples = 0,
  seed = 1,
}: PrsCsOptions): Settings {
  if (phi !== "auto") checkRange("phi", phi, { above: 0 });
  checkRange("a", a, { above: 0 });
  checkRange("b", b, { above: 0 });
  checkRange("burnIn", burnIn, { from: 0, whole: true });
  checkRange("iterations", iterations, { from: 1, whole: true });
  checkRange("thin", thin, { from: 1, to: iterations, whole: true });
  checkRange("samples", samples, { from: 0, to: Math.floor(iterations / thin), whole: true });
  checkSeed(seed);
  return { phi, a, b, burnIn, iterations, thin, samples, seed };
}

function finish(
  { panel }: PrsCsOptions,
  match: PanelMatch,
  settings: Settings,
  n: number,
  results: ShrinkageResults,
): PrsCs {
  const [mean, ...draws] = [results.mean, ...results.samples].map((values) => values.slice());
  const iteration = Int32Array.from(results.phi, (_, i) => i + 1);
  const [phi, residualVariance, explainedVariance] = [
    ...[results.phi, results.residualVariance, results.explainedVariance],
  ].map((values) => values.slice());
  const path = new Table<PrsCsPathColumns>({ iteration, phi, residualVariance, explainedVariance });
  const shown = [
    ["phi", phi],
    ["residual variance", residualVariance],
    ["explained variance", explainedVariance],
  ] as const;
  const kept = shown.map(([, values]) => values.slice(settings.burnIn).sort());
  const estimates = new Table<PrsCsEstimateColumns>({
    parameter: shown.map(([name]) => name),
    estimate: Float64Array.from(
      kept,
      // Exact where all are the same.
      (values) => values[0] + values.reduce((sum, x) => sum + (x - values[0]), 0) / values.length,
    ),
    ciLower: Float64Array.from(kept, (values) => quantile(values, 0.025)),
    ciUpper: Float64Array.from(kept, (values) => quantile(values, 0.975)),
  });
  const provenance = { method: "PRS-CS", ...settings, n };
  const common = { match, panel, provenance };
  return new PrsCs(
    {
      ...common,
      scores: ["prs-cs"],
      weights: [mean],
      notices: [
        ...(settings.phi === "auto" ? driftNotices(phi, settings.burnIn) : []),
        ...residualNotices(estimates.columns.ciLower[1]),
      ],
    },
    {
      estimates,
      path,
      samples:
        draws.length > 0
          ? new PanelWeights({
              ...common,
              scores: draws.map((_, s) => `sample${s + 1}`),
              weights: draws,
            })
          : undefined,
    },
  );
}

/** φ of the first and of the last third after the burn-in lie apart while the sampler still moves. */
function driftNotices(phi: Float64Array, burnIn: number): string[] {
  const logs = phi.subarray(burnIn).map(Math.log);
  const third = Math.floor(logs.length / 3);
  if (third < 10) return [];
  const early = logs.slice(0, third).sort();
  const late = logs.slice(-third).sort();
  const [before, after] = [quantile(early, 0.5), quantile(late, 0.5)];
  const isApart = after > quantile(early, 0.95) || after < quantile(early, 0.05);
  return isApart
    ? [
        `φ still moves, from ${Math.exp(before).toPrecision(2)} to ${Math.exp(after).toPrecision(2)} after the burn-in: run more iterations.`,
      ]
    : [];
}

/** @param lowest - lower end of the residual variance's credible interval */
function residualNotices(lowest: number): string[] {
  if (lowest <= 1.05) return [];
  return [
    `The residual variance is above ${lowest.toFixed(2)}, more than the whole variance of the trait: LD and effects contradict each other. ${LD_REMEDY}`,
  ];
}
