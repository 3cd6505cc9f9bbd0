import { weightedLeastSquares } from "../../stats/least-squares.ts";
import { Table } from "../../table.ts";
import { NotEstimableError } from "../mr-errors.ts";
import { refuseCollinear } from "./collinear-exposures.ts";
import { errorCorrelation, type ErrorCorrelationOptions } from "./error-correlation.ts";
import { tooFewVariants } from "./effects-fit.ts";
import type { MultivariableEffects } from "./multivariable-effects.ts";
import { genomeWideCount } from "./instrument-notices.ts";
import { exposureOnOthers } from "./noisy-effects.ts";
import { ProfileFit, type NoisyEffects } from "./profile-fit.ts";

/**
 * How the conditional F is computed. All divide Q, the heterogeneity of one exposure's effects around a combination δ of the
 * others', by degrees of freedom.
 *
 * `sandersonWindmeijer`: δ by least squares, Q / (k − p + 1), as the paper has it. `MVMR`: the same over k, as that package
 * computes. `MendelianRandomization`: over k − p + 1, with covariances made of effects and sample sizes, so that `sampleSizes`
 * are needed; that package sets out to minimise Q from there with a gradient that is not Q's, and stops where it happens to.
 * `weakestCombination`: the minimum of Q over δ, which is one number for all exposures: how well the variants tell that
 * combination of exposures which they tell least.
 */
export type StrengthConvention =
  "sandersonWindmeijer" | "MVMR" | "MendelianRandomization" | "weakestCombination";

export interface ConditionalStrengthOptions extends ErrorCorrelationOptions {
  /** `sandersonWindmeijer` by default. */
  readonly convention?: StrengthConvention | undefined;
  /** People behind each exposure, or behind all; only for `MendelianRandomization`, from the data where left out. */
  readonly sampleSizes?: number | readonly number[] | undefined;
}

export type StrengthColumns = {
  readonly exposure: readonly string[];
  readonly variantCount: Uint32Array;
  /** Variants with P < 5e-8 for this exposure. */
  readonly genomeWideCount: Uint32Array;
  /** Mean of (beta / standardError)²: strength as if the exposure stood alone. */
  readonly meanF: Float64Array;
  /** Strength given the other exposures; below 10 is weak. */
  readonly conditionalF: Float64Array;
  /** What it says, in words. */
  readonly reading: readonly string[];
};

/** Below this F instruments are called weak. @see Staiger & Stock 1997, doi:10.2307/2171753 */
export const WEAK_F = 10;

/**
 * How well the variants tell each exposure from the others: its conditional F.
 *
 * Give `exposureCorrelation` where exposures were measured in the same people; without it errors are taken as independent.
 *
 * @param harmonised - effects on p exposures and an outcome
 * @returns p rows: `meanF` of the exposure alone, `conditionalF` given the others, `reading`
 * @throws NotEstimableError COLLINEAR, TOO_FEW_VARIANTS, NEEDS_INDEPENDENT_VARIANTS, NEEDS_MORE_INPUT
 * @example
 * const lipids = mr.multivariableFromArrays({
 *   exposures: [
 *     { name: "LDL", beta: [0.3, 0.1, -0.2, 0.25], standardError: [0.01, 0.01, 0.02, 0.01] },
 *     { name: "HDL", beta: [-0.1, 0.2, 0.05, 0.1], standardError: [0.01, 0.01, 0.02, 0.01] },
 *   ],
 *   outcome: { name: "CHD", beta: [0.16, 0.03, -0.11, 0.11], standardError: [0.02, 0.02, 0.03, 0.02] },
 * });
 * const strength = mr.conditionalStrength(lipids, { exposureCorrelation: [1, -0.2, -0.2, 1] });
 * @see Sanderson, Spiller & Bowden 2021, doi:10.1002/sim.9133
 * @see Sanderson & Windmeijer 2016, doi:10.1016/j.jeconom.2015.06.004
 */
export function conditionalStrength(
  harmonised: { readonly effects: MultivariableEffects },
  options: ConditionalStrengthOptions = {},
): Table<StrengthColumns> {
  const { effects } = harmonised;
  const { convention = "sandersonWindmeijer" } = options;
  const values = conditionalF(effects, options);
  const k = effects.betaOutcome.length;
  const each = <T>(value: (i: number) => T): T[] => effects.exposures.map((_, i) => value(i));
  const z = (i: number, j: number): number =>
    effects.betaExposures[i][j] / effects.standardErrorExposures[i][j];
  const rows = Array.from({ length: k }, (_, j) => j);
  const genomeWide = each((i) =>
    genomeWideCount(effects.betaExposures[i], effects.standardErrorExposures[i]),
  );
  return new Table<StrengthColumns>(
    {
      exposure: effects.exposures,
      variantCount: new Uint32Array(effects.exposures.length).fill(k),
      genomeWideCount: Uint32Array.from(genomeWide),
      meanF: Float64Array.from(each((i) => rows.reduce((sum, j) => sum + z(i, j) ** 2, 0) / k)),
      conditionalF: values,
      reading: each((i) => {
        const strength =
          values[i] < WEAK_F
            ? `weak given the other exposures (F below ${WEAK_F}): its estimate is biased, by an unknown sign`
            : "strong given the other exposures";
        return genomeWide[i] === 0 ? `${strength}; no variant with P < 5e-8 for it` : strength;
      }),
    },
    {
      method: "conditional F",
      convention,
      variants: k,
      exposureErrors: options.exposureCorrelation ? "correlated" : "independent",
    },
  );
}

/** Length p, in the order of the exposures. */
export function conditionalF(
  effects: MultivariableEffects,
  options: ConditionalStrengthOptions,
): Float64Array {
  const { convention = "sandersonWindmeijer" } = options;
  if (effects.correlation) {
    throw new NotEstimableError("NEEDS_INDEPENDENT_VARIANTS", {
      what: "The variants are correlated.",
      why: "The conditional F adds the contributions of single variants.",
      remedy: "Clump the variants for it.",
    });
  }
  const k = effects.betaOutcome.length;
  const p = effects.exposures.length;
  if (k < p) throw tooFewVariants(effects, p);
  refuseCollinear(effects.betaExposures, effects.exposures);
  const errors = errorCorrelation(effects.exposures, options);
  const used =
    convention === "MendelianRandomization" ||
    (convention === "weakestCombination" && options.sampleSizes !== undefined)
      ? withModelErrors(effects, errors, options)
      : undefined;
  const divisor = convention === "MVMR" ? k : k - p + 1;
  const rows = Int32Array.from({ length: k }, (_, j) => j);
  const values = Float64Array.from(effects.exposures, (_, i) => {
    const noisy = exposureOnOthers(used?.effects ?? effects, i, used?.errors ?? errors);
    const fit = new ProfileFit(noisy);
    const delta = leastSquaresOf(noisy);
    const q =
      convention === "weakestCombination" ? fit.minimise(delta, rows) : fit.value(delta, rows);
    return q / divisor;
  });
  if (convention !== "weakestCombination") return values;
  // The combination is the same whichever exposure it is written for; each is a start of its own.
  return values.fill(Math.min(...values.filter((value) => !Number.isNaN(value))));
}

function leastSquaresOf({ columns, y }: NoisyEffects): Float64Array {
  if (columns.length === 0) return new Float64Array(0);
  return weightedLeastSquares({ columns, y })?.coefficients ?? new Float64Array(columns.length);
}

/**
 * Standard errors and their correlation from a linear model of all variants at once: variances explained by them reduce the
 * errors.
 */
function withModelErrors(
  effects: MultivariableEffects,
  errors: Float64Array,
  options: ConditionalStrengthOptions,
): { effects: MultivariableEffects; errors: Float64Array } {
  const p = effects.exposures.length;
  const k = effects.betaOutcome.length;
  const n = sampleSizesOf(effects, options);
  // 1 / (n se² + b²) is the variance of a genotype over that of the exposure.
  const roots = effects.betaExposures.map((beta, i) =>
    beta.map((b, j) => 1 / Math.sqrt(n[i] * effects.standardErrorExposures[i][j] ** 2 + b * b)),
  );
  const covariance = (a: number, b: number): number => {
    let explained = 0;
    for (let j = 0; j < k; j++) {
      explained +=
        roots[a][j] * effects.betaExposures[a][j] * roots[b][j] * effects.betaExposures[b][j];
    }
    return errors[a * (p + 1) + b] - explained;
  };
  const own = effects.exposures.map((_, i) => covariance(i, i));
  const bad = own.findIndex((variance, i) => !(variance > 0) || !(n[i] > k - 1));
  if (bad >= 0) {
    throw new NotEstimableError("NEEDS_MORE_INPUT", {
      what: `The variants explain all of ${effects.exposures[bad]} in ${n[bad]} people.`,
      why: "Effects, standard errors and sample size do not fit together, or the variants are not independent.",
      remedy: "Check the sample sizes, or choose another convention.",
    });
  }
  const correlation = errors.map((value, at) => {
    const [a, b] = [Math.floor(at / (p + 1)), at % (p + 1)];
    if (a === b || a === p || b === p) return value;
    return covariance(a, b) / Math.sqrt(own[a] * own[b]);
  });
  return {
    effects: {
      ...effects,
      standardErrorExposures: roots.map((root, i) =>
        root.map((value) => Math.sqrt(own[i] / (n[i] - k + 1)) / value),
      ),
    },
    errors: correlation,
  };
}

function sampleSizesOf(
  effects: MultivariableEffects,
  { sampleSizes }: ConditionalStrengthOptions,
): readonly number[] {
  const p = effects.exposures.length;
  const n =
    typeof sampleSizes === "number"
      ? new Array<number>(p).fill(sampleSizes)
      : (sampleSizes ?? effects.sampleSizes ?? []);
  if (n.length >= p && n.slice(0, p).every((value) => value > 0)) return n;
  throw new NotEstimableError("NEEDS_MORE_INPUT", {
    what: "The number of people behind each exposure is not known.",
    why: "The convention MendelianRandomization makes covariances of effects and sample sizes.",
    remedy: "Give sampleSizes, a number for each exposure.",
  });
}
