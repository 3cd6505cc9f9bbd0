import { askedPanel } from "./asked-panel.ts";
import { runTask, type TaskOptions } from "../../task.ts";
import { InvalidArgumentError } from "../../errors.ts";
import { checkRange } from "./checked-options.ts";
import type { PanelMatch, PanelMatchOptions } from "./match-panel.ts";
import { usedLd } from "./panel-blocks.ts";
import { PanelWeights } from "./panel-weights.ts";
import { solveRidgeBlock } from "./ridge-effects.ts";

export interface InfinitesimalOptions extends PanelMatchOptions, TaskOptions {
  /** Share of the trait's variance that the panel's variants explain, as LD score regression estimates it; above 0, to 1. */
  readonly heritability: number;
}

export interface SblupOptions extends PanelMatchOptions, TaskOptions {
  /** As of LD score regression; λ = m (1 / h² − 1) then. */
  readonly heritability?: number | undefined;
  /** Ratio of residual and variant variance, in place of the heritability. */
  readonly lambda?: number | undefined;
}

/**
 * Weights of LDpred2-inf: the posterior mean of effects when every variant has one, normal with variance h²/m.
 *
 * Solves (R + diag(m / (n h²))) β = β̂ of standardised genotypes, block by block.
 *
 * @returns a scoring file with one score, per copy of the panel's effect allele
 * @throws InvalidArgumentError, BuildMismatchError, LowOverlapError, NoOverlapError, UnfitLdError
 * @example
 * const reference = await ld.panel(cohort, { window: { basePairs: 500_000 }, blocks: "auto" });
 * const weights = await prs.ldpred2Infinitesimal({ summary: result, panel: reference, heritability: 0.3 });
 * @see Privé et al. 2020, doi:10.1093/bioinformatics/btaa1029; Vilhjálmsson et al. 2015, doi:10.1016/j.ajhg.2015.09.001
 */
export async function ldpred2Infinitesimal(options: InfinitesimalOptions): Promise<PanelWeights> {
  const { heritability, panel } = options;
  checkRange("heritability", heritability, { above: 0, to: 1 });
  const match = await askedPanel(options);
  const m = match.n.length;
  const ridge = match.n.map((n) => m / (n * heritability));
  const weights = await ridgeEffects("LDpred2-inf", match, ridge, options);
  const provenance = { method: "LDpred2-inf", heritability };
  return new PanelWeights({
    match,
    panel,
    scores: ["ldpred2-inf"],
    weights: [weights],
    provenance,
  });
}

/**
 * Weights of SBLUP: best linear unbiased predictions of all variants' effects from summary statistics.
 *
 * Solves (R + diag(λ / n)) β = β̂ of standardised genotypes, block by block; it differs from LDpred2-inf by what the
 * variants themselves explain of the residual.
 *
 * @returns a scoring file with one score, per copy of the panel's effect allele
 * @throws InvalidArgumentError, BuildMismatchError, LowOverlapError, NoOverlapError, UnfitLdError
 * @example
 * const reference = await ld.panel(cohort, { window: { basePairs: 500_000 }, blocks: "auto" });
 * const weights = await prs.sblup({ summary: result, panel: reference, heritability: 0.3 });
 * @see Robinson et al. 2017, doi:10.1038/s41562-016-0016; Maier et al. 2018, doi:10.1038/s41467-017-02769-6
 */
export async function sblup(options: SblupOptions): Promise<PanelWeights> {
  const { heritability, panel } = options;
  if ((heritability === undefined) === (options.lambda === undefined)) {
    throw new InvalidArgumentError("lambda", {
      what: `${heritability === undefined ? "Neither" : "Both"} heritability ${heritability === undefined ? "nor" : "and"} lambda ${heritability === undefined ? "is" : "are"} given.`,
      why: "λ says how much effects are shrunk, and the heritability gives it: m (1 / h² − 1).",
      remedy: "Pass one of them.",
    });
  }
  if (heritability !== undefined) checkRange("heritability", heritability, { above: 0, to: 1 });
  const match = await askedPanel(options);
  const lambda = options.lambda ?? match.n.length * (1 / heritability! - 1);
  checkRange("lambda", lambda, { from: 0 });
  const ridge = match.n.map((n) => lambda / n);
  const weights = await ridgeEffects("SBLUP", match, ridge, options);
  const provenance = { method: "SBLUP", lambda, ...(heritability ? { heritability } : {}) };
  return new PanelWeights({ match, panel, scores: ["sblup"], weights: [weights], provenance });
}

async function ridgeEffects(
  title: string,
  { variant, betaHat }: PanelMatch,
  ridge: Float64Array,
  options: PanelMatchOptions & TaskOptions,
): Promise<Float64Array> {
  const ld = usedLd(options.panel, variant);
  return runTask(title, ld.blockCount, "blocks", options, async (task) => {
    const weights = new Float64Array(variant.length);
    for (let b = 0; b < ld.blockCount; b++) {
      solveRidgeBlock(await ld.readBlock(b), ridge, betaHat, weights);
      await task.step(b + 1);
    }
    return weights;
  });
}
