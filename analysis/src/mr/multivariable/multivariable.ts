import { InvalidArgumentError } from "../../errors.ts";
import { pValueOf } from "../../sumstats/p-value.ts";
import { Table, type Provenance } from "../../table.ts";
import { NotEstimableError, type RefusalCode } from "../mr-errors.ts";
import { conditionalF, WEAK_F } from "./conditional-strength.ts";
import { errorCorrelation, type ErrorCorrelationOptions } from "./error-correlation.ts";
import { tooFewVariants } from "./effects-fit.ts";
import { instrumentNotices } from "./instrument-notices.ts";
import type { MultivariableEffects } from "./multivariable-effects.ts";
import type {
  MultivariableEstimate,
  MultivariableEstimator,
  MultivariableSettings,
} from "./multivariable-estimator.ts";
import { multivariableMethods, type MultivariableMethodName } from "./multivariable-methods.ts";

export interface MultivariableOptions extends ErrorCorrelationOptions {
  /** Names, or estimators with options; IVW, Egger and median by default. */
  readonly methods?: readonly (MultivariableMethodName | MultivariableEstimator)[] | undefined;
  /** Of bootstraps and perturbations, 1 by default. */
  readonly seed?: number | undefined;
  /** Parametric bootstrap samples of the median, 1000 by default. */
  readonly bootstraps?: number | undefined;
  /** Of intervals, 0.95 by default. */
  readonly confidence?: number | undefined;
}

export type MultivariableColumns = {
  readonly exposure: readonly string[];
  readonly outcome: readonly string[];
  /** The estimator's id. */
  readonly method: readonly string[];
  readonly label: readonly string[];
  readonly variantCount: Uint32Array;
  /** Change of the outcome for one unit of the exposure, the other exposures held. */
  readonly beta: Float64Array;
  readonly standardError: Float64Array;
  readonly ciLower: Float64Array;
  readonly ciUpper: Float64Array;
  readonly negLog10PValue: Float64Array;
  readonly pValue: Float64Array;
  /** Sanderson–Windmeijer; NaN where it is not defined. */
  readonly conditionalF: Float64Array;
  /** NaN where nothing is random. */
  readonly seed: Float64Array;
  /** `.`, or why there is no estimate. */
  readonly errorCode: readonly (RefusalCode | ".")[];
  readonly reason: readonly string[];
};

/** Direct effects of several exposures, a row for each exposure and method. */
export class MultivariableEstimates extends Table<MultivariableColumns> {
  readonly notices: readonly string[];
  readonly #details: ReadonlyMap<string, MultivariableEstimate["details"]>;

  constructor(
    columns: MultivariableColumns,
    provenance: Provenance,
    account: {
      readonly details: ReadonlyMap<string, MultivariableEstimate["details"]>;
      readonly notices: readonly string[];
    },
  ) {
    super(columns, provenance);
    this.#details = account.details;
    this.notices = account.notices;
  }

  /**
   * What a method gives beside its estimates: `intercept`, `q`, `invalid` …
   *
   * @param method - as in the column `method`
   * @throws InvalidArgumentError for a method that gave none
   */
  details(method: string): MultivariableEstimate["details"] {
    const found = this.#details.get(method);
    if (found) return found;
    throw new InvalidArgumentError("method", {
      what: `There is no estimate by "${method}".`,
      why: `There are estimates by ${[...this.#details.keys()].join(", ")}.`,
      remedy: "Name one as the column method does.",
    });
  }
}

/**
 * Estimates the direct effects of several exposures on one outcome, each while the others are held.
 *
 * A method that is not defined for these data becomes rows with an `errorCode` and a `reason`; when none is, the first
 * refusal is thrown. The same seed gives the same numbers.
 *
 * @param harmonised - from `mr.harmoniseMultivariable` or `mr.multivariableFromArrays`: k variants, p exposures
 * @param options.exposureCorrelation - phenotypic, p × p, where exposures share people; for liml, cml and the conditional F
 * @returns p rows a method: `beta` (outcome units per exposure unit), `standardError`, interval, `negLog10PValue`
 * @throws NotEstimableError COLLINEAR naming the exposures, TOO_FEW_VARIANTS when k < p; InvalidArgumentError
 * @example
 * const lipids = mr.multivariableFromArrays({
 *   exposures: [
 *     { name: "LDL", beta: [0.3, 0.1, -0.2, 0.25], standardError: [0.01, 0.01, 0.02, 0.01] },
 *     { name: "HDL", beta: [-0.1, 0.2, 0.05, 0.1], standardError: [0.01, 0.01, 0.02, 0.01] },
 *   ],
 *   outcome: { name: "CHD", beta: [0.16, 0.03, -0.11, 0.11], standardError: [0.02, 0.02, 0.03, 0.02] },
 * });
 * const direct = mr.multivariable(lipids, { methods: ["ivw", mr.multivariableMethods.ivw({ model: "fixed" })] });
 * @see Burgess & Thompson 2015, doi:10.1093/aje/kwu283
 * @see Sanderson et al. 2019, doi:10.1093/ije/dyy262
 */
export function multivariable(
  harmonised: { readonly effects: MultivariableEffects; readonly notices?: readonly string[] },
  options: MultivariableOptions = {},
): MultivariableEstimates {
  const { effects } = harmonised;
  const { seed = 1, bootstraps = 1000, confidence = 0.95 } = options;
  const settings: MultivariableSettings = {
    seed,
    bootstraps,
    confidence,
    errorCorrelation: errorCorrelation(effects.exposures, options),
  };
  refuseSettings(settings);
  const estimators = (options.methods ?? ["ivw", "egger", "median"]).map(estimatorOf);
  const attempts = estimators.map((estimator) => attempt(estimator, effects, settings));
  const [first] = attempts;
  if (attempts.length > 0 && attempts.every(({ refusal }) => refusal)) throw first.refusal!;
  const strength = strengthOf(effects, options);
  return new MultivariableEstimates(
    columnsOf(effects, attempts, settings, strength),
    {
      method: "multivariable Mendelian randomization",
      exposures: effects.exposures,
      outcome: effects.outcome,
      variants: effects.betaOutcome.length,
      methods: estimators.map(({ label }) => label),
      confidence,
      ...(estimators.some(({ isRandom }) => isRandom) ? { seed, bootstraps } : {}),
    },
    {
      details: new Map(
        attempts.flatMap(({ estimator, estimate }) =>
          estimate ? [[estimator.id, estimate.details] as const] : [],
        ),
      ),
      notices: [
        ...new Set([
          ...(harmonised.notices ?? []),
          ...instrumentNotices(
            effects.exposures.map((name, i) => ({
              name,
              beta: effects.betaExposures[i],
              standardError: effects.standardErrorExposures[i],
            })),
          ),
          ...weakExposures(effects, strength),
          ...attempts.flatMap(({ estimate }) => estimate?.notes ?? []),
        ]),
      ],
    },
  );
}

interface Attempt {
  readonly estimator: MultivariableEstimator;
  readonly estimate?: MultivariableEstimate;
  readonly refusal?: NotEstimableError;
}

function attempt(
  estimator: MultivariableEstimator,
  effects: MultivariableEffects,
  settings: MultivariableSettings,
): Attempt {
  try {
    const needed = effects.exposures.length + estimator.extraVariants;
    if (effects.betaOutcome.length < needed) throw tooFewVariants(effects, needed);
    if (effects.correlation && !estimator.usesCorrelation) {
      throw new NotEstimableError("NEEDS_INDEPENDENT_VARIANTS", {
        what: `${estimator.label} does not account for correlated variants.`,
        why: "It would count what linked variants share more than once.",
        remedy: "Use ivw or egger, or clump the variants.",
      });
    }
    return { estimator, estimate: estimator.estimate(effects, settings) };
  } catch (error) {
    if (error instanceof NotEstimableError) return { estimator, refusal: error };
    throw error;
  }
}

function columnsOf(
  effects: MultivariableEffects,
  attempts: readonly Attempt[],
  { seed }: MultivariableSettings,
  strength: Float64Array | undefined,
): MultivariableColumns {
  const p = effects.exposures.length;
  const texts = <T extends string>(value: (attempt: Attempt, i: number) => T): T[] =>
    attempts.flatMap((one) => Array.from({ length: p }, (_, i) => value(one, i)));
  const numbers = (value: (attempt: Attempt, i: number) => number): Float64Array =>
    Float64Array.from(
      attempts.flatMap((one) => Array.from({ length: p }, (_, i) => value(one, i))),
    );
  const negLog10PValue = numbers(({ estimate }, i) => estimate?.negLog10PValue[i] ?? NaN);
  return {
    exposure: texts((_, i) => effects.exposures[i]),
    outcome: texts(() => effects.outcome),
    method: texts(({ estimator }) => estimator.id),
    label: texts(({ estimator }) => estimator.label),
    variantCount: Uint32Array.from(numbers(({ estimate }) => estimate?.variantCount ?? 0)),
    beta: numbers(({ estimate }, i) => estimate?.beta[i] ?? NaN),
    standardError: numbers(({ estimate }, i) => estimate?.standardError[i] ?? NaN),
    ciLower: numbers(({ estimate }, i) => estimate?.ciLower[i] ?? NaN),
    ciUpper: numbers(({ estimate }, i) => estimate?.ciUpper[i] ?? NaN),
    negLog10PValue,
    pValue: negLog10PValue.map(pValueOf),
    conditionalF: numbers((_, i) => strength?.[i] ?? NaN),
    seed: numbers(({ estimator }) => (estimator.isRandom ? seed : NaN)),
    errorCode: texts(({ refusal }) => refusal?.code ?? "."),
    reason: texts(({ refusal }) => refusal?.message ?? ""),
  };
}

function estimatorOf(
  method: MultivariableMethodName | MultivariableEstimator,
): MultivariableEstimator {
  if (typeof method !== "string") return method;
  if (Object.hasOwn(multivariableMethods, method)) return multivariableMethods[method]();
  throw new InvalidArgumentError("methods", {
    what: `There is no multivariable method "${method as string}".`,
    why: `The methods are ${Object.keys(multivariableMethods).join(", ")}.`,
    remedy: "Check the spelling.",
  });
}

function strengthOf(
  effects: MultivariableEffects,
  options: ErrorCorrelationOptions,
): Float64Array | undefined {
  try {
    return conditionalF(effects, options);
  } catch (error) {
    if (error instanceof NotEstimableError) return undefined;
    throw error;
  }
}

function weakExposures(
  effects: MultivariableEffects,
  strength: Float64Array | undefined,
): string[] {
  return effects.exposures.flatMap((name, i) => {
    const notices: string[] = [];
    if (strength && strength[i] < WEAK_F) {
      notices.push(
        `Given the other exposures the variants are weak instruments of ${name} (conditional F ${strength[i].toFixed(1)}): estimates are biased; liml is less so.`,
      );
    }
    return notices;
  });
}

function refuseSettings({ bootstraps, confidence, seed }: MultivariableSettings): void {
  const refuse = (argument: string, what: string, why: string): never => {
    throw new InvalidArgumentError(argument, {
      what,
      why,
      remedy: "Leave it out for the default.",
    });
  };
  if (!(confidence > 0 && confidence < 1)) {
    refuse("confidence", `confidence is ${confidence}.`, "It is a share between 0 and 1.");
  }
  if (!(Number.isInteger(bootstraps) && bootstraps >= 0)) {
    refuse("bootstraps", `bootstraps is ${bootstraps}.`, "It is a whole number of samples.");
  }
  if (!Number.isFinite(seed)) refuse("seed", `seed is ${seed}.`, "It is a number.");
}
