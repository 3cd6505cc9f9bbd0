import { randomStream } from "../../../../random.ts";
import type { InstrumentEffects } from "../../../instrument-effects.ts";
import { NotEstimableError } from "../../../mr-errors.ts";
import { displayed } from "../../../result-display.ts";
import type { Estimate, Estimator } from "../../estimator.ts";
import { checkEffects } from "../checked-effects.ts";
import { finishedEstimate } from "../finished-estimate.ts";
import { methodId } from "../method-id.ts";
import { bootstrapError, exactRandomEffects, leastQ } from "./exact.ts";
import { fitted, radialModel, type RadialModel, type RadialModelOptions } from "./model.ts";
import { radialAccount } from "./radial-account.ts";
import { ratiosOf, weightsAtSlope, type Ratios } from "./weights.ts";

export interface RadialOptions extends RadialModelOptions {
  /** Of intervals: 0.95. */
  readonly confidence?: number | undefined;
  /** Samples of variants for the standard error of the exact random-effects slope: 1000. */
  readonly bootstraps?: number | undefined;
  /** Of those samples: 1. */
  readonly seed?: number | undefined;
}

/** Radial IVW and MR-Egger of the same variants. */
export interface RadialResult {
  readonly exposure: string;
  readonly outcome: string;
  readonly ivw: RadialModel;
  /** Absent with fewer than three variants, or where all weigh the same. */
  readonly egger: RadialModel | undefined;
  /** IVW with modified second-order weights, repeated until the slope stays. */
  readonly iterative: Estimate;
  /** The slope at the least of the exact Q, with fixed effects. */
  readonly exactFixed: Estimate;
  /** The same at the over-dispersion that explains Q; its standard error is from bootstrap samples of variants. */
  readonly exactRandom: Estimate;
  /** F of the variants, on average. */
  readonly meanF: number;
  readonly seed: number;
}

/**
 * Radial IVW and radial MR-Egger: ratio·√W against √W, with each variant's part of the heterogeneity.
 *
 * @param input - `mr.Harmonised`, or effects of k variants
 * @returns two lines with a row a variant each, ready to be drawn, and the iterative and exact IVW estimates
 * @throws NotEstimableError for fewer than 2 variants, or one without effect on the exposure
 * @example
 * const radial = mr.radial(harmonised, { correction: "bonferroni" });
 * console.log(radial.ivw.outliers, radial.egger?.intercept);
 * @see Bowden et al. 2018, doi:10.1093/ije/dyy101 (radial); Bowden et al. 2019, doi:10.1093/ije/dyy258 (exact)
 */
export function radial(
  input: InstrumentEffects | { readonly effects: InstrumentEffects },
  options: RadialOptions = {},
): RadialResult {
  const effects = "effects" in input ? input.effects : input;
  checkEffects(effects, { label: "Radial IVW", fewest: 2, ratios: true });
  const { confidence = 0.95, bootstraps = 1000, seed = 1, distribution = "normal" } = options;
  const k = effects.variantId.length;
  const ratios = ratiosOf(effects);
  const f = effects.betaExposure.map((x, i) => (x / effects.standardErrorExposure[i]) ** 2);
  const all = Int32Array.from({ length: k }, (_, i) => i);
  const finish = (
    found: { beta: number; standardError: number },
    details: Estimate["details"],
  ): Estimate =>
    finishedEstimate(
      {
        ...found,
        variantCount: k,
        degreesOfFreedom: distribution === "t" ? k - 1 : undefined,
        details,
      },
      confidence,
    );
  const ivw = radialModel(effects, "ivw", options, confidence);
  const line = iterate(ratios);
  const starts = [line.slope, ...ratios.ratio];
  const fixed = leastQ(ratios, 1, all, starts);
  const mixed = exactRandomEffects(ratios, all, starts);
  const error = bootstrapError(ratios, mixed.slope, bootstraps, randomStream(seed, "mr.radial"));
  const result: RadialResult = {
    exposure: effects.exposure,
    outcome: effects.outcome,
    ivw,
    egger: k < 3 ? undefined : eggerWhereDefined(effects, options, confidence),
    iterative: finish(
      { beta: line.slope, standardError: line.standardError },
      { q: line.q.reduce((sum, value) => sum + value, 0), iterations: line.iterations },
    ),
    exactFixed: finish(
      { beta: fixed.slope, standardError: 1 / Math.sqrt(fixed.sumOfWeights) },
      { q: fixed.q },
    ),
    exactRandom: finish(
      { beta: mixed.slope, standardError: error },
      { q: mixed.q, phi: mixed.phi, bootstraps, seed },
    ),
    meanF: f.reduce((sum, value) => sum + value, 0) / k,
    seed,
  };
  return displayed(result, radialAccount);
}

/**
 * Radial IVW; with first-order weights it equals IVW.
 *
 * @see Bowden et al. 2018, doi:10.1093/ije/dyy101
 */
export function radialIvw(options: RadialModelOptions = {}): Estimator {
  return radialEstimator("ivw", options);
}

/**
 * Radial MR-Egger: no orientation of the alleles is needed.
 *
 * @see Bowden et al. 2018, doi:10.1093/ije/dyy101
 */
export function radialEgger(options: RadialModelOptions = {}): Estimator {
  return radialEstimator("egger", options);
}

const WEIGHT_NAMES = {
  firstOrder: "first-order weights",
  secondOrder: "second-order weights",
  modifiedSecondOrder: "modified second-order weights",
} as const;

function radialEstimator(kind: "ivw" | "egger", options: RadialModelOptions): Estimator {
  const name = kind === "ivw" ? "Radial IVW" : "Radial MR-Egger";
  const label = `${name} (${WEIGHT_NAMES[options.weights ?? "modifiedSecondOrder"]})`;
  const fewest = kind === "ivw" ? 2 : 3;
  return {
    id: methodId(
      kind === "ivw" ? "radialIvw" : "radialEgger",
      options.weights !== "modifiedSecondOrder" && options.weights,
      options.distribution !== (kind === "ivw" ? "normal" : "t") && options.distribution,
      options.correction === "bonferroni" && "bonferroni",
      options.significance !== undefined && `significance${options.significance}`,
    ),
    label,
    fewestVariants: fewest,
    usesCorrelation: false,
    isRandom: false,
    source: "10.1093/ije/dyy101",
    estimate(effects, { confidence }) {
      checkEffects(effects, { label, fewest, ratios: true });
      return radialModel(effects, kind, options, confidence).estimate;
    },
  };
}

function eggerWhereDefined(
  effects: InstrumentEffects,
  options: RadialModelOptions,
  confidence: number,
): RadialModel | undefined {
  try {
    return radialModel(effects, "egger", options, confidence);
  } catch (error) {
    if (error instanceof NotEstimableError) return undefined;
    throw error;
  }
}

function iterate(ratios: Ratios): ReturnType<typeof fitted> & { readonly iterations: number } {
  let slope = 0;
  for (let iterations = 1; iterations <= 1000; iterations++) {
    const line = fitted(ratios, weightsAtSlope(ratios, slope), "ivw");
    if (Math.abs(line.slope - slope) <= 1e-12 * Math.abs(line.slope))
      return { ...line, iterations };
    slope = line.slope;
  }
  throw new NotEstimableError("NO_CONVERGENCE", {
    what: "The iterated radial IVW slope does not come to rest.",
    why: "The weights and the slope keep changing each other, as with very weak instruments.",
    remedy: "Use the exact estimates, or stronger instruments.",
  });
}
