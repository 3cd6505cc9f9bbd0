import { InvalidArgumentError } from "../../../../errors.ts";
import { randomStream } from "../../../../random.ts";
import { normalLnP } from "../../../../stats/normal.ts";
import type { InstrumentEffects } from "../../../instrument-effects.ts";
import { NotEstimableError } from "../../../mr-errors.ts";
import type { Estimator } from "../../estimator.ts";
import { checkEffects } from "../checked-effects.ts";
import { finishedEstimate } from "../finished-estimate.ts";
import { methodId } from "../method-id.ts";
import { perturbedPaths, type PerturbedPaths } from "./perturbation.ts";
import { trimmedLikelihood, type CmlData, type CmlPath } from "./trimmed.ts";

export interface CmlOptions {
  /** Smaller of the two studies' sample sizes, which the BIC needs; by default that of the effects. */
  readonly sampleSize?: number | undefined;
  /** `maBic` averages over the numbers of invalid variants (default), `bic` takes the best one. */
  readonly selection?: "maBic" | "bic" | undefined;
  /** Perturbed copies of the data for the standard error: 200, or 0 for none. */
  readonly perturbations?: number | undefined;
  /** Most variants with a direct effect that are tried: k − 2. */
  readonly mostInvalid?: number | undefined;
}

const LABEL = "Constrained maximum likelihood";

/**
 * cML: some variants, not known which and how many, have direct effects of any size (uncorrelated or correlated
 * pleiotropy). The number of invalid variants is averaged over, or chosen, by BIC; data perturbation adds the
 * uncertainty of that choice.
 *
 * @see Xue, Shen & Pan 2021, doi:10.1016/j.ajhg.2021.05.014
 */
export function cml(options: CmlOptions = {}): Estimator {
  const { selection = "maBic", perturbations = 200 } = options;
  const isAveraged = selection === "maBic";
  const name = `cML-${isAveraged ? "MA-" : ""}BIC${perturbations > 0 ? "-DP" : ""}`;
  return {
    id: methodId(
      "cml",
      !isAveraged && "bic",
      perturbations !== 200 && (perturbations === 0 ? "noPerturbation" : `${perturbations}`),
      options.sampleSize !== undefined && `n${options.sampleSize}`,
      options.mostInvalid !== undefined && `invalid${options.mostInvalid}`,
    ),
    label: `${LABEL} (${name})`,
    fewestVariants: 3,
    usesCorrelation: false,
    isRandom: perturbations > 0,
    source: "10.1016/j.ajhg.2021.05.014",
    estimate(effects, { seed, confidence }) {
      checkEffects(effects, { label: LABEL, fewest: 3 });
      const sampleSize = checkedSampleSize(options.sampleSize ?? effects.sampleSize);
      const k = effects.variantId.length;
      const mostInvalid = checkedCounts(options, k);
      const data = dataOf(effects);
      const solver = trimmedLikelihood(k, { fewestInvalid: 0, mostInvalid });
      const path = solver.solve(data);
      const bic = bicOf(path.negativeLogLikelihood, sampleSize);
      const chosen = indexOfLeast(bic);
      const tried = triedAgain(bic);
      const perturbed =
        perturbations > 0
          ? perturbedPaths(
              data,
              trimmedLikelihood(k, {
                ...tried,
                near: path.theta.subarray(tried.fewestInvalid, tried.mostInvalid + 1),
              }).solve,
              tried.mostInvalid - tried.fewestInvalid + 1,
              perturbations,
              randomStream(seed, "cml"),
            )
          : undefined;
      const from = perturbed?.means ?? path;
      const fewest = perturbed ? tried.fewestInvalid : 0;
      const fromBic = bicOf(from.negativeLogLikelihood, sampleSize, fewest);
      const summary = isAveraged ? average(from, fromBic) : at(from, indexOfLeast(fromBic));
      if (!Number.isFinite(summary.standardError)) {
        throw new NotEstimableError("WEAK_INSTRUMENTS", {
          what: `${LABEL}: the information about the slope is not positive.`,
          why: "The instruments that are left are too weak for an interior maximum of the likelihood.",
          remedy: "Use stronger instruments.",
        });
      }
      const invalid = solver.invalidAt(data, path.theta[chosen], chosen);
      return finishedEstimate(
        {
          ...summary,
          variantCount: k,
          details: {
            selection,
            sampleSize,
            perturbations,
            bic,
            invalidCount: chosen,
            excluded: invalid.map((i) => effects.variantId[i]),
            ...(perturbed && goodnessOfFit(path, perturbed, chosen, tried.fewestInvalid)),
          },
          notes: [
            chosen === 0
              ? "No variant has a direct effect by BIC."
              : `By BIC ${chosen} variants have a direct effect.`,
          ],
        },
        confidence,
      );
    },
  };
}

function checkedSampleSize(size: number | undefined): number {
  if (size === undefined || Number.isNaN(size)) {
    throw new NotEstimableError("NEEDS_MORE_INPUT", {
      what: `${LABEL} needs the sample size.`,
      why: "Its BIC penalises each invalid variant by ln(n), and the effects do not tell n.",
      remedy: "Give mr.methods.cml({ sampleSize }), the smaller of the two studies' sizes.",
    });
  }
  if (size > 1) return size;
  throw new InvalidArgumentError("sampleSize", {
    what: `sampleSize is ${size}.`,
    why: "It is a number of people.",
    remedy: "Give the smaller of the two studies' sizes.",
  });
}

function checkedCounts({ mostInvalid, perturbations = 200 }: CmlOptions, k: number): number {
  if (
    !Number.isInteger(perturbations) ||
    perturbations < 0 ||
    (perturbations > 0 && perturbations < 10)
  ) {
    throw new InvalidArgumentError("perturbations", {
      what: `perturbations is ${perturbations}.`,
      why: "A standard error needs at least 10 perturbed copies of the data, or none at all (0).",
      remedy: "Give 200, or leave it out.",
    });
  }
  if (mostInvalid === undefined) return k - 2;
  if (Number.isInteger(mostInvalid) && mostInvalid >= 0 && mostInvalid <= k - 2) return mostInvalid;
  throw new InvalidArgumentError("mostInvalid", {
    what: `mostInvalid is ${mostInvalid}.`,
    why: `At least 2 of the ${k} variants must stay valid.`,
    remedy: `Give a whole number from 0 to ${k - 2}, or leave it out.`,
  });
}

export function dataOf(effects: InstrumentEffects): CmlData {
  return {
    x: effects.betaExposure,
    y: effects.betaOutcome,
    varianceX: effects.standardErrorExposure.map((error) => error * error),
    varianceY: effects.standardErrorOutcome.map((error) => error * error),
  };
}

/** ln(n) K + 2 (−ln L) for K = `fewest`, `fewest` + 1, … */
export function bicOf(
  negativeLogLikelihood: Float64Array,
  sampleSize: number,
  fewest = 0,
): Float64Array {
  return negativeLogLikelihood.map((value, i) => Math.log(sampleSize) * (fewest + i) + 2 * value);
}

// Further than this from the best BIC a number of invalid variants weighs nothing, also in perturbed copies.
const BIC_OUT_OF_REACH = 80;

/** The numbers of invalid variants that can weigh anything: perturbed copies are fitted for these only. */
export function triedAgain(bic: Float64Array): { fewestInvalid: number; mostInvalid: number } {
  const limit = Math.min(...bic) + BIC_OUT_OF_REACH;
  let [fewestInvalid, mostInvalid] = [0, bic.length - 1];
  while (bic[fewestInvalid] > limit) fewestInvalid++;
  while (bic[mostInvalid] > limit) mostInvalid--;
  return { fewestInvalid, mostInvalid };
}

interface Summary {
  readonly beta: number;
  readonly standardError: number;
}

function average(path: CmlPath, bic: Float64Array): Summary {
  const least = Math.min(...bic);
  const weight = bic.map((value) => Math.exp((least - value) / 2));
  const total = weight.reduce((sum, value) => sum + value, 0);
  const beta = path.theta.reduce((sum, theta, i) => sum + (weight[i] / total) * theta, 0);
  let standardError = 0;
  for (let i = 0; i < weight.length; i++) {
    const error = path.standardError[i];
    if (Number.isNaN(error)) {
      // A fit without curvature counts only where it weighs nothing.
      if (weight[i] / total > 1e-6) standardError = NaN;
    } else standardError += (weight[i] / total) * Math.hypot(error, path.theta[i] - beta);
  }
  return { beta, standardError };
}

function at(path: CmlPath, index: number): Summary {
  return { beta: path.theta[index], standardError: path.standardError[index] };
}

function indexOfLeast(values: Float64Array): number {
  return values.indexOf(Math.min(...values));
}

/** Do the model's variance and that over perturbations agree? If not, there are invalid variants unaccounted for. */
function goodnessOfFit(
  path: CmlPath,
  { theta, variance, count }: PerturbedPaths,
  chosen: number,
  fewestInvalid: number,
): { readonly gof1P: number; readonly gof2P: number } {
  const from = (chosen - fewestInvalid) * count;
  const thetas = theta.subarray(from, from + count);
  const variances = variance.subarray(from, from + count);
  const spread = varianceOf(thetas);
  const extra = varianceOf(variances.filter(Number.isFinite));
  const mean = thetas.reduce((sum, value) => sum + value, 0) / count;
  const fourth = thetas.reduce((sum, value) => sum + (value - mean) ** 4, 0) / count;
  const difference = path.standardError[chosen] ** 2 - spread;
  const any = Math.sqrt((fourth - ((count - 3) / (count - 1)) * spread ** 2) / count + extra);
  const normal = Math.sqrt((2 / (count - 1)) * spread ** 2 + extra);
  return {
    gof1P: Math.exp(normalLnP(difference / any)),
    gof2P: Math.exp(normalLnP(difference / normal)),
  };
}

function varianceOf(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
