import { InvalidArgumentError } from "../../../../errors.ts";
import type { InstrumentEffects } from "../../../instrument-effects.ts";
import { NotEstimableError } from "../../../mr-errors.ts";
import type { Estimator } from "../../estimator.ts";
import { checkEffects } from "../checked-effects.ts";
import { finishedEstimate } from "../finished-estimate.ts";
import { methodId } from "../method-id.ts";
import { lossOf, type Loss, type RapsLoss } from "./loss.ts";
import { rootsWithDispersion, rootsWithoutDispersion, type RapsRoot } from "./roots.ts";
import { profileOf } from "./score.ts";

export interface RapsOptions {
  /** `huber` by default. */
  readonly loss?: RapsLoss | undefined;
  /** Whether the variants may have small direct effects of variance τ²: true. */
  readonly overdispersion?: boolean | undefined;
  /** Of the loss: 1.345 for Huber, 4.685 for Tukey. */
  readonly tuning?: number | undefined;
}

/** What solves the profile score equations. */
export interface RapsFit extends RapsRoot {
  readonly standardError: number;
  /** NaN without over-dispersion. */
  readonly tau2StandardError: number;
  readonly loss: Loss;
  /** All roots, the chosen one first. */
  readonly roots: readonly RapsRoot[];
}

const LOSS_NAMES = { l2: "squared loss", huber: "Huber loss", tukey: "Tukey loss" } as const;

/**
 * Robust adjusted profile score: many weak instruments, small direct effects, and outliers.
 *
 * Where the equations have several roots, the one with the least Σ ρ(t)/δ + ½ ln v (with τ²), or the least Σ ρ(t)
 * (without) is taken, and a note names the others.
 *
 * @see Zhao et al. 2020, doi:10.1214/19-AOS1866
 */
export function raps(options: RapsOptions = {}): Estimator {
  const { loss = "huber", overdispersion = true } = options;
  const label = `RAPS (${LOSS_NAMES[loss]}, ${overdispersion ? "over-dispersion" : "no over-dispersion"})`;
  return {
    id: methodId(
      "raps",
      loss !== "huber" && loss,
      !overdispersion && "noOverdispersion",
      options.tuning !== undefined && `tuning${options.tuning}`,
    ),
    label,
    fewestVariants: overdispersion ? 3 : 2,
    usesCorrelation: false,
    isRandom: false,
    source: "10.1214/19-AOS1866",
    estimate(effects, { confidence }) {
      const fit = rapsFit(effects, options);
      const { beta, standardError, tau2, tau2StandardError, roots } = fit;
      const others = roots.slice(1).map((root) => root.beta);
      const notes: string[] = [];
      if (others.length > 0) {
        notes.push(
          `The score equations have ${roots.length} roots; the others are at ${others.map((b) => b.toPrecision(3)).join(", ")}.`,
        );
      }
      if (overdispersion && tau2 === 0) notes.push("No over-dispersion is found: τ² = 0.");
      return finishedEstimate(
        {
          beta,
          standardError,
          variantCount: effects.variantId.length,
          details: {
            loss,
            overdispersion,
            ...(overdispersion && { tau2, tau2StandardError }),
            otherRoots: others,
          },
          notes,
        },
        confidence,
      );
    },
  };
}

/** @throws NotEstimableError when there is no root, or the instruments carry no information */
export function rapsFit(effects: InstrumentEffects, options: RapsOptions = {}): RapsFit {
  const { overdispersion = true, tuning } = options;
  checkEffects(effects, { label: "RAPS", fewest: overdispersion ? 3 : 2 });
  if (tuning !== undefined && !(tuning > 0)) {
    throw new InvalidArgumentError("tuning", {
      what: `tuning is ${tuning}.`,
      why: "It is the size of a standardised residual from which on it weighs less.",
      remedy: "Give a number above 0, or leave it out.",
    });
  }
  const loss = lossOf(options.loss ?? "huber", tuning);
  const profile = profileOf(effects, loss);
  const { betaExposure, betaOutcome } = effects;
  const ratios = Array.from(betaOutcome, (y, i) => y / betaExposure[i]).filter(Number.isFinite);
  const roots = overdispersion
    ? rootsWithDispersion(profile, ratios)
    : rootsWithoutDispersion(profile, ratios);
  const size = (root: RapsRoot): number =>
    overdispersion
      ? profile.criterion(root.beta, root.tau2)
      : profile.objective(root.beta, root.tau2);
  roots.sort((a, b) => size(a) - size(b));
  const [best] = roots;
  if (roots.length === 0) {
    throw new NotEstimableError("NO_CONVERGENCE", {
      what: "The profile score equations of RAPS have no root.",
      why: "The objective has no minimum at a finite slope: the instruments are very weak, or disagree.",
      remedy: "Use stronger instruments, or a weighted median or mode.",
    });
  }
  const errors = profile.errors(best.beta, best.tau2);
  if (!errors) {
    throw new NotEstimableError("WEAK_INSTRUMENTS", {
      what: "The variance of the RAPS estimate is not positive.",
      why: "The effects on the exposure are no larger than their errors.",
      remedy: "Use stronger instruments.",
    });
  }
  return {
    ...best,
    standardError: overdispersion ? errors.beta : errors.betaWithoutDispersion,
    tau2StandardError: overdispersion ? errors.tau2 : NaN,
    loss,
    roots,
  };
}
