import { askedPanel } from "./asked-panel.ts";
import { Table } from "../../table.ts";
import { checkRange, checkSeed, logSequence } from "./checked-options.ts";
import { gridEffects, type GridModel } from "./grid-effects.ts";
import type { PanelMatchOptions } from "./match-panel.ts";
import { LD_REMEDY, UnfitLdError } from "./methods-errors.ts";
import { countNonZero, refuseNoModel } from "./models.ts";
import { usedLd } from "./panel-blocks.ts";
import { PanelWeights, type MadeWeights, type WeightsPart } from "./panel-weights.ts";
import type { SamplerOptions } from "./run-chains.ts";

export interface Ldpred2GridOptions extends PanelMatchOptions, SamplerOptions {
  /** Share of the trait's variance that the panel's variants explain, as LD score regression estimates it. */
  readonly heritability: number;
  /** Shares of variants with an effect; 21 from 1e-5 to 1, equally far apart on the log scale. */
  readonly causalShares?: readonly number[] | undefined;
  /** What the heritability is multiplied by; 0.3, 0.7, 1, 1.4. */
  readonly heritabilityFactors?: readonly number[] | undefined;
  /** Models with effects of exactly 0 as well, or without; both. */
  readonly sparse?: readonly boolean[] | undefined;
  /** 50. */
  readonly burnIn?: number | undefined;
  /** 100. */
  readonly iterations?: number | undefined;
  readonly seed?: number | undefined;
}

export type Ldpred2ModelColumns = {
  /** Of the score. */
  readonly model: readonly string[];
  readonly causalShare: Float64Array;
  readonly heritability: Float64Array;
  /** `yes` where effects may be exactly 0. */
  readonly sparse: readonly string[];
  readonly nonZero: Int32Array;
  /** `weights`, or why there are none. */
  readonly verdict: readonly string[];
};

/** Weights of each model of a grid; choose one in people who are neither in the study nor in the test. */
export class Ldpred2Grid extends PanelWeights {
  /** All models, those without weights as well. */
  readonly models: Table<Ldpred2ModelColumns>;

  constructor(made: MadeWeights, models: Table<Ldpred2ModelColumns>) {
    super(made);
    this.models = models;
  }

  override get parts(): readonly WeightsPart[] {
    return [{ title: "Models", table: this.models }, ...super.parts];
  }
}

interface FinishedModel {
  readonly model: GridModel;
  /** Or why there are none. */
  readonly weights: Float64Array | string;
}

/**
 * Weights of LDpred2-grid: the posterior mean of effects for each combination of heritability, share of causal variants
 * and sparsity, by a Gibbs sampler each.
 *
 * A model whose sampler diverges gives no score; `models` says why. Models run on all cores; the result does not depend on
 * how many there are.
 *
 * @returns a scoring file with a score a model; `models` has their parameters, also of those without weights
 * @throws InvalidArgumentError, BuildMismatchError, LowOverlapError, NoOverlapError; UnfitLdError when no model is left
 * @example
 * const reference = await ld.panel(cohort, { window: { basePairs: 500_000 }, blocks: "auto" });
 * const input = { summary: result, panel: reference, heritability: 0.3 };
 * const grid = await prs.ldpred2Grid({ ...input, causalShares: [0.001, 0.01, 0.1], seed: 1 });
 * @see Privé et al. 2020, doi:10.1093/bioinformatics/btaa1029
 */
export async function ldpred2Grid(options: Ldpred2GridOptions): Promise<Ldpred2Grid> {
  const { panel, heritability, seed = 1, burnIn = 50, iterations = 100 } = options;
  const models = modelsOf(options);
  checkSeed(seed);
  checkRange("burnIn", burnIn, { from: 0, whole: true });
  checkRange("iterations", iterations, { from: 1, whole: true });
  const match = await askedPanel(options);
  const ld = usedLd(panel, match.variant);
  const made = await gridEffects(models, match, ld, { seed, burnIn, iterations }, options);
  const finished = models.map((model, i): FinishedModel => ({ model, weights: made[i] }));
  const kept = finished.filter(({ weights }) => typeof weights !== "string");
  if (kept.length === 0) refuseAll(finished);
  const lost = finished.length - kept.length;
  const account: MadeWeights = {
    match,
    panel,
    scores: kept.map(({ model }) => model.name),
    weights: kept.map(({ weights }) => weights as Float64Array),
    provenance: { method: "LDpred2-grid", heritability, burnIn, iterations, seed },
    notices:
      lost > 0
        ? [`${lost} of ${finished.length} models diverged and have no weights; models says why.`]
        : [],
  };
  return new Ldpred2Grid(account, modelTable(finished));
}

function modelsOf({
  heritability,
  causalShares = logSequence(1e-5, 1, 21),
  heritabilityFactors = [0.3, 0.7, 1, 1.4],
  sparse = [false, true],
}: Ldpred2GridOptions): GridModel[] {
  checkRange("heritability", heritability, { above: 0, to: 1 });
  for (const share of causalShares) checkRange("causalShares", share, { above: 0, to: 1 });
  for (const factor of heritabilityFactors) checkRange("heritabilityFactors", factor, { above: 0 });
  const models: GridModel[] = [];
  for (const isSparse of sparse) {
    for (const factor of heritabilityFactors) {
      for (const causalShare of causalShares) {
        const name = `h2=${round(factor * heritability)},p=${round(causalShare)}${isSparse ? ",sparse" : ""}`;
        models.push({ name, causalShare, heritability: factor * heritability, isSparse });
      }
    }
  }
  refuseNoModel(models.length, "causalShares, heritabilityFactors or sparse");
  return models;
}

function round(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function modelTable(finished: readonly FinishedModel[]): Table<Ldpred2ModelColumns> {
  const column = (value: (of: FinishedModel) => number): Float64Array =>
    Float64Array.from(finished, value);
  return new Table<Ldpred2ModelColumns>({
    model: finished.map(({ model }) => model.name),
    causalShare: column(({ model }) => model.causalShare),
    heritability: column(({ model }) => model.heritability),
    sparse: finished.map(({ model }) => (model.isSparse ? "yes" : "no")),
    nonZero: Int32Array.from(finished, ({ weights }) => countNonZero(weights)),
    verdict: finished.map(({ weights }) => (typeof weights === "string" ? weights : "weights")),
  });
}

function refuseAll(finished: readonly FinishedModel[]): never {
  throw new UnfitLdError({
    what: `None of ${finished.length} models of LDpred2-grid gave weights.`,
    why: `The first ${String(finished[0].weights)}.`,
    remedy: LD_REMEDY,
  });
}
