import type { StratumReference } from "./stratum-effects.ts";

/** Options of an evaluation, checked. */
export interface GroupSettings {
  readonly prevalence: number | undefined;
  readonly confidence: number;
  readonly bootstraps: number;
  readonly seed: number;
  readonly folds: number;
  readonly parts: number;
  readonly survivalParts: number;
  readonly topShares: readonly number[];
  readonly reference: StratumReference;
  readonly smallestCount: number;
  readonly thresholds: readonly number[] | undefined;
  readonly cuts: readonly number[] | undefined;
  readonly calibrationBins: number;
}
