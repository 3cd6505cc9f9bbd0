import { askedPanel } from "./asked-panel.ts";
import type { LdBlock } from "../../ld/ld-panel.ts";
import { Table } from "../../table.ts";
import { runTask, type TaskOptions } from "../../task.ts";
import { checkRange, logSequence } from "./checked-options.ts";
import type { PanelMatch, PanelMatchOptions } from "./match-panel.ts";
import { LD_REMEDY, UnfitLdError } from "./methods-errors.ts";
import { countNonZero, refuseNoModel } from "./models.ts";
import { usedLd } from "./panel-blocks.ts";
import { PanelWeights, type MadeWeights, type WeightsPart } from "./panel-weights.ts";

export interface Lassosum2Options extends PanelMatchOptions, TaskOptions {
  /** Ridge penalties δ; 0.001, 0.01, 0.1, 1. */
  readonly deltas?: readonly number[] | undefined;
  /** Number of lasso penalties λ, from just below the one that leaves no effect; 30. */
  readonly lambdaCount?: number | undefined;
  /** Smallest λ over the largest; 0.01. */
  readonly lambdaRatio?: number | undefined;
  /** Rounds of a model in a block; 1000. */
  readonly maxRounds?: number | undefined;
  /** Largest change of an effect in the last round, over the largest observed effect; 1e-5. */
  readonly tolerance?: number | undefined;
}

export type Lassosum2ModelColumns = {
  /** Of the score. */
  readonly model: readonly string[];
  readonly delta: Float64Array;
  readonly lambda: Float64Array;
  readonly nonZero: Int32Array;
  /** `weights`, or why there are none. */
  readonly verdict: readonly string[];
};

/** Weights of each model of a grid; choose one in people who are neither in the study nor in the test. */
export class Lassosum2 extends PanelWeights {
  /** All models, those without weights as well. */
  readonly models: Table<Lassosum2ModelColumns>;

  constructor(made: MadeWeights, models: Table<Lassosum2ModelColumns>) {
    super(made);
    this.models = models;
  }

  override get parts(): readonly WeightsPart[] {
    return [{ title: "Models", table: this.models }, ...super.parts];
  }
}

interface Path {
  readonly delta: number;
  readonly lambdas: readonly number[];
  /** A vector a λ. */
  readonly weights: readonly Float64Array[];
  readonly failures: (string | undefined)[];
}

/**
 * Weights of lassosum2: effects that minimise β′Rβ − 2β′β̂ + Σ δⱼβⱼ² + 2 Σ λⱼ|βⱼ|, for a grid of δ and λ.
 *
 * λⱼ is λ √(max n / nⱼ) and δⱼ is δ √(max n / nⱼ), as the observed effect of a variant of fewer people is less precise. Coordinate descent along
 * descending λ, block by block; a model that diverges gives no score, and `models` says why.
 *
 * @returns a scoring file with a score a model; `models` has their parameters, also of those without weights
 * @throws InvalidArgumentError, BuildMismatchError, LowOverlapError, NoOverlapError; UnfitLdError when no model is left
 * @example
 * const reference = await ld.panel(cohort, { window: { basePairs: 500_000 }, blocks: "auto" });
 * const path = await prs.lassosum2({ summary: result, panel: reference });
 * @see Privé et al. 2022, doi:10.1016/j.xhgg.2022.100136; Mak et al. 2017, doi:10.1002/gepi.22050
 */
export async function lassosum2(options: Lassosum2Options): Promise<Lassosum2> {
  const { panel, deltas = [0.001, 0.01, 0.1, 1], lambdaCount = 30, lambdaRatio = 0.01 } = options;
  const { maxRounds = 1000, tolerance = 1e-5 } = options;
  for (const delta of deltas) checkRange("deltas", delta, { from: 0 });
  refuseNoModel(deltas.length, "deltas");
  checkRange("lambdaCount", lambdaCount, { from: 1, whole: true });
  checkRange("lambdaRatio", lambdaRatio, { above: 0, to: 1 });
  checkRange("maxRounds", maxRounds, { from: 1, whole: true });
  checkRange("tolerance", tolerance, { above: 0, to: 1 });
  const match = await askedPanel(options);
  const m = match.n.length;
  const largestN = match.n.reduce((largest, n) => Math.max(largest, n), 0);
  const factor = match.n.map((n) => Math.sqrt(largestN / n));
  const largest = match.betaHat.reduce((most, b, j) => Math.max(most, Math.abs(b) / factor[j]), 0);
  // The largest λ leaves no effect at all, and is no model.
  const lambdas = logSequence(largest, largest * lambdaRatio, lambdaCount + 1).slice(1);
  const paths = deltas.map((delta): Path => ({
    delta,
    lambdas,
    weights: lambdas.map(() => new Float64Array(m)),
    failures: lambdas.map(() => undefined),
  }));
  const ld = usedLd(panel, match.variant);
  const settings = { factor, maxRounds, tolerance: tolerance * largest };
  await runTask("lassosum2", ld.blockCount * paths.length, "blocks", options, async (task) => {
    for (let b = 0; b < ld.blockCount; b++) {
      const block = await ld.readBlock(b);
      for (const [i, path] of paths.entries()) {
        descendBlock(block, match, path, settings);
        await task.step(b * paths.length + i + 1);
      }
    }
  });
  return finish(options, match, paths, { lambdaRatio, tolerance });
}

function descendBlock(
  { first, count, rowStart, column, r }: LdBlock,
  { betaHat }: PanelMatch,
  { delta, lambdas, weights, failures }: Path,
  settings: { factor: Float64Array; maxRounds: number; tolerance: number },
): void {
  const { factor, maxRounds, tolerance } = settings;
  const beta = new Float64Array(count);
  const product = new Float64Array(count);
  const observed = betaHat.subarray(first, first + count);
  const most = 10 * observed.reduce((sum, b) => sum + b * b, 0);
  for (let l = 0; l < lambdas.length; l++) {
    let change = Infinity;
    for (let round = 0; round < maxRounds && change > tolerance; round++) {
      change = 0;
      for (let i = 0; i < count; i++) {
        const residual = observed[i] - (product[i] - beta[i]);
        const penalty = factor[first + i];
        const excess = Math.abs(residual) - lambdas[l] * penalty;
        const next = excess > 0 ? (Math.sign(residual) * excess) / (1 + delta * penalty) : 0;
        const difference = next - beta[i];
        if (difference === 0) continue;
        beta[i] = next;
        if (Math.abs(difference) > change) change = Math.abs(difference);
        for (let e = rowStart[i]; e < rowStart[i + 1]; e++) product[column[e]] += difference * r[e];
      }
      let squares = 0;
      for (const effect of beta) squares += effect * effect;
      if (!(squares <= most)) change = NaN;
    }
    if (!(change <= tolerance)) {
      // Smaller penalties start from here, and hold the effects less.
      const what = Number.isNaN(change)
        ? "diverged: effects grew beyond ten times those of the study"
        : `did not converge in ${maxRounds} rounds`;
      for (let rest = l; rest < lambdas.length; rest++) failures[rest] ??= what;
      return;
    }
    weights[l].set(beta, first);
  }
}

function finish(
  { panel }: Lassosum2Options,
  match: PanelMatch,
  paths: readonly Path[],
  parameters: { readonly lambdaRatio: number; readonly tolerance: number },
): Lassosum2 {
  const finished = paths.flatMap(({ delta, lambdas, weights, failures }) =>
    lambdas.map((lambda, l) => ({
      name: `delta=${delta},lambda=${Number(lambda.toPrecision(3))}`,
      delta,
      lambda,
      weights: failures[l] ?? weights[l],
    })),
  );
  const kept = finished.filter(({ weights }) => typeof weights !== "string");
  if (kept.length === 0) {
    throw new UnfitLdError({
      what: `None of ${finished.length} models of lassosum2 gave weights.`,
      why: `The first ${String(finished[0].weights)}.`,
      remedy: LD_REMEDY,
    });
  }
  const lost = finished.length - kept.length;
  return new Lassosum2(
    {
      match,
      panel,
      scores: kept.map(({ name }) => name),
      weights: kept.map(({ weights }) => weights as Float64Array),
      provenance: { method: "lassosum2", ...parameters },
      notices:
        lost > 0 ? [`${lost} of ${finished.length} models have no weights; models says why.`] : [],
    },
    new Table<Lassosum2ModelColumns>({
      model: finished.map(({ name }) => name),
      delta: Float64Array.from(finished, ({ delta }) => delta),
      lambda: Float64Array.from(finished, ({ lambda }) => lambda),
      nonZero: Int32Array.from(finished, ({ weights }) => countNonZero(weights)),
      verdict: finished.map(({ weights }) => (typeof weights === "string" ? weights : "weights")),
    }),
  );
}
