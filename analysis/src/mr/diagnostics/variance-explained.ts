import { findRoot } from "../../stats/minimise.ts";
import { studentTTail } from "../../stats/student-t.ts";
import type { Harmonised, MrTrait } from "../harmonised.ts";
import { NotEstimableError } from "../mr-errors.ts";

/**
 * How r², the share of a trait's variance that a variant explains, is had:
 * `effect` from (β/SE)² and n; `pValue` from P and n; `standardised` 2β²f(1 − f), for effects in SD;
 * `liability` from log-odds, frequency, cases, controls and prevalence.
 */
export type VarianceSource = "effect" | "pValue" | "standardised" | "liability";

export interface VarianceOptions {
  /** By the trait's unit when left out: `log odds` liability, `SD` standardised, others effect. */
  readonly from?: VarianceSource | undefined;
  /** Share of people with the trait in the population, for `liability`. */
  readonly prevalence?: number | undefined;
  readonly cases?: number | undefined;
  readonly controls?: number | undefined;
  /** People, where the table does not say: one number for all variants. */
  readonly n?: number | undefined;
}

export interface VarianceExplained {
  readonly from: VarianceSource;
  /** Signed as the effect; one for each kept instrument, NaN where something is missing. */
  readonly r: Float64Array;
  /** Sample size that a correlation of the same standard error would have. */
  readonly n: Float64Array;
}

/** Variance of the standard logistic distribution, in which log-odds are effects on a liability. */
const LOGISTIC_VARIANCE = Math.PI ** 2 / 3;

/**
 * Correlation of each kept instrument with a trait.
 *
 * @throws NotEstimableError `NEEDS_MORE_INPUT` for log-odds without prevalence, cases or controls, or where no variant has what is needed
 */
export function varianceExplained(
  harmonised: Harmonised,
  role: "exposure" | "outcome",
  options: VarianceOptions = {},
): VarianceExplained {
  const { columns, keptRows } = harmonised;
  const trait = harmonised[role];
  const isExposure = role === "exposure";
  const pick = (column: Float64Array): Float64Array =>
    Float64Array.from(keptRows, (i) => column[i]);
  const beta = pick(isExposure ? columns.betaExposure : columns.betaOutcome);
  const error = pick(isExposure ? columns.standardErrorExposure : columns.standardErrorOutcome);
  const logP = pick(isExposure ? columns.negLog10PValueExposure : columns.negLog10PValueOutcome);
  const frequency = pick(
    isExposure ? columns.effectAlleleFrequencyExposure : columns.effectAlleleFrequencyOutcome,
  );
  const cases = options.cases ?? trait.cases;
  const controls = options.controls ?? trait.controls;
  const total = cases !== undefined && controls !== undefined ? cases + controls : NaN;
  const n = pick(isExposure ? columns.nExposure : columns.nOutcome).map((value) =>
    Number.isFinite(value) ? value : (options.n ?? total),
  );
  const from = options.from ?? sourceOf(trait, frequency);
  let r: Float64Array;
  let size = n;
  if (from === "liability") {
    const study = caseControl(trait, { ...options, cases, controls });
    r = beta.map((value, j) => liabilityR(value, frequency[j], study));
    size = beta.map(() => LOGISTIC_VARIANCE / (1 / study.cases + 1 / study.controls));
  } else if (from === "standardised") {
    r = beta.map((value, j) => value * Math.sqrt(2 * frequency[j] * (1 - frequency[j])));
  } else {
    const t =
      from === "effect"
        ? beta.map((value, j) => value / error[j])
        : logP.map((value, j) => tOfLogP(value, n[j]) * Math.sign(beta[j]));
    r = t.map((value, j) => value / Math.sqrt(n[j] - 2 + value * value));
  }
  const isKnown = r.some((value, j) => Number.isFinite(value) && size[j] > 3);
  if (!isKnown) throw unknown(trait.name, role, from);
  if (r.some((value) => Math.abs(value) >= 1)) throw tooLarge(trait.name, role);
  return { from, r, n: size };
}

function sourceOf(trait: MrTrait, frequency: Float64Array): VarianceSource {
  const unit = trait.unit?.toLowerCase() ?? "";
  if (/log.?odds|log.?or\b/.test(unit)) return "liability";
  const isStandardised = /\bsd\b|standard deviation/.test(unit);
  return isStandardised && frequency.every(Number.isFinite) ? "standardised" : "effect";
}

interface CaseControl {
  readonly cases: number;
  readonly controls: number;
  readonly prevalence: number;
}

function caseControl(
  trait: MrTrait,
  { cases, controls, prevalence = trait.prevalence }: VarianceOptions,
): CaseControl {
  const missing = Object.entries({ prevalence, cases, controls }).flatMap(([name, value]) =>
    value === undefined ? [name] : [],
  );
  if (missing.length > 0) {
    throw new NotEstimableError("NEEDS_MORE_INPUT", {
      what: `The variance of ${trait.name} that variants explain needs ${missing.join(", ")}.`,
      why: "Its effects are log-odds, whose share of the liability depends on how common the trait is in the population and in the study.",
      remedy: `Give ${missing.map((name) => `${name}: …`).join(", ")} for the trait; no value is assumed.`,
    });
  }
  if (!(prevalence! > 0 && prevalence! < 1 && cases! > 0 && controls! > 0)) {
    throw new NotEstimableError("NEEDS_MORE_INPUT", {
      what: `${trait.name} has prevalence ${prevalence!}, ${cases!} cases and ${controls!} controls.`,
      why: "A prevalence lies between 0 and 1, and counts are above 0.",
      remedy: "Correct them.",
    });
  }
  return { cases: cases!, controls: controls!, prevalence: prevalence! };
}

/**
 * Correlation of an allele count with the liability whose logistic regression has this slope: variance β²·2f(1 − f) of
 * the genotype beside π²/3 of the residual, at the frequency of the population.
 *
 * @param frequency - of the effect allele among cases and controls of the study together
 * @see Lee et al. 2012, doi:10.1002/gepi.21614
 */
export function liabilityR(
  beta: number,
  frequency: number,
  { cases, controls, prevalence }: CaseControl,
): number {
  const share = cases / (cases + controls);
  const inCases = caseFrequency(beta, frequency, share);
  const inControls = (frequency - share * inCases) / (1 - share);
  const population = prevalence * inCases + (1 - prevalence) * inControls;
  const variance = beta * beta * 2 * population * (1 - population);
  return Math.sign(beta) * Math.sqrt(variance / (variance + LOGISTIC_VARIANCE));
}

/** Frequency among cases, from that of all and the allelic odds ratio: the root in [0, 1] of a quadratic. */
function caseFrequency(beta: number, frequency: number, share: number): number {
  const odds = Math.exp(beta);
  // p₁/(1 − p₁) = odds · p₀/(1 − p₀) and share·p₁ + (1 − share)·p₀ = frequency.
  const a = share * (odds - 1);
  const b = -(1 - share + odds * share + (odds - 1) * frequency);
  const c = odds * frequency;
  // As 2c / (−b + √…) nothing cancels, and odds of 1 need no case of their own.
  return (2 * c) / (-b + Math.sqrt(b * b - 4 * a * c));
}

/** |t| with n − 2 degrees of freedom whose two-sided P has this −log10. */
function tOfLogP(negLog10PValue: number, n: number): number {
  if (!(n > 3) || !(negLog10PValue >= 0) || negLog10PValue === Infinity) return NaN;
  if (negLog10PValue === 0) return 0;
  const tail = studentTTail(n - 2);
  const target = -negLog10PValue * Math.LN10;
  const off = (lnT: number): number => tail(Math.exp(lnT)) - target;
  return Math.exp(findRoot(off, -50, 300, 1e-14));
}

function unknown(trait: string, role: string, from: VarianceSource): NotEstimableError {
  const needs = {
    effect: "sample sizes",
    pValue: "P values and sample sizes",
    standardised: "effect allele frequencies and sample sizes",
    liability: "effect allele frequencies",
  }[from];
  return new NotEstimableError("NEEDS_MORE_INPUT", {
    what: `The variance of ${trait} that variants explain is not known.`,
    why: `It is computed from ${needs}, which the ${role} lacks.`,
    remedy:
      from === "liability"
        ? "Use data with allele frequencies."
        : `Give ${role}: { n: … }, the number of people in its study.`,
  });
}

function tooLarge(trait: string, role: string): NotEstimableError {
  return new NotEstimableError("NEEDS_MORE_INPUT", {
    what: `A variant would explain all the variance of ${trait}, or more.`,
    why: `Its effects are not in the unit that the ${role} states.`,
    remedy: `Give ${role}: { from: "effect" }, which needs sample sizes only.`,
  });
}
