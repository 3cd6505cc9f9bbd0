import { InvalidArgumentError } from "../../errors.ts";
import { pValueOf } from "../../sumstats/p-value.ts";
import type { Harmonised } from "../harmonised.ts";
import type { InstrumentEffects } from "../instrument-effects.ts";
import { NotEstimableError } from "../mr-errors.ts";
import { effectsOf } from "./effects-of.ts";
import type { Estimate, EstimationSettings, Estimator } from "./estimator.ts";
import { MrEstimates } from "./mr-estimates.ts";
import { needsIndependentVariants, tooFewVariants } from "./refusals.ts";
import { estimatorsOf, type MethodId } from "./registry.ts";

export interface EstimateOptions {
  /** Ids, or estimators with options from `mr.methods`; `"all"` for every one; the usual five by default. */
  readonly methods?: "all" | readonly (MethodId | Estimator)[];
  /** Of everything random; 1 by default. */
  readonly seed?: number;
  /** Samples of methods whose standard error is bootstrapped; 1000 by default. */
  readonly bootstraps?: number;
  /** Of intervals; 0.95 by default. */
  readonly confidence?: number;
  /** Of effects on the outcome, where no harmonised table says it; `log odds` adds odds ratios. */
  readonly outcomeUnit?: string;
}

/**
 * Estimates the effect of the exposure on the outcome, by several methods at once.
 *
 * A method that cannot be used here is a row with the reason; when none can, the first reason is thrown. One variant
 * gives its Wald ratio.
 *
 * @param input - instruments on the same alleles: `mr.harmonise(…)`, or k effects and standard errors as arrays
 * @returns a row a method: effect per unit of the exposure, interval and P value of one distribution
 * @throws NotEstimableError, InvalidArgumentError, LengthMismatchError, DuplicateIdError
 * @example
 * const usual = mr.estimate(harmonised);
 * const chosen = mr.estimate(harmonised, { methods: ["ivw", mr.methods.egger({ distribution: "normal" })], seed: 7 });
 */
export function estimate(
  input: Harmonised | InstrumentEffects,
  options: EstimateOptions = {},
): MrEstimates {
  const { seed = 1, bootstraps = 1000, confidence = 0.95 } = options;
  checkSettings({ seed, bootstraps, confidence });
  const effects = effectsOf(input);
  const k = effects.variantId.length;
  const unit = options.outcomeUnit ?? ("keptRows" in input ? input.outcome.unit : undefined);
  const estimators = estimatorsOf(options.methods, k);
  const found = estimators.map((estimator) =>
    attempt(estimator, effects, { seed, bootstraps, confidence }),
  );
  const refusals = found.filter((result) => result instanceof NotEstimableError);
  if (refusals.length === found.length) throw refusals[0];

  const estimates = new Map<string, Estimate>();
  const notices: string[] = [];
  found.forEach((result, i) => {
    if (result instanceof NotEstimableError) return;
    estimates.set(estimators[i].id, result);
    notices.push(...result.notes.map((note) => `${estimators[i].label}: ${note}`));
  });
  const numbers = (pick: (result: Estimate) => number): Float64Array =>
    Float64Array.from(found, (result) =>
      result instanceof NotEstimableError ? NaN : pick(result),
    );
  const beta = numbers((result) => result.beta);
  const ciLower = numbers((result) => result.ciLower);
  const ciUpper = numbers((result) => result.ciUpper);
  const negLog10PValue = numbers((result) => result.negLog10PValue);
  return new MrEstimates(
    {
      method: estimators.map(({ label }) => label),
      methodId: estimators.map(({ id }) => id),
      exposure: estimators.map(() => effects.exposure),
      outcome: estimators.map(() => effects.outcome),
      variantCount: Int32Array.from(found, (result) =>
        result instanceof NotEstimableError ? k : result.variantCount,
      ),
      beta,
      standardError: numbers((result) => result.standardError),
      ciLower,
      ciUpper,
      ...(isLogOdds(unit) && {
        oddsRatio: beta.map(Math.exp),
        oddsRatioCiLower: ciLower.map(Math.exp),
        oddsRatioCiUpper: ciUpper.map(Math.exp),
      }),
      negLog10PValue,
      pValue: negLog10PValue.map(pValueOf),
      seed: Float64Array.from(estimators, ({ isRandom }) => (isRandom ? seed : NaN)),
      errorCode: found.map((result) => (result instanceof NotEstimableError ? result.code : "")),
      reason: found.map((result) => (result instanceof NotEstimableError ? result.message : "")),
    },
    {
      method: "Mendelian randomization",
      exposure: effects.exposure,
      outcome: effects.outcome,
      variants: k,
      correlated: effects.correlation !== undefined,
      confidence,
      seed,
      bootstraps,
    },
    { notices, estimates },
  );
}

/** The estimate, or why there is none; anything else that goes wrong is thrown. */
export function attempt(
  estimator: Estimator,
  effects: InstrumentEffects,
  settings: EstimationSettings,
): Estimate | NotEstimableError {
  try {
    const k = effects.variantId.length;
    if (k < estimator.fewestVariants) {
      return tooFewVariants(estimator.label, k, estimator.fewestVariants);
    }
    if (effects.correlation && !estimator.usesCorrelation) {
      return needsIndependentVariants(estimator.label);
    }
    return estimator.estimate(effects, settings);
  } catch (error) {
    if (error instanceof NotEstimableError) return error;
    throw error;
  }
}

function isLogOdds(unit: string | undefined): boolean {
  return unit !== undefined && /log[\s_-]*odds|\blog\s*OR\b/i.test(unit);
}

export function checkSettings({ seed, bootstraps, confidence }: EstimationSettings): void {
  const check = (name: string, value: number, isFine: boolean, why: string): void => {
    if (isFine) return;
    throw new InvalidArgumentError(name, {
      what: `${name} is ${value}.`,
      why,
      remedy: `Choose another ${name}, or leave it out.`,
    });
  };
  check("seed", seed, Number.isSafeInteger(seed) && seed >= 0, "It is a whole number, 0 or more.");
  check(
    "bootstraps",
    bootstraps,
    Number.isSafeInteger(bootstraps) && bootstraps >= 10 && bootstraps <= 1e6,
    "It is a whole number from 10 to a million.",
  );
  check("confidence", confidence, confidence > 0 && confidence < 1, "It lies between 0 and 1.");
}
