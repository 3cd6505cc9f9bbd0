import { pValueOf } from "../../sumstats/p-value.ts";
import { normalLnP } from "../../stats/normal.ts";
import { Table } from "../../table.ts";
import type { InstrumentEffects } from "../instrument-effects.ts";
import {
  attempt,
  checkedEffects,
  needIndependent,
  needVariants,
  type EffectsInput,
} from "./checked-effects.ts";
import { fitLine, overdispersion } from "./line.ts";
import { diagnosticProvenance } from "./provenance.ts";
import { negLog10Of, tested } from "./tested.ts";

export type FunnelAsymmetryColumns = {
  /** `regression` or `rank`. */
  readonly test: readonly string[];
  readonly label: readonly string[];
  /** Intercept of the regression, or Kendall's τ. */
  readonly estimate: Float64Array;
  /** t with k − 2 degrees of freedom, or z. */
  readonly statistic: Float64Array;
  readonly negLog10PValue: Float64Array;
  readonly pValue: Float64Array;
  readonly errorCode: readonly string[];
  readonly reason: readonly string[];
};

const LABELS = [
  "Egger's regression of ratio/SE on 1/SE, intercept (t, k − 2 df)",
  "Begg and Mazumdar's rank correlation of ratio and variance, Kendall's τ (normal, ties corrected)",
];

/**
 * Tests whether the funnel of ratios against their precision leans to one side, as it does under directional pleiotropy:
 * by Egger's regression (which on first-order weights is the intercept of radial MR-Egger) and by rank correlation.
 *
 * @param input - harmonised data, or effects of k ≥ 3 independent variants
 * @returns two rows, `regression` and `rank`
 * @throws NotEstimableError for fewer than three or for correlated variants
 * @example
 * mr.funnelAsymmetry(harmonised).columns.pValue;
 * @see Egger et al. 1997, doi:10.1136/bmj.315.7109.629; Begg & Mazumdar 1994, doi:10.2307/2533446
 */
export function funnelAsymmetry(input: EffectsInput): Table<FunnelAsymmetryColumns> {
  const effects = checkedEffects(input);
  needIndependent(effects, "A test of the funnel");
  needVariants(effects, 3, "A test of the funnel");
  const rows = [attempt(() => regression(effects)), attempt(() => rank(effects))];
  const column = (name: keyof Asymmetry): Float64Array =>
    Float64Array.from(rows, ({ value }) => value?.[name] ?? NaN);
  const negLog10PValue = column("negLog10PValue");
  return new Table(
    {
      test: ["regression", "rank"],
      label: LABELS,
      estimate: column("estimate"),
      statistic: column("statistic"),
      negLog10PValue,
      pValue: negLog10PValue.map(pValueOf),
      errorCode: rows.map(({ refusal }) => refusal?.code ?? ""),
      reason: rows.map(({ refusal }) => refusal?.what ?? ""),
    },
    diagnosticProvenance("asymmetry of the funnel", effects),
  );
}

interface Asymmetry {
  readonly estimate: number;
  readonly statistic: number;
  readonly negLog10PValue: number;
}

function regression(effects: InstrumentEffects): Asymmetry {
  const ones = new Float64Array(effects.variantId.length).fill(1);
  const scaled = (values: Float64Array): Float64Array =>
    values.map((value, j) => value / effects.standardErrorOutcome[j]);
  const line = fitLine(
    {
      ...effects,
      betaExposure: scaled(effects.betaExposure),
      betaOutcome: scaled(effects.betaOutcome),
      standardErrorOutcome: ones,
    },
    true,
  );
  return tested(
    line.intercept,
    line.standardErrorOfIntercept * overdispersion(line.q, line.degreesOfFreedom),
    { degreesOfFreedom: line.degreesOfFreedom },
  );
}

function rank(effects: InstrumentEffects): Asymmetry {
  const { slope } = fitLine(effects, false);
  const variance = effects.standardErrorOutcome.map(
    (error, j) => (error / effects.betaExposure[j]) ** 2,
  );
  const pooled = 1 / variance.reduce((sum, value) => sum + 1 / value, 0);
  const deviate = effects.betaOutcome.map(
    (beta, j) => (beta / effects.betaExposure[j] - slope) / Math.sqrt(variance[j] - pooled),
  );
  const count = deviate.length;
  let score = 0;
  for (let i = 1; i < count; i++)
    for (let j = 0; j < i; j++)
      score += Math.sign(deviate[i] - deviate[j]) * Math.sign(variance[i] - variance[j]);
  const x = tieSums(deviate);
  const y = tieSums(variance);
  const pairs = (count * (count - 1)) / 2;
  const scale = Math.sqrt((pairs - x.two / 2) * (pairs - y.two / 2));
  // No order to correlate: all deviates, or all variances, are one number.
  if (scale === 0) return { estimate: 0, statistic: 0, negLog10PValue: 0 };
  const variation =
    (count * (count - 1) * (2 * count + 5) - x.five - y.five) / 18 +
    (x.three * y.three) / (9 * count * (count - 1) * (count - 2)) +
    (x.two * y.two) / (2 * count * (count - 1));
  const statistic = score / Math.sqrt(variation);
  return { estimate: score / scale, statistic, negLog10PValue: negLog10Of(normalLnP(statistic)) };
}

/** Σ t(t − 1), Σ t(t − 1)(t − 2) and Σ t(t − 1)(2t + 5) over groups of t equal values. */
function tieSums(values: Float64Array): { two: number; three: number; five: number } {
  const groups = new Map<number, number>();
  for (const value of values) groups.set(value, (groups.get(value) ?? 0) + 1);
  const sizes = [...groups.values()];
  const total = (term: (t: number) => number): number => sizes.reduce((sum, t) => sum + term(t), 0);
  return {
    two: total((t) => t * (t - 1)),
    three: total((t) => t * (t - 1) * (t - 2)),
    five: total((t) => t * (t - 1) * (2 * t + 5)),
  };
}
