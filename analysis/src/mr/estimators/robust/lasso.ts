import { findRoot } from "../../../stats/minimise.ts";
import { InvalidArgumentError } from "../../../errors.ts";
import { NotEstimableError } from "../../mr-errors.ts";
import type { InstrumentEffects } from "../../instrument-effects.ts";
import type { Estimator } from "../estimator.ts";
import { checkEffects } from "./checked-effects.ts";
import { finishedEstimate } from "./finished-estimate.ts";
import { methodId } from "./method-id.ts";

export interface LassoOptions {
  /** Penalty of direct effects; chosen by the heterogeneity of the valid variants when absent. */
  readonly lambda?: number | undefined;
}

/** Variants whose direct effect is shrunk to 0 at one penalty. */
interface LassoStep {
  readonly lambda: number;
  /** The slope that the penalised fit gives. */
  readonly beta: number;
  readonly valid: readonly number[];
  /** Of IVW on the valid variants; NaN for one. */
  readonly residualStandardError: number;
}

const LABEL = "MR-Lasso";
const PENALTIES = 100;
const SMALLEST_PENALTY = 1e-4;
// χ² with one degree of freedom at 0.95.
const HETEROGENEITY = 3.841458820694124;

/**
 * MR-Lasso: direct effects of all variants under a lasso penalty, then IVW on those without one. The penalty is the
 * least at which the valid variants are not yet heterogeneous.
 *
 * @see Rees et al. 2019, doi:10.1371/journal.pone.0222362
 */
export function lasso(options: LassoOptions = {}): Estimator {
  return {
    id: methodId("lasso", options.lambda !== undefined && `lambda${options.lambda}`),
    label: LABEL,
    fewestVariants: 3,
    usesCorrelation: false,
    isRandom: false,
    source: "10.1371/journal.pone.0222362",
    estimate(effects, { confidence }) {
      checkEffects(effects, { label: LABEL, fewest: 3 });
      const step = chosenStep(effects, options.lambda);
      if (step.valid.length < 2) {
        throw new NotEstimableError("TOO_FEW_VARIANTS", {
          what: `${LABEL}: with lambda ${step.lambda.toPrecision(3)} fewer than 2 variants have no direct effect.`,
          why: "The estimate afterwards needs at least two of them.",
          remedy: "Give a larger lambda, or leave it out.",
        });
      }
      const { information, beta } = ivwOf(effects, step.valid);
      const excluded = effects.variantId.filter((_, i) => !step.valid.includes(i));
      return finishedEstimate(
        {
          beta,
          standardError: Math.max(1, step.residualStandardError) / Math.sqrt(information),
          variantCount: step.valid.length,
          details: {
            lambda: step.lambda,
            betaPenalised: step.beta,
            residualStandardError: step.residualStandardError,
            excluded,
          },
          notes: [
            `${excluded.length} of ${effects.variantId.length} variants have a direct effect and are left out.`,
          ],
        },
        confidence,
      );
    },
  };
}

/** @throws InvalidArgumentError for a negative penalty */
function chosenStep(effects: InstrumentEffects, lambda?: number): LassoStep {
  if (lambda !== undefined) {
    if (!(lambda >= 0)) {
      throw new InvalidArgumentError("lambda", {
        what: `lambda is ${lambda}.`,
        why: "A penalty is not negative.",
        remedy: "Leave it out to have it chosen.",
      });
    }
    return stepAt(effects, penaltyUnits(effects), lambda);
  }
  const path = lassoPath(effects).reverse();
  const isHeterogeneous = (j: number): boolean => {
    const [here, next] = [path[j], path[j + 1]];
    return (
      next.residualStandardError > 1 &&
      next.residualStandardError - here.residualStandardError > HETEROGENEITY / next.valid.length
    );
  };
  let chosen = 0;
  while (chosen < path.length - 1 && !isHeterogeneous(chosen)) chosen++;
  while (chosen < path.length - 1 && path[chosen].valid.length < 2) chosen++;
  return path[chosen];
}

/**
 * Fits from the largest penalty, at which no variant has a direct effect, downwards, until they explain all.
 *
 * For one slope the direct effects are soft thresholds of the residuals, so that the slope solves a Huber score: a
 * monotone function of one number, and no coordinate descent is needed.
 */
function lassoPath(effects: InstrumentEffects): LassoStep[] {
  const units = penaltyUnits(effects);
  const { betaExposure: x, betaOutcome: y, standardErrorOutcome: sy } = effects;
  const k = x.length;
  const { beta } = ivwOf(
    effects,
    Array.from({ length: k }, (_, i) => i),
  );
  const residual = y.map((value, i) => (value - beta * x[i]) / sy[i]);
  const total = residual.reduce((sum, r) => sum + r * r, 0);
  const mean = residual.reduce((sum, r, i) => sum + r * Math.sign(x[i]), 0) / k;
  const variance = total / k - mean * mean;
  const largest = residual.reduce(
    (most, r, i) => Math.max(most, Math.abs(r) / (sy[i] * units[i])),
    0,
  );
  const path: LassoStep[] = [];
  let before = 0;
  for (let j = 0; j < PENALTIES; j++) {
    const step = stepAt(effects, units, largest * SMALLEST_PENALTY ** (j / (PENALTIES - 1)));
    path.push(step);
    let left = 0;
    for (let i = 0; i < k; i++) {
      const limit = step.lambda * units[i] * sy[i] * sy[i];
      left += (Math.min(limit, Math.abs(y[i] - step.beta * x[i])) / sy[i]) ** 2;
    }
    const explained = (total - left) / (k * variance);
    // As glmnet ends its path (its documented `fdev` and `devmax`).
    if (j >= 4 && (explained - before < 1e-5 * explained || explained > 0.999)) break;
    before = explained;
  }
  return path;
}

function stepAt(effects: InstrumentEffects, units: Float64Array, lambda: number): LassoStep {
  const { betaExposure: x, betaOutcome: y, standardErrorOutcome: sy } = effects;
  const k = x.length;
  const limit = units.map((unit, i) => lambda * unit * sy[i] * sy[i]);
  const score = (beta: number): number => {
    let sum = 0;
    for (let i = 0; i < k; i++) {
      const off = y[i] - beta * x[i];
      sum += (x[i] / (sy[i] * sy[i])) * Math.max(-limit[i], Math.min(limit[i], off));
    }
    return sum;
  };
  const ratios = Array.from(y, (value, i) => value / x[i]).filter(Number.isFinite);
  const low = Math.min(...ratios);
  const high = Math.max(...ratios);
  const beta = score(low) === 0 ? low : findRoot(score, low, high);
  const valid: number[] = [];
  for (let i = 0; i < k; i++) {
    if (Math.abs(y[i] - beta * x[i]) <= limit[i] * (1 + 1e-9)) valid.push(i);
  }
  return {
    lambda,
    beta,
    valid,
    residualStandardError: ivwOf(effects, valid).residualStandardError,
  };
}

/** k · the standard deviation over variants of each direct effect's column, which its penalty is in proportion to. */
function penaltyUnits(effects: InstrumentEffects): Float64Array {
  const { betaExposure: x, standardErrorOutcome: sy } = effects;
  const k = x.length;
  const b = x.map((value, i) => Math.abs(value) / sy[i]);
  const sum = b.reduce((total, value) => total + value, 0);
  const squares = b.reduce((total, value) => total + value * value, 0);
  return b.map((value, i) => {
    const mean = (1 - (value * sum) / squares) / (k * sy[i]);
    const meanSquare = (1 - (value * value) / squares) / (k * sy[i] * sy[i]);
    return k * Math.sqrt(Math.max(0, meanSquare - mean * mean));
  });
}

function ivwOf(
  effects: InstrumentEffects,
  rows: readonly number[],
): { beta: number; information: number; residualStandardError: number } {
  const { betaExposure: x, betaOutcome: y, standardErrorOutcome: sy } = effects;
  let information = 0;
  let cross = 0;
  for (const i of rows) {
    information += (x[i] / sy[i]) ** 2;
    cross += (x[i] * y[i]) / (sy[i] * sy[i]);
  }
  const beta = cross / information;
  let q = 0;
  for (const i of rows) q += ((y[i] - beta * x[i]) / sy[i]) ** 2;
  return { beta, information, residualStandardError: Math.sqrt(q / (rows.length - 1)) };
}
