import { compiledModule } from "../../compute/engine/compiled-module.ts";
import { countedSource } from "../../compute/engine/counted-source.ts";
import { threads } from "../../compute/engine/pool.ts";
import { runProgram } from "../../compute/engine/run-program.ts";
import { sharedFloat64, sharedInt32, shareFloat64 } from "../../compute/engine/shared-arrays.ts";
import { runTask } from "../../task.ts";
import { withSharedLd, type SharedLd } from "./ld-tiles.ts";
import type { UsedLd } from "./panel-blocks.ts";
import { checkedLdMemory, type SamplerOptions } from "./run-chains.ts";
import { PHI, RESIDUAL_VARIANCE, SUMS, type ShrinkageState } from "./shrinkage-blocks.ts";
import {
  partProgram,
  ROUNDS,
  type ShrinkageResults,
  type ShrinkageSetup,
} from "./shrinkage-program.ts";

export type ShrinkageRun = Pick<
  ShrinkageSetup,
  "betaHat" | "n" | "settings" | "seed" | "burnIn" | "iterations" | "thin"
> & { readonly samples: number };

const TITLE = "PRS-CS";
/** Multiplications that this thread gets through before workers would have started. */
const FEW_PRODUCTS = 1e8;
/** What drawing the shrinkage of a variant costs, in multiplications of the factorisation. */
const DRAW_COST = 1000;

/** Runs the sampler of PRS-CS on all cores: blocks have streams of their own, so that no number of workers changes it. */
export async function runShrinkage(
  run: ShrinkageRun,
  ld: UsedLd,
  options: SamplerOptions,
): Promise<ShrinkageResults> {
  const { samples, ...sampled } = run;
  const memory = checkedLdMemory(options);
  const total = run.burnIn + run.iterations;
  const m = run.betaHat.length;
  const results: ShrinkageResults = {
    mean: sharedFloat64(m),
    samples: Array.from({ length: samples }, () => sharedFloat64(m)),
    phi: sharedFloat64(total),
    residualVariance: sharedFloat64(total),
    explainedVariance: sharedFloat64(total),
  };
  const meeting = sharedInt32(2);
  const work = (task: { step(done: number): Promise<void> }, shared: SharedLd) => {
    const report = (): Promise<void> => task.step(Math.min(total, meeting[ROUNDS]));
    const costs = blockCosts(shared);
    const isSmall = costs.reduce((sum, cost) => sum + cost, 0) * total < FEW_PRODUCTS;
    const parts = balancedParts(costs, isSmall ? 1 : Math.min(threads(), costs.length));
    const state = startState(run, costs.length);
    const setup = { ...sampled, betaHat: shareFloat64(run.betaHat), ld: shared };
    return runProgram<ShrinkageSetup>({
      title: TITLE,
      signal: options.signal,
      // A cancel is noticed by what runs, and thrown from there.
      onProgress: () => void report().catch(() => undefined),
      source: countedSource(parts.length),
      program: {
        module: compiledModule("./shrinkage-program.js", import.meta.url),
        name: "sampleParts",
      },
      here: partProgram(report),
      setup: () => ({ ...setup, parts, state, meeting, results }),
      device: isSmall ? "javascript" : "wasm",
      // All parts run at the same time, one in each worker.
      isOrderFixed: true,
      mostRows: 1,
    });
  };
  await runTask(TITLE, total, "iterations", options, (task) =>
    withSharedLd(
      ld,
      memory,
      () => task.step(0),
      (shared) => work(task, shared),
    ),
  );
  return results;
}

function startState({ betaHat, settings }: ShrinkageRun, blocks: number): ShrinkageState {
  const m = betaHat.length;
  const scalars = sharedFloat64(2);
  scalars[PHI] = settings.phi === "auto" ? 1 : settings.phi;
  scalars[RESIDUAL_VARIANCE] = 1;
  return {
    beta: sharedFloat64(m),
    ridge: sharedFloat64(m).fill(1),
    scalars,
    sums: sharedFloat64(blocks * SUMS),
  };
}

/** Multiplications of an iteration in each block, whose rows reach as far to the left as to the right. */
function blockCosts({ blockStart, shapes }: SharedLd): number[] {
  return Array.from({ length: blockStart.length - 1 }, (_, b) =>
    shapes
      .slice(blockStart[b], blockStart[b + 1])
      .reduce(
        (sum, { count, values }) => sum + (values / 2 / count) ** 2 * count + DRAW_COST * count,
        0,
      ),
  );
}

/** Blocks to as many threads, the costliest first, each to the one that has least to do. */
function balancedParts(costs: readonly number[], count: number): number[][] {
  const parts = Array.from({ length: count }, () => ({ cost: 0, blocks: [] as number[] }));
  const order = costs.map((cost, block) => ({ cost, block })).sort((x, y) => y.cost - x.cost);
  for (const { cost, block } of order) {
    const least = parts.reduce((best, part) => (part.cost < best.cost ? part : best));
    least.cost += cost;
    least.blocks.push(block);
  }
  return parts.map(({ blocks }) => blocks);
}
