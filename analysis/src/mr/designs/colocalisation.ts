import { InvalidArgumentError } from "../../errors.ts";
import { Table, type Provenance } from "../../table.ts";
import type { Harmonised, MrTrait } from "../harmonised.ts";
import { NotEstimableError } from "../mr-errors.ts";

/** What a study's effects are measured in. */
export interface ColocalisationTrait {
  /** Standard deviation of a quantitative trait in the units of its effects; 1 for `SD`, else estimated. */
  readonly standardDeviation?: number | undefined;
  /** Effects of a `binary` trait are log odds; by the trait's unit and cases when left out. */
  readonly kind?: "quantitative" | "binary" | undefined;
}

export interface ColocalisationOptions {
  /** Prior probability that a variant is causal for the exposure only, 1e-4 by default. */
  readonly p1?: number | undefined;
  /** For the outcome only, 1e-4 by default. */
  readonly p2?: number | undefined;
  /** For both, 1e-5 by default. */
  readonly p12?: number | undefined;
  readonly exposure?: ColocalisationTrait | undefined;
  readonly outcome?: ColocalisationTrait | undefined;
}

export type ColocalisationColumns = {
  readonly variantId: readonly string[];
  /** Logarithm of the approximate Bayes factor against no association. */
  readonly lnBayesFactorExposure: Float64Array;
  readonly lnBayesFactorOutcome: Float64Array;
  /** That it is the causal variant, if one causes both. */
  readonly posteriorShared: Float64Array;
};

/** Posterior probabilities of how a region causes two traits, with a row a variant. */
export class Colocalisation extends Table<ColocalisationColumns> {
  /** Neither trait is associated. */
  readonly h0: number;
  /** Only the exposure. */
  readonly h1: number;
  /** Only the outcome. */
  readonly h2: number;
  /** Both, through different variants. */
  readonly h3: number;
  /** Both, through one shared variant. */
  readonly h4: number;

  constructor(
    columns: ColocalisationColumns,
    provenance: Provenance,
    [h0, h1, h2, h3, h4]: readonly number[],
  ) {
    super(columns, provenance);
    this.h0 = h0;
    this.h1 = h1;
    this.h2 = h2;
    this.h3 = h3;
    this.h4 = h4;
  }
}

/** Prior standard deviations of effects: of a quantitative trait in its SDs, of log odds. */
const PRIOR = { quantitative: 0.15, binary: 0.2 };

/**
 * Asks whether exposure and outcome share a causal variant in a region, assuming at most one for each.
 *
 * @param region - all variants of the region that both studies have, with or without association
 * @returns a row a kept variant; `h0` to `h4` are posterior probabilities and add to 1
 * @throws NotEstimableError without variants, or where the SD of a trait is unknown and cannot be estimated
 * @throws InvalidArgumentError for what are no prior probabilities
 * @example
 * const region = mr.harmonise({ exposure, outcome });
 * const { h4 } = mr.colocalisation(region);
 * @see Giambartolomei et al. 2014, doi:10.1371/journal.pgen.1004383; Wakefield 2009, doi:10.1002/gepi.20359
 */
export function colocalisation(
  region: Harmonised,
  options: ColocalisationOptions = {},
): Colocalisation {
  const { p1 = 1e-4, p2 = 1e-4, p12 = 1e-5 } = options;
  refusePriors({ p1, p2, p12 });
  const rows = region.keptRows;
  if (rows.length === 0) {
    throw new NotEstimableError("TOO_FEW_VARIANTS", {
      what: "No variant of the region is in both studies.",
      why: "Colocalisation compares them variant by variant.",
      remedy: "Widen the region, or look at the verdicts of its variants.",
    });
  }
  const exposure = bayesFactors(region, "Exposure", options.exposure);
  const outcome = bayesFactors(region, "Outcome", options.outcome);
  const both = exposure.map((value, i) => value + outcome[i]);
  const [one, two, shared] = [exposure, outcome, both].map(lnSum);
  const lnPosterior = [
    0,
    Math.log(p1) + one,
    Math.log(p2) + two,
    Math.log(p1) + Math.log(p2) + lnDifference(one + two, shared),
    Math.log(p12) + shared,
  ];
  const total = lnSum(lnPosterior);
  return new Colocalisation(
    {
      variantId: rows.map((row) => region.columns.variantId[row]),
      lnBayesFactorExposure: exposure,
      lnBayesFactorOutcome: outcome,
      posteriorShared: both.map((value) => Math.exp(value - shared)),
    },
    {
      method: "colocalisation by approximate Bayes factors",
      exposure: region.exposure.name,
      outcome: region.outcome.name,
      variants: rows.length,
      ...{ p1, p2, p12 },
    },
    lnPosterior.map((value) => Math.exp(value - total)),
  );
}

function bayesFactors(
  region: Harmonised,
  role: "Exposure" | "Outcome",
  given: ColocalisationTrait | undefined,
): Float64Array {
  const { columns } = region;
  const trait = role === "Exposure" ? region.exposure : region.outcome;
  const beta = columns[`beta${role}`];
  const standardError = columns[`standardError${role}`];
  const kind = given?.kind ?? kindOf(trait);
  const spread =
    kind === "binary"
      ? 1
      : (given?.standardDeviation ??
        (trait.unit === "SD" ? 1 : standardDeviationOf(region, role, trait.name)));
  const w = (PRIOR[kind] * spread) ** 2;
  return Float64Array.from(region.keptRows, (row) => {
    const v = standardError[row] ** 2;
    const r = w / (w + v);
    return 0.5 * (Math.log1p(-r) + r * (beta[row] ** 2 / v));
  });
}

function kindOf({ unit, cases }: MrTrait): "quantitative" | "binary" {
  return cases !== undefined || /odds|log\s*OR\b/i.test(unit ?? "") ? "binary" : "quantitative";
}

/** The SD at which standard errors, frequencies and sample sizes agree: se² = sd² / (2 n f (1 − f)), by least squares. */
function standardDeviationOf(
  { columns, keptRows }: Harmonised,
  role: "Exposure" | "Outcome",
  name: string,
): number {
  const frequency = columns[`effectAlleleFrequency${role}`];
  const n = columns[`n${role}`];
  let [products, squares] = [0, 0];
  for (const row of keptRows) {
    const precision = 1 / columns[`standardError${role}`][row] ** 2;
    const f = frequency[row];
    products += 2 * n[row] * f * (1 - f) * precision;
    squares += precision * precision;
  }
  const variance = products / squares;
  if (variance > 0) return Math.sqrt(variance);
  throw new NotEstimableError("NEEDS_MORE_INPUT", {
    what: `The standard deviation of ${name} is not known.`,
    why: "The prior of its effects is in standard deviations, and a sample size or frequency is missing to estimate one.",
    remedy: `Give ${role.toLowerCase()}: { standardDeviation: … }, 1 where effects are per SD.`,
  });
}

function lnSum(values: ArrayLike<number>): number {
  let largest = -Infinity;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, values[i]);
  if (largest === -Infinity) return largest;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.exp(values[i] - largest);
  return largest + Math.log(sum);
}

/** ln(eᵃ − eᵇ), b ≤ a; one variant alone cannot be two different ones. */
function lnDifference(a: number, b: number): number {
  return a > b ? a + Math.log(-Math.expm1(b - a)) : -Infinity;
}

function refusePriors(priors: Readonly<Record<string, number>>): void {
  const wrong = Object.entries(priors).find(([, p]) => !(p > 0 && p < 1));
  if (!wrong) return;
  throw new InvalidArgumentError(wrong[0], {
    what: `${wrong[0]} is ${wrong[1]}.`,
    why: "It is a prior probability of a variant, between 0 and 1.",
    remedy: "Leave it out for 1e-4, or 1e-5 for p12.",
  });
}
