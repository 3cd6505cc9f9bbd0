import { InvalidArgumentError } from "../../errors.ts";
import { normalCumulative, normalQuantile } from "../../stats/normal.ts";

export interface PowerOptions {
  /** People in the outcome study. */
  readonly n: number;
  /** Share of the exposure's variance that the instruments explain, in (0, 1). */
  readonly r2: number;
  /** Significance level, two-sided: 0.05. */
  readonly alpha?: number | undefined;
  /** Power to find the sample size for: 0.8. */
  readonly wantedPower?: number | undefined;
  /** Continuous outcome: true effect of one unit of the exposure. */
  readonly beta?: number | undefined;
  /** Continuous outcome: effect that an observational regression finds, confounding included; default `beta`. */
  readonly observationalBeta?: number | undefined;
  readonly varianceExposure?: number | undefined;
  readonly varianceOutcome?: number | undefined;
  /** Binary outcome: true odds ratio per standard deviation of the exposure. */
  readonly oddsRatio?: number | undefined;
  /** Binary outcome: share of cases in the study, in (0, 1). */
  readonly caseShare?: number | undefined;
}

export interface Power {
  readonly outcome: "continuous" | "binary";
  /** Chance to find the effect at level `alpha`, in [0, 1]. */
  readonly power: number;
  /** Of chi-square with one degree of freedom. */
  readonly nonCentrality: number;
  /** Of the first stage, expected: 1 + n R² / (1 − R²). */
  readonly fStatistic: number;
  readonly alpha: number;
  readonly wantedPower: number;
  /** People of the outcome study for `wantedPower`, rounded up. */
  readonly nForWantedPower: number;
}

/**
 * Power of a Mendelian randomization study before it is made, from one formula for continuous and one for binary
 * outcomes (two-stage least squares, as mRnd computes).
 *
 * @param options.n - people in the outcome study
 * @param options.r2 - variance of the exposure that the instruments explain
 * @param options.beta - for a continuous outcome
 * @param options.oddsRatio - for a binary outcome, with `caseShare`
 * @throws InvalidArgumentError when neither or both are given, or a number is out of its range
 * @example
 * mr.power({ n: 50_000, r2: 0.02, oddsRatio: 1.2, caseShare: 0.3 }).power;
 * @see Brion, Shakhbazov & Visscher 2013, doi:10.1093/ije/dyt179
 */
export function power(options: PowerOptions): Power {
  const { n, r2, alpha = 0.05, wantedPower = 0.8, beta, oddsRatio } = options;
  inRange("n", n, 3, Infinity);
  inRange("r2", r2, 0, 1);
  inRange("alpha", alpha, 0, 1);
  inRange("wantedPower", wantedPower, alpha, 1);
  if ((beta === undefined) === (oddsRatio === undefined)) {
    throw new InvalidArgumentError("beta", {
      what: `${beta === undefined ? "Neither" : "Both of"} beta ${beta === undefined ? "nor" : "and"} oddsRatio ${beta === undefined ? "is" : "are"} given.`,
      why: "The outcome is either continuous or binary.",
      remedy: "Give beta for a continuous outcome, or oddsRatio with caseShare for a binary one.",
    });
  }
  const expected = beta !== undefined ? continuous(beta, options) : binary(oddsRatio!, options);
  const size = (normalQuantile(1 - alpha / 2) + normalQuantile(wantedPower)) ** 2;
  const threshold = normalQuantile(1 - alpha / 2);
  const shift = Math.sqrt(expected.nonCentrality(n));
  return {
    outcome: beta !== undefined ? "continuous" : "binary",
    power: normalCumulative(shift - threshold) + normalCumulative(-shift - threshold),
    nonCentrality: expected.nonCentrality(n),
    fStatistic: 1 + (n * r2) / (1 - r2),
    alpha,
    wantedPower,
    nForWantedPower: Math.ceil(expected.sampleSize(size)),
  };
}

interface Expected {
  readonly nonCentrality: (n: number) => number;
  /** The n at which non-centrality is this. */
  readonly sampleSize: (nonCentrality: number) => number;
}

function continuous(beta: number, options: PowerOptions): Expected {
  const { r2, observationalBeta = beta, varianceExposure = 1, varianceOutcome = 1 } = options;
  inRange("beta", beta, -Infinity, Infinity);
  inRange("observationalBeta", observationalBeta, -Infinity, Infinity);
  inRange("varianceExposure", varianceExposure, 0, Infinity);
  inRange("varianceOutcome", varianceOutcome, 0, Infinity);
  const confounding = (observationalBeta - beta) * varianceExposure;
  const residual = varianceOutcome - beta * varianceExposure * (2 * observationalBeta - beta);
  if (!(residual > 0)) {
    throw new InvalidArgumentError("varianceOutcome", {
      what: `The exposure would explain more than the outcome's variance of ${varianceOutcome}.`,
      why: `With beta ${beta} and observationalBeta ${observationalBeta} nothing is left for the residual.`,
      remedy: "Give smaller effects, or effects in standard deviations.",
    });
  }
  const ratio = residual / (r2 * varianceExposure);
  return {
    nonCentrality: (n) => ((beta + confounding / (n * r2)) ** 2 * n) / ratio,
    // (β n + c/R²)² = λ · ratio · n, the larger root.
    sampleSize: (nonCentrality) => {
      const bias = confounding / r2;
      const half = (nonCentrality * ratio) / 2 - beta * bias;
      if (beta === 0) return Infinity;
      return (half + Math.sqrt(Math.max(0, half * half - (beta * bias) ** 2))) / (beta * beta);
    },
  };
}

function binary(oddsRatio: number, { r2, caseShare }: PowerOptions): Expected {
  inRange("oddsRatio", oddsRatio, 0, Infinity);
  inRange("caseShare", caseShare ?? NaN, 0, 1);
  const share = caseShare!;
  // Risk difference per standard deviation of the exposure, at the study's share of cases.
  const difference = share * (oddsRatio / (1 + share * (oddsRatio - 1)) - 1);
  const residual = share * (1 - share) - difference * difference;
  if (!(residual > 0)) {
    throw new InvalidArgumentError("oddsRatio", {
      what: `An odds ratio of ${oddsRatio} explains more than all cases.`,
      why: "The risk difference leaves no variance.",
      remedy: "Give the odds ratio per standard deviation of the exposure.",
    });
  }
  const perPerson = (difference * difference * r2) / residual;
  return {
    nonCentrality: (n) => n * perPerson,
    sampleSize: (nonCentrality) => nonCentrality / perPerson,
  };
}

function inRange(argument: string, value: number, low: number, high: number): void {
  if (value > low && value < high) return;
  throw new InvalidArgumentError(argument, {
    what: `${argument} is ${value}.`,
    why:
      low === -Infinity
        ? "It is a finite number."
        : `It lies above ${low}${high === Infinity ? "" : ` and below ${high}`}.`,
    remedy: "Correct it.",
  });
}
