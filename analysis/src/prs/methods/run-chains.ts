import { compiledModule } from "../../compute/engine/compiled-module.ts";
import { countedSource } from "../../compute/engine/counted-source.ts";
import { threads } from "../../compute/engine/pool.ts";
import { runProgram } from "../../compute/engine/run-program.ts";
import { sharedFloat64, sharedInt32, shareFloat64 } from "../../compute/engine/shared-arrays.ts";
import { runTask, type TaskOptions } from "../../task.ts";
import type { AutoRules } from "./auto-parameters.ts";
import { groupProgram, type ChainResults, type ChainSetup } from "./chain-program.ts";
import { checkRange } from "./checked-options.ts";
import type { ChainStart, GibbsData } from "./gibbs-chain.ts";
import { memoryForLd, withSharedLd } from "./ld-tiles.ts";
import type { UsedLd } from "./panel-blocks.ts";

export interface ChainRun {
  readonly title: string;
  readonly data: GibbsData;
  readonly chains: readonly ChainStart[];
  readonly seed: number;
  readonly burnIn: number;
  readonly iterations: number;
  /** Left out when chains keep the parameters that they start with. */
  readonly auto?: Omit<AutoRules, "meanLdScore"> | undefined;
  readonly samplesPerChain?: number | undefined;
}

/** What every sampler over LD accepts. */
export interface SamplerOptions extends TaskOptions {
  /**
   * Bytes of LD that are kept in memory, once for all cores; the rest is read in each iteration from a file in the folder
   * of temporary files. Half of the free memory, at most 3 GiB, when left out.
   */
  readonly ldMemory?: number | undefined;
}

/** Draws of variants that this thread gets through before workers would have started. */
const FEW_DRAWS = 2_000_000;
/** Vectors of chains lie beside the LD in 4 GiB. */
const MOST_VECTOR_BYTES = 2 ** 30;

/** Runs chains on all cores: each is drawn from a stream of its own, so that no number of workers changes it. */
export async function runChains(
  run: ChainRun,
  ld: UsedLd,
  options: SamplerOptions,
): Promise<ChainResults> {
  const { title, chains, burnIn, iterations } = run;
  const memory = checkedLdMemory(options);
  const total = burnIn + iterations;
  const m = run.data.n.length;
  const results = roomFor(run, m);
  const isSmall = chains.length * total * m < FEW_DRAWS;
  const workers = isSmall ? 1 : Math.min(threads(), chains.length);
  const fitting = Math.floor(MOST_VECTOR_BYTES / (8 * m * workers));
  const together = Math.max(1, Math.min(Math.ceil(chains.length / workers), fitting));
  await runTask(title, total, "iterations", options, (task) =>
    withSharedLd(
      ld,
      memory,
      () => task.step(0),
      async (shared) => {
        const report = (): Promise<void> => task.step(iterationsDone(results, total));
        const setup: ChainSetup = {
          ld: shared,
          data: sharedData(run.data),
          chains,
          order: spread(chains.length, together),
          auto: run.auto && { ...run.auto, meanLdScore: shared.squares / m },
          ...{ seed: run.seed, burnIn, iterations, results },
        };
        await runProgram({
          title,
          signal: options.signal,
          // A cancel is noticed by what runs, and thrown from there.
          onProgress: () => void report().catch(() => undefined),
          source: countedSource(chains.length),
          program: {
            module: compiledModule("./chain-program.js", import.meta.url),
            name: "runGroups",
          },
          here: groupProgram(report),
          setup: () => setup,
          device: isSmall ? "javascript" : "wasm",
          mostRows: together,
        });
      },
    ),
  );
  return results;
}

export function checkedLdMemory({ ldMemory = memoryForLd() }: SamplerOptions): number {
  checkRange("ldMemory", ldMemory, { from: 0 });
  return ldMemory;
}

/** Chains of unlike starts in each group, as those of many effects take longer. */
function spread(count: number, together: number): number[] {
  const groups = Math.ceil(count / together);
  return Array.from({ length: groups }, (_, g) =>
    Array.from({ length: Math.ceil((count - g) / groups) }, (_, k) => g + k * groups),
  ).flat();
}

/** Mean over chains; one that failed needs no more. */
function iterationsDone({ done, failure }: ChainResults, total: number): number {
  return done.reduce((sum, own, c) => sum + (failure[c] === 0 ? own : total), 0) / done.length;
}

function sharedData({ betaHat, n, logVariance }: GibbsData): GibbsData {
  return { betaHat: shareFloat64(betaHat), n: shareFloat64(n), logVariance };
}

function roomFor(run: ChainRun, m: number): ChainResults {
  const { chains, auto, samplesPerChain = 0 } = run;
  const vectors = (count: number): Float64Array[] =>
    Array.from({ length: count }, () => sharedFloat64(m));
  const path = (): Float64Array =>
    sharedFloat64(auto ? chains.length * (run.burnIn + run.iterations) : 0);
  return {
    meanSum: vectors(chains.length),
    inclusionSum: vectors(auto ? chains.length : 0),
    samples: chains.map(() => vectors(samplesPerChain)),
    range: sharedFloat64(chains.length),
    failure: sharedInt32(chains.length),
    done: sharedInt32(chains.length),
    heritability: path(),
    causalShare: path(),
    alpha: path(),
  };
}
