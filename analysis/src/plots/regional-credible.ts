import { InvalidArgumentError } from "../errors.ts";
import { numberText } from "./plot-numbers.ts";
import { numberAt, requireColumns, textAt, type PlotTable } from "./plot-tables.ts";

/** Members of credible sets: `variantId`, `set` (1, 2, …) and `pip`, the probability of being causal. */
export type CredibleSetTable = PlotTable;

/** By one signal in the region, from approximate Bayes factors. */
export interface AbfOptions {
  readonly method: "abf";
  /**
   * Standard deviation of true effects, in the unit of the effect; 0.2 for log odds ratios, else 0.15 standard deviations of
   * the trait, which are estimated from `n`, `effectAlleleFrequency` and `standardError`, or taken as 1 without these.
   */
  readonly priorStandardDeviation?: number | undefined;
  /** Probability of a set; 0.95 unless given. */
  readonly coverage?: number | undefined;
}

interface Membership {
  readonly set: number;
  readonly pip: number;
}

export interface CredibleSets {
  /** By row of the table. */
  readonly members: ReadonlyMap<number, Membership>;
  /** `95 % credible set from approximate Bayes factors, one signal assumed`. */
  readonly words: string;
}

/** Odds ratios vary less than traits of unit variance. @see doi:10.1371/journal.pgen.1004383 */
const PRIOR_OF_LOG_ODDS = 0.2;
const PRIOR_OF_EFFECTS = 0.15;
const COVERAGE = 0.95;

/** Sets that the user gives, for the rows of a region. */
export function givenSets(
  table: PlotTable,
  rows: ArrayLike<number>,
  sets: CredibleSetTable,
): CredibleSets {
  requireColumns(sets, ["variantId", "set", "pip"], "fine-mapping");
  const byName = new Map<string, Membership>();
  for (let row = 0; row < sets.rowCount; row++) {
    const set = Number(sets.columns.set[row]);
    if (Number.isInteger(set) && set > 0)
      byName.set(textAt(sets, "variantId", row), { set, pip: numberAt(sets, "pip", row) });
  }
  const members = new Map<number, Membership>();
  for (let i = 0; i < rows.length; i++) {
    const found = byName.get(textAt(table, "variantId", rows[i]));
    if (found !== undefined) members.set(rows[i], found);
  }
  const count = new Set(Array.from(members.values(), ({ set }) => set)).size;
  return { members, words: `${count} credible ${count === 1 ? "set" : "sets"} as given` };
}

/**
 * The smallest set of variants whose posterior probabilities add up to the coverage, were one of the region causal.
 *
 * Of each variant ln ABF = ½ ln(1 − r) + ½ z² r with r = W / (V + W), V the squared standard error and W the prior
 * variance; the probabilities are the Bayes factors over their sum.
 *
 * @throws InvalidArgumentError when the table has no effects with standard errors
 * @see Wakefield 2009, doi:10.1002/gepi.20359
 * @see Maller et al. 2012, doi:10.1038/ng.2435
 */
export function abfSets(
  table: PlotTable,
  rows: ArrayLike<number>,
  options: AbfOptions = { method: "abf" },
): CredibleSets {
  const isOdds = !("beta" in table.columns) && "oddsRatio" in table.columns;
  const { coverage = COVERAGE } = options;
  const prior =
    options.priorStandardDeviation ??
    (isOdds ? PRIOR_OF_LOG_ODDS : PRIOR_OF_EFFECTS * traitDeviation(table, rows));
  if (!(prior > 0 && prior < Infinity && coverage > 0 && coverage < 1)) {
    throw new InvalidArgumentError("credibleSet", {
      what: `priorStandardDeviation ${prior} and coverage ${coverage} cannot be used.`,
      why: "The standard deviation of effects is above 0, the coverage between 0 and 1.",
      remedy: 'Use for example { method: "abf", coverage: 0.95 }.',
    });
  }
  const logFactors = logBayesFactors(table, rows, prior, isOdds);
  const most = logFactors.reduce((a, b) => (b > a ? b : a), -Infinity);
  if (most === -Infinity) {
    throw new InvalidArgumentError("credibleSet", {
      what: "No variant of the region has an effect and a standard error.",
      why: "Approximate Bayes factors need beta or oddsRatio, and standardError.",
      remedy: "Leave credibleSet out, or give the sets as a table of variantId, set and pip.",
    });
  }
  const weights = logFactors.map((value) => (Number.isNaN(value) ? 0 : Math.exp(value - most)));
  const sum = weights.reduce((a, b) => a + b, 0);
  const order = Array.from(weights.keys()).sort((a, b) => weights[b] - weights[a] || a - b);
  const members = new Map<number, Membership>();
  let reached = 0;
  for (const i of order) {
    if (reached >= coverage) break;
    reached += weights[i] / sum;
    members.set(rows[i], { set: 1, pip: weights[i] / sum });
  }
  const percent = Number((100 * coverage).toPrecision(4));
  return {
    members,
    words: `${percent} % credible set by approximate Bayes factors (one signal, prior SD ${numberText(prior)})`,
  };
}

/** Median over variants of SE √(2 f (1 − f) n), which is what a trait varies by when effects are small; 1 when not known. */
export function traitDeviation(table: PlotTable, rows: ArrayLike<number>): number {
  const estimates = Float64Array.from(rows, (row) => {
    const f = numberAt(table, "effectAlleleFrequency", row);
    const se = numberAt(table, "standardError", row);
    return se * Math.sqrt(2 * f * (1 - f) * numberAt(table, "n", row));
  })
    .filter((estimate) => estimate > 0 && estimate < Infinity)
    .sort();
  return estimates.length === 0 ? 1 : estimates[estimates.length >> 1];
}

/** NaN where a variant has no effect. */
export function logBayesFactors(
  table: PlotTable,
  rows: ArrayLike<number>,
  priorStandardDeviation: number,
  isOdds: boolean,
): Float64Array {
  return Float64Array.from(rows, (row) => {
    const effect = isOdds
      ? Math.log(numberAt(table, "oddsRatio", row))
      : numberAt(table, "beta", row);
    const variance = numberAt(table, "standardError", row) ** 2;
    if (!(variance > 0) || !Number.isFinite(effect)) return NaN;
    const r = priorStandardDeviation ** 2 / (variance + priorStandardDeviation ** 2);
    return 0.5 * Math.log(1 - r) + (0.5 * effect ** 2 * r) / variance;
  });
}
