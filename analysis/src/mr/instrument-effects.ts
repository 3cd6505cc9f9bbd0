/** Effects of k instruments on one exposure and one outcome, per copy of the same allele: the input of every estimator. */
export interface InstrumentEffects {
  /** Names for results: `LDL cholesterol`. */
  readonly exposure: string;
  readonly outcome: string;
  readonly variantId: readonly string[];
  /** k values each; standard errors are positive and all values finite. */
  readonly betaExposure: Float64Array;
  readonly standardErrorExposure: Float64Array;
  readonly betaOutcome: Float64Array;
  readonly standardErrorOutcome: Float64Array;
  /** Correlation of the instruments' effect alleles, k × k row-major; absent when they are taken as independent. */
  readonly correlation?: Float64Array | undefined;
  /** People in the smaller of the two studies, where known; constrained maximum likelihood needs it. */
  readonly sampleSize?: number | undefined;
}
