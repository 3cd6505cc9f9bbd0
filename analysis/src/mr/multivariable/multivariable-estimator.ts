import type { EstimateDetail, EstimationSettings } from "../estimators/estimator.ts";
import type { MultivariableEffects } from "./multivariable-effects.ts";

/** Direct effects of p exposures: change of the outcome for one unit of one exposure while the others are held. */
export interface MultivariableEstimate {
  /** p values each; a method without standard errors gives NaN there. */
  readonly beta: Float64Array;
  readonly standardError: Float64Array;
  readonly ciLower: Float64Array;
  readonly ciUpper: Float64Array;
  readonly negLog10PValue: Float64Array;
  /** Variants that the estimate rests on. */
  readonly variantCount: number;
  /** Whatever else the method gives, by name: `intercept`, `q`, `residualStandardError`, `valid` … */
  readonly details: Readonly<Record<string, EstimateDetail>>;
  /** What a reader of the numbers has to know, in sentences. */
  readonly notes: readonly string[];
}

export interface MultivariableSettings extends EstimationSettings {
  /** Correlation of the errors of the exposures and, last, of the outcome: (p + 1) × (p + 1) row-major. */
  readonly errorCorrelation: Float64Array;
}

/** One way to estimate direct effects, with its options settled. */
export interface MultivariableEstimator {
  /** Stable name for code: `median`. */
  readonly id: string;
  /** For people, with the conventions that matter. */
  readonly label: string;
  /** Variants needed beyond one for each exposure. */
  readonly extraVariants: number;
  /** Whether correlated variants are accounted for; the others refuse them. */
  readonly usesCorrelation: boolean;
  /** Whether it draws random numbers, so that its rows show the seed. */
  readonly isRandom: boolean;
  /** DOI of the method. */
  readonly source: string;
  /** @throws NotEstimableError */
  readonly estimate: (
    effects: MultivariableEffects,
    settings: MultivariableSettings,
  ) => MultivariableEstimate;
}
