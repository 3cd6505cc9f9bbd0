import type { InstrumentEffects } from "../instrument-effects.ts";

/** What `mr.estimate` hands to every estimator. */
export interface EstimationSettings {
  /** Of all random draws; a stream of its own for each estimator: `randomStream(seed, estimator.id)`. */
  readonly seed: number;
  /** Parametric bootstrap samples of estimators that have no standard error in closed form. */
  readonly bootstraps: number;
  /** Of confidence intervals: 0.95. */
  readonly confidence: number;
}

/** A causal effect: change of the outcome for one unit of the exposure. */
export interface Estimate {
  readonly beta: number;
  /** NaN where a method has none, as the contamination mixture. */
  readonly standardError: number;
  readonly ciLower: number;
  readonly ciUpper: number;
  readonly negLog10PValue: number;
  /** Instruments that the estimate rests on. */
  readonly variantCount: number;
  /** Whatever else the method gives, by name: `intercept`, `q`, `tau2`, `residualStandardError`, `excluded` … */
  readonly details: Readonly<Record<string, EstimateDetail>>;
  /** What a reader of the number has to know, in sentences. */
  readonly notes: readonly string[];
}

export type EstimateDetail =
  number | string | boolean | readonly number[] | readonly string[] | Float64Array;

/** One way to estimate, with its options settled. Estimators are pure: same effects and settings, same estimate. */
export interface Estimator {
  /** Stable name for code: `weightedMedian`. */
  readonly id: string;
  /** For people, with the conventions that matter: `Inverse variance weighted (multiplicative random effects)`. */
  readonly label: string;
  /** Instruments without which it is not defined. */
  readonly fewestVariants: number;
  /** Whether correlated instruments are accounted for; the others refuse them. */
  readonly usesCorrelation: boolean;
  /** Whether it draws random numbers, so that its row shows the seed. */
  readonly isRandom: boolean;
  /** DOI of the method. */
  readonly source: string;
  /** @throws NotEstimableError */
  readonly estimate: (effects: InstrumentEffects, settings: EstimationSettings) => Estimate;
}
