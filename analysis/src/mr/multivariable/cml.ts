import { CholeskyDecomposition, inverse, Matrix } from "ml-matrix";
import { randomStream } from "../../random.ts";
import { NotEstimableError } from "../mr-errors.ts";
import { fitEffects } from "./effects-fit.ts";
import { intervals } from "./interval.ts";
import type { MultivariableEffects } from "./multivariable-effects.ts";
import type { MultivariableEstimator } from "./multivariable-estimator.ts";
import { outcomeOnExposures } from "./noisy-effects.ts";
import { curvature } from "./profile-curvature.ts";
import { ProfileFit } from "./profile-fit.ts";

export interface MultivariableCmlOptions {
  /** Perturbed data sets behind estimate and standard error; 0 for BIC alone, whose standard error is too small. */
  readonly perturbations?: number | undefined;
  /** Largest number of invalid variants considered; half of them by default. */
  readonly mostInvalid?: number | undefined;
  /** For BIC: people in the smallest study; what the data say by default. */
  readonly sampleSize?: number | undefined;
}

/**
 * Multivariable constrained maximum likelihood: K variants are free to be pleiotropic, K chosen by BIC, consistent while the
 * valid variants are the largest group that agrees.
 *
 * With perturbations the estimate is the mean over perturbed data sets and its standard error their spread. The likelihood
 * is profiled, which leaves a sum of the k − K smallest Q contributions to be minimised, to rounding and from two starts.
 *
 * @see Lin, Xue & Pan 2023, doi:10.1016/j.ajhg.2023.02.014
 * @example
 * const method = mr.multivariableMethods.cml({ sampleSize: 100_000 });
 */
export function multivariableCml(options: MultivariableCmlOptions = {}): MultivariableEstimator {
  const { perturbations = 200, mostInvalid } = options;
  return {
    id: perturbations > 0 ? "cml" : "cml.bic",
    label:
      perturbations > 0
        ? `Multivariable constrained maximum likelihood (BIC, ${perturbations} perturbations)`
        : "Multivariable constrained maximum likelihood (BIC)",
    extraVariants: 2,
    usesCorrelation: false,
    isRandom: perturbations > 0,
    source: "doi:10.1016/j.ajhg.2023.02.014",
    estimate(effects, { errorCorrelation, seed, confidence }) {
      const p = effects.exposures.length;
      const k = effects.betaOutcome.length;
      const sampleSize = options.sampleSize ?? Math.min(...(effects.sampleSizes ?? [NaN]));
      if (!(sampleSize > 1)) {
        throw new NotEstimableError("NEEDS_MORE_INPUT", {
          what: "The number of people in the studies is not known.",
          why: "BIC weighs an invalid variant by the logarithm of the smallest study's size.",
          remedy: "Give it: mr.multivariableMethods.cml({ sampleSize: 100_000 }).",
        });
      }
      fitEffects(effects);
      const mostFree = Math.min(mostInvalid ?? Math.ceil(k / 2), k - p - 1);
      const search = { sampleSize, mostFree, errorCorrelation };
      const best = fewestFree(effects, search);
      const invalid = effects.variantId.filter((_, j) => !best.valid.includes(j));
      const found =
        perturbations > 0
          ? perturb(effects, search, seed, perturbations)
          : { theta: best.theta, standardError: standardErrors(effects, best, errorCorrelation) };
      return {
        beta: found.theta,
        standardError: found.standardError,
        ...intervals(found.theta, found.standardError, confidence),
        variantCount: k - invalid.length,
        details: { invalid, bic: best.bic, betaBic: best.theta },
        notes:
          perturbations > 0
            ? []
            : [
                "The standard error takes the choice of invalid variants as given, so the interval is too narrow.",
              ],
      };
    },
  };
}

interface Search {
  readonly sampleSize: number;
  readonly mostFree: number;
  readonly errorCorrelation: Float64Array;
}

interface Candidate {
  readonly theta: Float64Array;
  readonly valid: Int32Array;
  readonly bic: number;
}

/** The K with the least BIC. */
function fewestFree(effects: MultivariableEffects, search: Search): Candidate {
  const fit = new ProfileFit(outcomeOnExposures(effects, search.errorCorrelation));
  const p = effects.exposures.length;
  const k = effects.betaOutcome.length;
  const order = Int32Array.from({ length: k }, (_, j) => j);
  const contributions = new Float64Array(k);
  const weight = Math.log(search.sampleSize);
  let best: Candidate | undefined;
  let warm: Float64Array = new Float64Array(p);
  for (let free = 0; free <= search.mostFree; free++) {
    let least: { theta: Float64Array; valid: Int32Array; q: number } | undefined;
    for (const start of free === 0 ? [new Float64Array(p)] : [new Float64Array(p), warm]) {
      const found = trim(fit, start.slice(), k - free, order, contributions);
      if (found.q < (least?.q ?? Infinity)) least = found;
    }
    if (!least) continue;
    warm = least.theta;
    const bic = weight * free + least.q;
    if (bic < (best?.bic ?? Infinity)) best = { theta: least.theta, valid: least.valid, bic };
  }
  if (best) return best;
  throw new NotEstimableError("NO_CONVERGENCE", {
    what: "The likelihood has no maximum for any number of invalid variants.",
    why: "The instruments are too weak to tell the exposures apart.",
    remedy: "Look at mr.conditionalStrength, and leave out the exposure with the lowest value.",
  });
}

/** Fits the `count` variants that agree best, until they stay the same. */
function trim(
  fit: ProfileFit,
  theta: Float64Array,
  count: number,
  order: Int32Array,
  contributions: Float64Array,
): { theta: Float64Array; valid: Int32Array; q: number } {
  let valid: Int32Array = new Int32Array(0);
  let q = NaN;
  for (let round = 0; round < 100; round++) {
    fit.value(theta, order);
    for (let j = 0; j < order.length; j++) {
      contributions[j] = (fit.residuals[j] * fit.residuals[j]) / fit.variances[j];
    }
    const next = Int32Array.from(order)
      .sort((a, b) => contributions[a] - contributions[b])
      .subarray(0, count)
      .sort();
    if (next.length === valid.length && next.every((j, i) => j === valid[i])) break;
    valid = next;
    q = fit.minimise(theta, valid);
  }
  return { theta, valid, q };
}

function standardErrors(
  effects: MultivariableEffects,
  { theta, valid }: Candidate,
  errorCorrelation: Float64Array,
): Float64Array {
  const fit = new ProfileFit(outcomeOnExposures(effects, errorCorrelation));
  const information = curvature(fit, theta, valid);
  if (!information) return theta.map(() => NaN);
  const covariance = inverse(information);
  return theta.map((_, i) => Math.sqrt(covariance.get(i, i)));
}

/** Adds to all effects errors of their own size and fits again. */
function perturb(
  effects: MultivariableEffects,
  search: Search,
  seed: number,
  count: number,
): { theta: Float64Array; standardError: Float64Array } {
  const random = randomStream(seed, "multivariableCml");
  const p = effects.exposures.length;
  const k = effects.betaOutcome.length;
  const size = p + 1;
  const root = new CholeskyDecomposition(Matrix.from1DArray(size, size, search.errorCorrelation))
    .lowerTriangularMatrix;
  const all = [...effects.betaExposures, effects.betaOutcome];
  const errors = [...effects.standardErrorExposures, effects.standardErrorOutcome];
  const drawn = all.map((values) => values.slice());
  const normals = new Float64Array(size);
  const perturbed: MultivariableEffects = {
    ...effects,
    betaExposures: drawn.slice(0, p),
    betaOutcome: drawn[p],
  };
  const sums = new Float64Array(p);
  const squares = new Float64Array(p);
  let first: Float64Array | undefined;
  for (let b = 0; b < count; b++) {
    for (let j = 0; j < k; j++) {
      for (let a = 0; a < size; a++) normals[a] = random.normal();
      for (let a = 0; a < size; a++) {
        let error = 0;
        for (let c = 0; c <= a; c++) error += root.get(a, c) * normals[c];
        drawn[a][j] = all[a][j] + errors[a][j] * error;
      }
    }
    const { theta } = fewestFree(perturbed, search);
    first ??= theta;
    for (let i = 0; i < p; i++) {
      sums[i] += theta[i] - first[i];
      squares[i] += (theta[i] - first[i]) ** 2;
    }
  }
  return {
    theta: sums.map((sum, i) => (first?.[i] ?? NaN) + sum / count),
    standardError: squares.map((square, i) =>
      Math.sqrt((square - (sums[i] * sums[i]) / count) / (count - 1)),
    ),
  };
}
