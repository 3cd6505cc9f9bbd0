import type { SampleTable } from "../../io/sample-table.ts";
import { InvalidArgumentError } from "../../errors.ts";
import { properShare } from "./checked-values.ts";
import type { PeopleOptions, PersonValues } from "./evaluation-people.ts";
import type { GroupSettings } from "./group-settings.ts";
import type { BaseStudy } from "./overlap.ts";
import { SMALLEST_COUNT } from "./small-counts.ts";
import type { TestSet } from "./split.ts";
import type { StratumReference } from "./stratum-effects.ts";
import type { TunedScore } from "./tune.ts";

export interface EvaluationSettings extends Omit<PeopleOptions, "people"> {
  /** The study that the weights come from, to look for its people among these. */
  readonly base?: BaseStudy | undefined;
  /** Names of the cohorts that these people are from. */
  readonly cohorts?: readonly string[] | undefined;
  /** A second score of the same people, to compare with. */
  readonly compareWith?: PersonValues | undefined;
  /** Of the disease in the population, for R² on the liability scale and for net benefit. */
  readonly prevalence?: number | undefined;
  /** Predicted risks, made without these people, to calibrate instead of cross-fitted ones. */
  readonly risk?: PersonValues | undefined;
  /** Shares of people with the highest scores; 1, 5, 10 and 20 % by default. */
  readonly topShares?: readonly number[] | undefined;
  /** Equal parts of the score; deciles by default. */
  readonly parts?: number | undefined;
  readonly reference?: StratumReference | undefined;
  readonly calibrationBins?: number | undefined;
  /** Risks at which net benefit is computed. */
  readonly thresholds?: readonly number[] | undefined;
  /** Risks that divide the categories of the categorical NRI. */
  readonly cuts?: readonly number[] | undefined;
  /** Draws for intervals of R²; 0, the default, for analytic ones. */
  readonly bootstraps?: number | undefined;
  readonly folds?: number | undefined;
  readonly seed?: number | undefined;
  readonly confidence?: number | undefined;
  /** Groups and strata with fewer people, cases or controls are not shown. */
  readonly smallestCount?: number | undefined;
}

/** A score of any making, or a tuned one, which only a test set may judge. */
export type EvaluateOptions = EvaluationSettings &
  (
    | {
        readonly people?: (SampleTable & { readonly setRole?: "test" }) | undefined;
        readonly score: PersonValues;
      }
    | { readonly people: TestSet; readonly score: TunedScore }
  );

export function isTuned(score: PersonValues | TunedScore): score is TunedScore {
  return typeof score === "object" && "kind" in score && score.kind === "tuned-score";
}

/** What was asked for, with its defaults. */
export function checkedSettings(options: EvaluateOptions): GroupSettings {
  const {
    prevalence,
    topShares = [0.01, 0.05, 0.1, 0.2],
    smallestCount = SMALLEST_COUNT,
  } = options;
  const whole = (name: string, value: number, least: number, most: number): number => {
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(name, {
      what: `${name} is ${value}.`,
      why: `It is a whole number from ${least} to ${most}.`,
      remedy: "Leave it out for the default.",
    });
  };
  return {
    prevalence: prevalence === undefined ? undefined : properShare("prevalence", prevalence),
    confidence: properShare("confidence", options.confidence ?? 0.95),
    bootstraps: whole("bootstraps", options.bootstraps ?? 0, 0, 1_000_000),
    seed: options.seed ?? 1,
    folds: whole("folds", options.folds ?? 10, 2, 1000),
    parts: whole("parts", options.parts ?? 10, 2, 100),
    survivalParts: 5,
    topShares: topShares.map((share) => properShare("topShares", share)),
    reference: options.reference ?? "middle quintile",
    smallestCount: whole("smallestCount", smallestCount, 1, 1_000_000),
    thresholds: options.thresholds,
    cuts: options.cuts,
    calibrationBins: whole("calibrationBins", options.calibrationBins ?? 10, 2, 100),
  };
}

export function outcomeName({ outcome }: EvaluationSettings): string {
  const named =
    "quantitative" in outcome
      ? outcome.quantitative
      : "binary" in outcome
        ? outcome.binary
        : outcome.event;
  return typeof named === "string" ? named : "outcome";
}
