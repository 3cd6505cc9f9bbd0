import { AnalysisError, type ErrorAccount } from "../../errors.ts";

/** Why a measure is not defined for these people; `errorCode` of a row. */
export type EvaluationCode =
  | "TOO_FEW_PEOPLE"
  | "ONE_CLASS"
  | "CONSTANT_SCORE"
  | "CONSTANT_OUTCOME"
  | "NO_EVENTS"
  | "SEPARATED"
  | "COLLINEAR"
  | "NOT_CONVERGED"
  | "NEEDS_PREVALENCE"
  | "NEEDS_MORE_INPUT";

/** A measure of a score is not defined for these people: one class only, a constant score, separation. */
export class NotEvaluableError extends AnalysisError {
  readonly tag = "not-evaluable";
  readonly code: EvaluationCode;
  constructor(code: EvaluationCode, account: ErrorAccount) {
    super(account);
    this.code = code;
  }
}

/** Of the people to evaluate on, some helped to choose or fit the score. Ids are counted, never listed. */
export class SeenInTuningError extends AnalysisError {
  readonly tag = "seen-in-tuning";
  readonly count: number;
  constructor(count: number, account: ErrorAccount) {
    super(account);
    this.count = count;
  }
}

export function fewPeople(what: string, needed: string): NotEvaluableError {
  return new NotEvaluableError("TOO_FEW_PEOPLE", {
    what,
    why: `It takes at least ${needed}.`,
    remedy: "Evaluate on more people, or leave this measure out.",
  });
}

export function oneClass(cases: number): NotEvaluableError {
  return new NotEvaluableError("ONE_CLASS", {
    what: `There are no ${cases === 0 ? "cases" : "controls"} among these people.`,
    why: "A score is judged by how it tells cases from controls.",
    remedy: "Check the outcome's coding, and who is left after missing values and groups.",
  });
}

export function constantScore(name = "The score"): NotEvaluableError {
  return new NotEvaluableError("CONSTANT_SCORE", {
    what: `${name} is the same in all these people.`,
    why: "A score that does not vary tells nobody apart.",
    remedy: "Check how many of its variants were matched, and the column that was named.",
  });
}

type FailedStatus = "one class" | "no events" | "collinear" | "separated" | "not converged";

const REFUSALS: Readonly<Record<FailedStatus, readonly [EvaluationCode, ErrorAccount]>> = {
  "one class": [
    "ONE_CLASS",
    {
      what: "There are no cases, or no controls, among these people.",
      why: "A regression of case status needs both.",
      remedy: "Check the outcome's coding, and who is left after missing values and groups.",
    },
  ],
  "no events": [
    "NO_EVENTS",
    {
      what: "Nobody has the event.",
      why: "Hazards are compared at the times of events.",
      remedy: "Check the coding of the event: 1 for an event, 0 for censored.",
    },
  ],
  collinear: [
    "COLLINEAR",
    {
      what: "Score and covariates are linearly dependent, or one of them is constant.",
      why: "Their effects cannot be told apart.",
      remedy: "Leave out the covariate that repeats another.",
    },
  ],
  separated: [
    "SEPARATED",
    {
      what: "The score or a covariate divides those with the outcome from those without it.",
      why: "The likelihood then grows without end and no coefficient is its maximum.",
      remedy: "Use more people, or fewer covariates and strata.",
    },
  ],
  "not converged": [
    "NOT_CONVERGED",
    {
      what: "The regression did not converge.",
      why: "Its likelihood has no clear maximum for these values.",
      remedy: "Look for extreme values of score and covariates.",
    },
  ],
};

/** The fit, or the refusal that its status names. */
export function fitted<T extends { readonly status: FailedStatus | "fitted" }>(
  fit: T,
): Extract<T, { readonly status: "fitted" }> {
  if (fit.status !== "fitted") throw new NotEvaluableError(...REFUSALS[fit.status]);
  return fit as Extract<T, { readonly status: "fitted" }>;
}
