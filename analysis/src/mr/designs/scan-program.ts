import type { BlockProgram } from "../../compute/block-program.ts";
import { isAnalysisError } from "../../errors.ts";
import { attempt, type EstimateOptions } from "../estimators/estimate.ts";
import type { Estimate, EstimationSettings } from "../estimators/estimator.ts";
import { estimatorsOf } from "../estimators/registry.ts";
import type { InstrumentEffects } from "../instrument-effects.ts";
import { NotEstimableError } from "../mr-errors.ts";

export type NumberName =
  "beta" | "standardError" | "ciLower" | "ciUpper" | "negLog10PValue" | "variantCount";

/** What is kept of an estimate, in the order of its numbers. */
export const NUMBERS: readonly NumberName[] = [
  "beta",
  "standardError",
  "ciLower",
  "ciUpper",
  "negLog10PValue",
  "variantCount",
];

/** Pairs of an exposure and an outcome, one behind the other in shared memory. */
export interface ScanSetup {
  /** Ids where workers run it, as estimators cannot be posted. */
  readonly methods: EstimateOptions["methods"];
  readonly settings: Omit<EstimationSettings, "seed">;
  /** Of each pair. */
  readonly seeds: Float64Array;
  /** People of each pair's smaller study, NaN where unknown. */
  readonly sampleSizes: Float64Array;
  /** Index of each pair's first variant, and after the last one their number. */
  readonly firstVariant: Int32Array;
  /** Index of each pair's first row of results. */
  readonly firstRow: Int32Array;
  readonly betaExposure: Float64Array;
  readonly standardErrorExposure: Float64Array;
  readonly betaOutcome: Float64Array;
  readonly standardErrorOutcome: Float64Array;
  /** Results: rows × NUMBERS. */
  readonly numbers: Float64Array;
  /** Results: 1 for each row without an estimate. */
  readonly isRefused: Uint8Array;
}

/** Estimates pair after pair, each at its own place of the results, so that no order of workers can change them. */
export const scanPairs: BlockProgram<ScanSetup> = (setup) => ({
  block({ start, count }) {
    for (let pair = start; pair < start + count; pair++) estimatePair(setup, pair);
  },
});

function estimatePair(setup: ScanSetup, pair: number): void {
  const { methods, settings, seeds, firstRow, numbers, isRefused } = setup;
  const effects = effectsOfPair(setup, pair);
  estimatorsOf(methods, effects.variantId.length).forEach((estimator, i) => {
    const row = firstRow[pair] + i;
    const result = estimateOf(() =>
      attempt(estimator, effects, { ...settings, seed: seeds[pair] }),
    );
    if (result) NUMBERS.forEach((name, at) => (numbers[row * NUMBERS.length + at] = result[name]));
    else isRefused[row] = 1;
  });
}

/** Words do not fit into numbers: the calling thread asks the estimator again for them. */
function estimateOf(run: () => Estimate | NotEstimableError): Estimate | undefined {
  try {
    const result = run();
    return result instanceof NotEstimableError ? undefined : result;
  } catch (error) {
    if (isAnalysisError(error)) return undefined;
    throw error;
  }
}

function effectsOfPair(setup: ScanSetup, pair: number): InstrumentEffects {
  const [from, to] = [setup.firstVariant[pair], setup.firstVariant[pair + 1]];
  const size = setup.sampleSizes[pair];
  return {
    exposure: "",
    outcome: "",
    variantId: Array.from({ length: to - from }, (_, j) => String(j)),
    betaExposure: setup.betaExposure.slice(from, to),
    standardErrorExposure: setup.standardErrorExposure.slice(from, to),
    betaOutcome: setup.betaOutcome.slice(from, to),
    standardErrorOutcome: setup.standardErrorOutcome.slice(from, to),
    sampleSize: Number.isNaN(size) ? undefined : size,
  };
}
