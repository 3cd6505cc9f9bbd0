import { minimiseOnInterval } from "../../stats/minimise.ts";
import { Table } from "../../table.ts";
import type { InstrumentEffects } from "../instrument-effects.ts";
import { pValueOf } from "../../sumstats/p-value.ts";
import { NotEstimableError } from "../mr-errors.ts";
import {
  attempt,
  checkedEffects,
  needIndependent,
  needVariants,
  type EffectsInput,
} from "./checked-effects.ts";
import { fitLine } from "./line.ts";
import { diagnosticProvenance } from "./provenance.ts";
import { chiSquareNegLog10P } from "./tested.ts";

export type HeterogeneityColumns = {
  /** `ivw`, `egger`, `difference` (of the two) or `maximumLikelihood`. */
  readonly method: readonly string[];
  readonly label: readonly string[];
  readonly q: Float64Array;
  readonly degreesOfFreedom: Float64Array;
  readonly negLog10PValue: Float64Array;
  readonly pValue: Float64Array;
  /** Share of the variation between variants that chance does not explain, in [0, 1]; none of the difference. */
  readonly i2: Float64Array;
  /** 95 % test-based interval; NaN where it needs more variants, as `reason` says. */
  readonly i2Lower: Float64Array;
  readonly i2Upper: Float64Array;
  readonly errorCode: readonly string[];
  readonly reason: readonly string[];
};

interface Q {
  readonly q: number;
  readonly degreesOfFreedom: number;
}

const LABELS = {
  ivw: "Cochran's Q, inverse variance weighted (first-order weights)",
  egger: "Rücker's Q′, MR-Egger (first-order weights)",
  difference: "Q − Q′, what the Egger intercept explains (fixed effects)",
  maximumLikelihood: "Cochran's Q, maximum likelihood (both standard errors)",
} as const;

/**
 * Tests whether the variants agree on one effect: Cochran's Q around the inverse variance weighted and the maximum
 * likelihood estimate, Rücker's Q′ around the Egger line, and their difference.
 *
 * @param input - harmonised data, or effects of k variants; correlated ones use their covariance, and have no maximum likelihood row
 * @returns a row a test: `q`, `degreesOfFreedom`, `negLog10PValue`, `i2` with its 95 % interval; a test that is not defined has an `errorCode`
 * @throws NotEstimableError for one variant
 * @example
 * const agreement = mr.heterogeneity(harmonised);
 * agreement.columns.i2;
 * @see Greco et al. 2015, doi:10.1002/sim.6522 (Q); Rücker et al. 2011, doi:10.1093/biostatistics/kxq046 (Q′)
 * @see Higgins & Thompson 2002, doi:10.1002/sim.1186 (I² and its interval)
 */
export function heterogeneity(input: EffectsInput): Table<HeterogeneityColumns> {
  const effects = checkedEffects(input);
  needVariants(effects, 2, "A test of heterogeneity");
  const line = (hasIntercept: boolean): Q => fitLine(effects, hasIntercept);
  const rows = (Object.keys(LABELS) as (keyof typeof LABELS)[]).map((method) => ({
    method,
    ...attempt((): Q => {
      if (method === "ivw") return line(false);
      if (method === "maximumLikelihood") return likelihoodQ(effects);
      needVariants(effects, 3, LABELS[method]);
      if (method === "egger") return line(true);
      return { q: Math.max(0, line(false).q - line(true).q), degreesOfFreedom: 1 };
    }),
  }));
  if (rows.every(({ refusal }) => refusal)) throw rows[0].refusal!;
  const measures = rows.map(({ value, method }) => ({
    ...measuresOf(value),
    ...(method === "difference" && { i2: NaN, i2Lower: NaN, i2Upper: NaN }),
  }));
  const column = (name: keyof Measures): Float64Array =>
    Float64Array.from(measures, (each) => each[name]);
  return new Table(
    {
      method: rows.map(({ method }) => method),
      label: rows.map(({ method }) => LABELS[method]),
      q: column("q"),
      degreesOfFreedom: column("degreesOfFreedom"),
      negLog10PValue: column("negLog10PValue"),
      pValue: column("negLog10PValue").map(pValueOf),
      i2: column("i2"),
      i2Lower: column("i2Lower"),
      i2Upper: column("i2Upper"),
      errorCode: rows.map(({ refusal }) => refusal?.code ?? ""),
      reason: rows.map(({ refusal, value, method }) => refusal?.what ?? noI2(method, value!)),
    },
    diagnosticProvenance("heterogeneity between variants", effects),
  );
}

function noI2(method: string, { degreesOfFreedom }: Q): string {
  if (method === "difference") return "A difference of two Q has no I².";
  return degreesOfFreedom < 2 ? "An interval of I² needs two degrees of freedom." : "";
}

interface Measures extends Q {
  readonly negLog10PValue: number;
  readonly i2: number;
  readonly i2Lower: number;
  readonly i2Upper: number;
}

function measuresOf(given: Q | undefined): Measures {
  const { q, degreesOfFreedom } = given ?? { q: NaN, degreesOfFreedom: NaN };
  const i2Of = (h2: number): number => Math.min(1, Math.max(0, (h2 - 1) / h2));
  const lnH = Math.log(q / degreesOfFreedom) / 2;
  const width = 1.959963984540054 * standardErrorOfLnH(q, degreesOfFreedom);
  return {
    q,
    degreesOfFreedom,
    negLog10PValue: chiSquareNegLog10P(q, degreesOfFreedom),
    i2: given ? (q > degreesOfFreedom ? 1 - degreesOfFreedom / q : 0) : NaN,
    i2Lower: q === 0 && degreesOfFreedom > 1 ? 0 : i2Of(Math.exp(2 * (lnH - width))),
    i2Upper:
      q === 0 && degreesOfFreedom > 1
        ? i2Of(Math.exp(2 * width))
        : i2Of(Math.exp(2 * (lnH + width))),
  };
}

/** Higgins & Thompson's; k = df + 1. */
function standardErrorOfLnH(q: number, df: number): number {
  if (df < 2) return NaN;
  if (q > df + 1)
    return (Math.log(q) - Math.log(df)) / (2 * (Math.sqrt(2 * q) - Math.sqrt(2 * df - 1)));
  return Math.sqrt((1 / (2 * (df - 1))) * (1 - 1 / (3 * (df - 1) ** 2)));
}

/** Least Σ(β_Y − θβ_X)² / (σ_Y² + θ²σ_X²) over θ: −2 × the profile log likelihood. */
function likelihoodQ(effects: InstrumentEffects): Q {
  needIndependent(effects, "Maximum likelihood");
  const { betaExposure, betaOutcome, standardErrorExposure, standardErrorOutcome } = effects;
  const q = (angle: number): number => {
    // θ = tan(angle): a bounded search, without the overflow of large θ.
    const c = Math.cos(angle);
    const s = Math.sin(angle);
    let sum = 0;
    for (let j = 0; j < betaOutcome.length; j++) {
      const residual = c * betaOutcome[j] - s * betaExposure[j];
      sum +=
        residual ** 2 / ((c * standardErrorOutcome[j]) ** 2 + (s * standardErrorExposure[j]) ** 2);
    }
    return sum;
  };
  // Several valleys are possible: the one of each ratio and of their average is descended.
  const { slope } = fitLine(effects, false);
  const starts = [slope, ...betaOutcome.map((beta, j) => beta / betaExposure[j])].map(Math.atan);
  const lowest = starts.reduce((best, angle) => (q(angle) < q(best) ? angle : best));
  const neighbours = [...starts, -Math.PI / 2, Math.PI / 2].sort((a, b) => a - b);
  const below = neighbours.filter((angle) => angle < lowest - 1e-12).at(-1) ?? lowest;
  const above = neighbours.find((angle) => angle > lowest + 1e-12) ?? lowest;
  const value =
    below === above ? q(lowest) : Math.min(q(lowest), minimiseOnInterval(q, below, above).value);
  if (!Number.isFinite(value)) {
    throw new NotEstimableError("NO_CONVERGENCE", {
      what: "The likelihood has no maximum.",
      why: "It did not stay finite.",
      remedy: "Check the standard errors.",
    });
  }
  return { q: value, degreesOfFreedom: betaOutcome.length - 1 };
}
