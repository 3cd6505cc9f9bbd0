import { compiledModule } from "../../compute/engine/compiled-module.ts";
import { countedSource } from "../../compute/engine/counted-source.ts";
import { runProgram } from "../../compute/engine/run-program.ts";
import { sharedFloat64, sharedInt32, sharedUint8 } from "../../compute/engine/shared-arrays.ts";
import { isAnalysisError, type AnalysisError } from "../../errors.ts";
import type { TaskOptions } from "../../task.ts";
import { attempt, type EstimateOptions } from "../estimators/estimate.ts";
import type { EstimationSettings, Estimator } from "../estimators/estimator.ts";
import { estimatorsOf } from "../estimators/registry.ts";
import type { InstrumentEffects } from "../instrument-effects.ts";
import { NUMBERS, scanPairs, type ScanSetup } from "./scan-program.ts";

export interface Pair {
  readonly effects: InstrumentEffects;
  readonly seed: number;
}

/** What one method says of one pair: its numbers, or why there are none. */
export interface PairResult {
  readonly pair: number;
  readonly estimator: Estimator;
  readonly seed: number;
  /** In the order of NUMBERS; NaN where it refuses. */
  readonly numbers: Float64Array;
  readonly refusal?: AnalysisError | undefined;
}

/** A pair takes milliseconds, so that few of them are worth a claim. */
const PAIRS_A_BLOCK = 2;
/** Below this the workers would have to be started for less work than that takes. */
const FEWEST_FOR_WORKERS = 8;

/**
 * Runs methods on each pair, in all workers; methods that are given as estimators run in this thread, as code cannot be
 * posted.
 */
export async function runPairs(
  pairs: readonly Pair[],
  methods: EstimateOptions["methods"],
  settings: Omit<EstimationSettings, "seed">,
  options: TaskOptions & { readonly title: string },
): Promise<PairResult[]> {
  const estimators = pairs.map(({ effects }) => estimatorsOf(methods, effects.variantId.length));
  const setup = setupOf(pairs, estimators, methods, settings);
  const isPostable = !Array.isArray(methods) || methods.every((one) => typeof one === "string");
  await runProgram({
    ...options,
    source: countedSource(pairs.length),
    program: { module: compiledModule("./scan-program.js", import.meta.url), name: "scanPairs" },
    here: scanPairs,
    setup: () => setup,
    device: isPostable && pairs.length >= FEWEST_FOR_WORKERS ? "wasm" : "javascript",
    mostRows: PAIRS_A_BLOCK,
  });
  return pairs.flatMap(({ effects, seed }, pair) =>
    estimators[pair].map((estimator, i) => {
      const row = setup.firstRow[pair] + i;
      const numbers = setup.numbers.slice(row * NUMBERS.length, (row + 1) * NUMBERS.length);
      return setup.isRefused[row] === 0
        ? { pair, estimator, seed, numbers }
        : {
            ...{ pair, estimator, seed },
            numbers: numbers.fill(NaN),
            refusal: refusalOf(estimator, effects, { ...settings, seed }),
          };
    }),
  );
}

function refusalOf(
  estimator: Estimator,
  effects: InstrumentEffects,
  settings: EstimationSettings,
): AnalysisError | undefined {
  try {
    const result = attempt(estimator, effects, settings);
    return isAnalysisError(result) ? result : undefined;
  } catch (error) {
    if (isAnalysisError(error)) return error;
    throw error;
  }
}

function setupOf(
  pairs: readonly Pair[],
  estimators: readonly (readonly Estimator[])[],
  methods: EstimateOptions["methods"],
  settings: Omit<EstimationSettings, "seed">,
): ScanSetup {
  const firstVariant = sharedInt32(pairs.length + 1);
  const firstRow = sharedInt32(pairs.length + 1);
  pairs.forEach(({ effects }, i) => {
    firstVariant[i + 1] = firstVariant[i] + effects.variantId.length;
    firstRow[i + 1] = firstRow[i] + estimators[i].length;
  });
  const shared = (name: EffectName): Float64Array => {
    const values = sharedFloat64(firstVariant[pairs.length]);
    pairs.forEach(({ effects }, i) => values.set(effects[name], firstVariant[i]));
    return values;
  };
  const seeds = sharedFloat64(pairs.length);
  const sampleSizes = sharedFloat64(pairs.length);
  seeds.set(pairs.map(({ seed }) => seed));
  sampleSizes.set(pairs.map(({ effects }) => effects.sampleSize ?? NaN));
  return {
    methods,
    settings,
    seeds,
    sampleSizes,
    firstVariant,
    firstRow,
    betaExposure: shared("betaExposure"),
    standardErrorExposure: shared("standardErrorExposure"),
    betaOutcome: shared("betaOutcome"),
    standardErrorOutcome: shared("standardErrorOutcome"),
    numbers: sharedFloat64(firstRow[pairs.length] * NUMBERS.length),
    isRefused: sharedUint8(firstRow[pairs.length]),
  };
}

type EffectName = "betaExposure" | "standardErrorExposure" | "betaOutcome" | "standardErrorOutcome";
