import { InvalidArgumentError } from "../../errors.ts";
import type { EvaluateOptions } from "./evaluate-options.ts";
import type { EvaluatedPeople } from "./evaluation-people.ts";
import type { Predictions } from "./predictions.ts";
import { predictedBy, type TunedScore } from "./tune.ts";

/** Linear predictors that were made without these people; undefined where they are to be cross-fitted. */
export function givenPredictions(
  options: EvaluateOptions,
  tuned: TunedScore | undefined,
  people: EvaluatedPeople,
): Predictions | undefined {
  if (options.risk !== undefined) {
    if (people.outcome.kind !== "binary") {
      throw new InvalidArgumentError("risk", {
        what: "A risk was given for times to an event.",
        why: "Calibration is evaluated for cases and controls.",
        remedy: "Leave out risk, or evaluate the event by a fixed time.",
      });
    }
    const risk = people.scores.at(-1)!;
    if (!risk.every((value) => value > 0 && value < 1)) {
      throw new InvalidArgumentError("risk", {
        what: "A given risk is not between 0 and 1.",
        why: "It is a predicted probability, never certain.",
        remedy: "Pass probabilities; a polygenic score itself is not one.",
      });
    }
    return { source: "as given", full: risk.map((p) => Math.log(p / (1 - p))) };
  }
  if (!tuned || tuned.outcome !== people.outcome.kind) return undefined;
  const predict = (model: TunedScore["model"]): Float64Array =>
    finite(predictedBy(model, options.people!, people.rows));
  return {
    source: "of the tuning set's model",
    full: predict(tuned.model),
    base: tuned.baseModel && predict(tuned.baseModel),
  };
}

export function covariatesOf({ baseModel }: TunedScore): readonly string[] {
  return [...new Set(baseModel?.columns.map(({ source }) => source) ?? [])];
}

function finite(predicted: Float64Array): Float64Array {
  const missing = predicted.reduce((count, value) => count + Number(!Number.isFinite(value)), 0);
  if (missing === 0) return predicted;
  throw new InvalidArgumentError("covariates", {
    what: `${missing} people miss a covariate of the tuned model.`,
    why: "It was fitted with covariates that are not among those named here.",
    remedy: "Leave out covariates, for those of the tuned score, or name them all.",
  });
}
