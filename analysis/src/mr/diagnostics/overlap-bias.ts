import { InvalidArgumentError } from "../../errors.ts";
import { normalCumulative, normalQuantile } from "../../stats/normal.ts";

export interface OverlapBiasOptions {
  /** Mean F of the instruments; or `r2`, `variants` and `nExposure` from which it follows. */
  readonly fStatistic?: number | undefined;
  /** Share of the exposure's variance that the instruments explain together. */
  readonly r2: number;
  readonly variants?: number | undefined;
  readonly nExposure?: number | undefined;
  readonly nOutcome: number;
  /** Share of people of the larger study who are in both, in [0, 1]. */
  readonly overlap: number;
  /** Bias of the observational estimate: observational minus causal effect. */
  readonly observationalBias: number;
  /** Share of cases of a binary outcome; without it the outcome is continuous. */
  readonly caseShare?: number | undefined;
  readonly varianceExposure?: number | undefined;
  readonly varianceOutcome?: number | undefined;
  /** Significance level, two-sided: 0.05. */
  readonly alpha?: number | undefined;
}

export interface OverlapBias {
  readonly fStatistic: number;
  /** Expected bias of the estimate when there is no causal effect. */
  readonly bias: number;
  /** `bias` as a share of the observational bias: overlap / F. */
  readonly relativeBias: number;
  readonly standardError: number;
  /** Chance of a significant result when there is no causal effect; `alpha` without bias. */
  readonly typeOneError: number;
}

/**
 * What overlapping samples and weak instruments do to a study without a causal effect: the bias towards the
 * observational association, overlap / F of it, and the chance of a false finding.
 *
 * @param options.fStatistic - mean F; or `r2`, `variants` and `nExposure`
 * @param options.overlap - share of people in both studies
 * @param options.observationalBias - observational minus causal effect, per unit of the exposure
 * @throws InvalidArgumentError when F does not follow from what is given, or a number is out of its range
 * @example
 * mr.overlapBias({ fStatistic: 30, r2: 0.02, nOutcome: 100_000, overlap: 0.5, observationalBias: 0.3 }).bias; // 0.005
 * @see Burgess, Davies & Thompson 2016, doi:10.1002/gepi.21998
 */
export function overlapBias(options: OverlapBiasOptions): OverlapBias {
  const { r2, nOutcome, overlap, observationalBias, caseShare, alpha = 0.05 } = options;
  const { varianceExposure = 1, varianceOutcome = 1 } = options;
  check("r2", r2, r2 > 0 && r2 < 1, "It is a share above 0 and below 1.");
  check("nOutcome", nOutcome, nOutcome > 3, "It counts people, more than 3.");
  check("overlap", overlap, overlap >= 0 && overlap <= 1, "It is a share, from 0 to 1.");
  check("alpha", alpha, alpha > 0 && alpha < 1, "It is a probability.");
  check(
    "observationalBias",
    observationalBias,
    Number.isFinite(observationalBias),
    "It is finite.",
  );
  check(
    "caseShare",
    caseShare ?? 0.5,
    caseShare === undefined || (caseShare > 0 && caseShare < 1),
    "It is a share above 0 and below 1.",
  );
  check("varianceExposure", varianceExposure, varianceExposure > 0, "It is above 0.");
  check("varianceOutcome", varianceOutcome, varianceOutcome > 0, "It is above 0.");
  const fStatistic = options.fStatistic ?? expectedF(options);
  check("fStatistic", fStatistic, fStatistic > 0, "It is above 0.");
  const variance = caseShare === undefined ? varianceOutcome : 1 / (caseShare * (1 - caseShare));
  const standardError = Math.sqrt(variance / (nOutcome * varianceExposure * r2));
  const relativeBias = overlap / fStatistic;
  const bias = observationalBias * relativeBias;
  const threshold = normalQuantile(1 - alpha / 2);
  const shift = bias / standardError;
  return {
    fStatistic,
    bias,
    relativeBias,
    standardError,
    typeOneError: normalCumulative(shift - threshold) + normalCumulative(-shift - threshold),
  };
}

function expectedF({ r2, variants, nExposure }: OverlapBiasOptions): number {
  const residual = (nExposure ?? NaN) - (variants ?? NaN) - 1;
  check(
    "fStatistic",
    NaN,
    residual > 0 && variants! > 0,
    "F follows from r2, variants and nExposure, which are to leave residual degrees of freedom.",
  );
  return ((residual / variants!) * r2) / (1 - r2);
}

function check(argument: string, value: number, isRight: boolean, why: string): void {
  if (isRight) return;
  throw new InvalidArgumentError(argument, {
    what: Number.isNaN(value) ? `${argument} is not known.` : `${argument} is ${value}.`,
    why,
    remedy: "Correct it.",
  });
}
