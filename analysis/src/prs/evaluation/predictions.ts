import type { EvaluatedPeople } from "./evaluation-people.ts";
import { crossFitted } from "./outcome.ts";

/** Linear predictors made without these people, from a tuned score, or a risk that was given. */
export interface Predictions {
  readonly source: string;
  readonly base?: Float64Array | undefined;
  readonly full: Float64Array;
}

/** Each person predicted by models of the others. */
export function crossFittedPredictions(
  { outcome, order, scores }: EvaluatedPeople,
  covariates: readonly Float64Array[],
  folds: number,
): Predictions {
  return {
    source: `cross-fitted in ${folds} folds`,
    full: crossFitted(outcome, [...covariates, scores[0]], order, folds),
    base: covariates.length > 0 ? crossFitted(outcome, covariates, order, folds) : undefined,
  };
}
