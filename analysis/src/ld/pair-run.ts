import type { BlockProgram, ProgramReference } from "../compute/block-program.ts";
import type { Computed } from "../compute/device.ts";
import { planBlocks } from "../compute/engine/block-plan.ts";
import { compiledModule } from "../compute/engine/compiled-module.ts";
import { runMethod, type ComputeOptions } from "../compute/run-method.ts";
import type { Genotypes } from "../genotypes/genotypes.ts";
import type { PairScanSetup } from "./pair-scan.ts";
import { pairUnits, unitSource, type PairUnit } from "./pair-units.ts";
import type { VariantWindows } from "./variant-windows.ts";

/** One pass over the pairs of all windows. */
export interface PairRun<Setup extends PairScanSetup> {
  readonly title: string;
  /** Diploid variants. */
  readonly genotypes: Genotypes;
  readonly windows: VariantWindows;
  readonly listed?: Uint8Array | undefined;
  readonly included: Uint8Array | undefined;
  readonly program: ProgramReference;
  readonly here: BlockProgram<Setup>;
  readonly setup: (scan: PairScanSetup) => Setup;
}

/** Lists correlated pairs. */
export const PAIR_PROGRAM: ProgramReference = {
  module: compiledModule("./pair-program.js", import.meta.url),
  name: "correlatePairs",
};

/** Pairs × samples of a unit with wide windows: about half a second, which a cancelled worker still needs. */
const WORK_A_UNIT = 1e10;
const FEWEST_ROWS = 256;
/** Enough units for all workers to have some. */
const UNITS = 16;

/** Runs a program over the pairs of all windows; units are cut the same way for any number of workers. */
export function runPairs<Setup extends PairScanSetup>(
  run: PairRun<Setup>,
  options: ComputeOptions,
): Promise<Computed> {
  const { title, genotypes, windows, listed, included, program, here } = run;
  const { variants, samples } = genotypes;
  const rows = rowsAUnit(variants.count, samples.count);
  const units = pairUnits(windows, rows).filter((unit) => hasListed(unit, listed));
  const source = unitSource(genotypes, units, rows);
  return runMethod<Setup>(
    {
      signal: options.signal,
      onProgress: options.onProgress,
      title,
      source,
      program,
      here,
      isOrderFixed: true,
      mostRows: rows,
      setup: () => run.setup({ units, windows, listed, included, sampleCount: samples.count }),
    },
    options.compute,
    { columns: Math.ceil(countPairs(windows) / Math.max(1, source.variants.count)), hasGpu: true },
  );
}

export function countPairs({ end }: VariantWindows): number {
  return end.reduce((sum, last, v) => sum + last - v - 1, 0);
}

/** Rows of a block of the run: the same for any number of workers. */
function rowsAUnit(variantCount: number, sampleCount: number): number {
  const even = Math.max(FEWEST_ROWS, 2 * Math.ceil(variantCount / UNITS));
  const wanted = Math.min(even, 2 * Math.ceil(Math.sqrt(WORK_A_UNIT / Math.max(1, sampleCount))));
  const bytesPerRow = 2 * Math.ceil(sampleCount / 4);
  const plan = planBlocks({ variantCount: wanted, bytesPerRow, workers: 1, isOrderFixed: true });
  return Math.max(2, plan.rowsPerBlock);
}

function hasListed({ from, to, first, end }: PairUnit, listed: Uint8Array | undefined): boolean {
  return (
    !listed || listed.subarray(from, to).includes(1) || listed.subarray(first, end).includes(1)
  );
}
