import { InvalidArgumentError } from "../../errors.ts";
import { normalDensity, normalQuantile } from "../../stats/normal.ts";
import { properShare } from "./checked-values.ts";
import { NotEvaluableError } from "./evaluation-errors.ts";

/** Variance explained on the scale of liability. */
export interface LiabilityR2 {
  readonly r2: number;
  readonly standardError: number;
}

/**
 * R² on the liability scale from R² of a linear regression of case status, for samples with more cases than the population.
 *
 * @param options.r2 - R² of 0/1 status on the score, or what it adds to that of covariates
 * @param options.caseShare - share of cases among those evaluated
 * @param options.prevalence - share of people who ever have the disease; it has no default
 * @param options.standardError - of `r2`; carried over by its derivative
 * @throws NotEvaluableError `NEEDS_PREVALENCE` when there is none; InvalidArgumentError
 * @example
 * const { r2 } = prs.liabilityR2({ r2: 0.05, caseShare: 0.5, prevalence: 0.01 });
 * @see Lee et al. 2012, doi:10.1002/gepi.21614, equation 15
 */
export function liabilityR2(options: {
  readonly r2: number;
  readonly caseShare: number;
  readonly prevalence: number | undefined;
  readonly standardError?: number;
}): LiabilityR2 {
  const { r2, standardError = NaN } = options;
  if (options.prevalence === undefined) throw needsPrevalence();
  const prevalence = properShare("prevalence", options.prevalence);
  const caseShare = properShare("caseShare", options.caseShare);
  if (!(r2 >= -1 && r2 <= 1)) {
    throw new InvalidArgumentError("r2", {
      what: `r2 is ${r2}.`,
      why: "It is a share of the variance of case status.",
      remedy: "Give R² of a linear regression of 0/1 status.",
    });
  }
  const threshold = normalQuantile(1 - prevalence);
  const density = normalDensity(threshold);
  const mean = density / prevalence;
  const lift = (mean * (caseShare - prevalence)) / (1 - prevalence);
  const theta = lift * (lift - threshold);
  const c =
    (prevalence * (1 - prevalence)) ** 2 / (density * density * caseShare * (1 - caseShare));
  const divisor = 1 + theta * c * r2;
  return { r2: (c * r2) / divisor, standardError: (standardError * c) / (divisor * divisor) };
}

export function needsPrevalence(): NotEvaluableError {
  return new NotEvaluableError("NEEDS_PREVALENCE", {
    what: "R² on the liability scale needs the prevalence of the disease in the population.",
    why: "The share of cases in a study is set by who was recruited, and no default would be right.",
    remedy: "Pass prevalence, such as 0.08, with its source in your report.",
  });
}

/**
 * The R² to expect of a score from heritability and the size of the discovery study, for planning.
 *
 * @param options.h2 - heritability that the variants carry
 * @param options.n - people of the discovery study
 * @param options.effectiveVariants - independent segments, about 60,000 in Europeans
 * @returns R² in the same population, at most h2
 * @throws InvalidArgumentError
 * @example
 * const r2 = prs.expectedR2({ h2: 0.4, n: 250_000 }); // 0.279
 * @see Daetwyler et al. 2008, doi:10.1371/journal.pone.0003395
 * @see Pasaniuc & Price 2017, doi:10.1038/nrg.2016.142 (box 3, with the residual variance)
 */
export function expectedR2(options: {
  readonly h2: number;
  readonly n: number;
  readonly effectiveVariants?: number;
}): number {
  const { n, effectiveVariants = 60_000 } = options;
  const h2 = properShare("h2", options.h2);
  for (const [name, value] of Object.entries({ n, effectiveVariants })) {
    if (value > 0 && Number.isFinite(value)) continue;
    throw new InvalidArgumentError(name, {
      what: `${name} is ${value}.`,
      why: "It is a count.",
      remedy: "Give a number above 0.",
    });
  }
  // R² = h² / (1 + (1 − R²) M / (N h²)): the smaller root of a quadratic in R².
  const load = effectiveVariants / (n * h2);
  const sum = 1 + load;
  return (2 * h2) / (sum + Math.sqrt(sum * sum - 4 * load * h2));
}
