/** Effects of k variants on p exposures and one outcome, per copy of the same allele: the input of multivariable estimators. */
export interface MultivariableEffects {
  /** p names for results. */
  readonly exposures: readonly string[];
  readonly outcome: string;
  readonly variantId: readonly string[];
  /** For each of the p exposures k values; standard errors are positive and all values finite. */
  readonly betaExposures: readonly Float64Array[];
  readonly standardErrorExposures: readonly Float64Array[];
  readonly betaOutcome: Float64Array;
  readonly standardErrorOutcome: Float64Array;
  /** People behind each exposure and, last, behind the outcome; NaN where unknown. */
  readonly sampleSizes?: readonly number[] | undefined;
  /** Correlation of the variants' effect alleles, k × k row-major; absent when they are taken as independent. */
  readonly correlation?: Float64Array | undefined;
}

/** The same effects at some of the variants. */
export function atVariants(
  effects: MultivariableEffects,
  rows: readonly number[],
): MultivariableEffects {
  const pick = (values: Float64Array): Float64Array =>
    Float64Array.from(rows, (row) => values[row]);
  const k = effects.betaOutcome.length;
  const { correlation } = effects;
  return {
    ...effects,
    variantId: rows.map((row) => effects.variantId[row]),
    betaExposures: effects.betaExposures.map(pick),
    standardErrorExposures: effects.standardErrorExposures.map(pick),
    betaOutcome: pick(effects.betaOutcome),
    standardErrorOutcome: pick(effects.standardErrorOutcome),
    correlation:
      correlation &&
      Float64Array.from(rows.flatMap((i) => rows.map((j) => correlation[i * k + j]))),
  };
}
