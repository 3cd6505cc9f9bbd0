import { numberText, rounded } from "./plot-numbers.ts";
import { numberAt, textAt } from "./plot-tables.ts";
import type { JsonObject } from "./plot-spec.ts";
import { rowsOf, stratumId, type GroupView } from "./prs-evaluation.ts";

/** A range of the score, as an evaluation gives it. */
export interface Stratum {
  readonly kind: string;
  readonly stratum: string;
  readonly reference: string;
  readonly n: number;
  readonly cases: number;
  readonly outcome: number;
  readonly outcomeLower: number;
  readonly outcomeUpper: number;
  /** `OR`, `HR` or `beta`. */
  readonly effect: string;
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  readonly isReference: boolean;
  /** Why there is no estimate; empty when there is. */
  readonly refusal: string;
}

const NUMBERS = [
  "n",
  "cases",
  "outcome",
  "outcomeLower",
  "outcomeUpper",
  "estimate",
  "lower",
  "upper",
] as const;

export function strataOf(view: GroupView): Stratum[] {
  const { strata } = view.evaluation;
  return rowsOf(view, strata).map((row) => {
    const text = (name: string): string => textAt(strata, name, row);
    const numbers = Object.fromEntries(
      NUMBERS.map((name) => [name, numberAt(strata, name, row)]),
    ) as Record<(typeof NUMBERS)[number], number>;
    const isReference = text("reason") === "reference";
    return {
      ...numbers,
      kind: text("kind"),
      stratum: text("stratum"),
      reference: text("reference"),
      effect: text("effect"),
      isReference,
      refusal: isReference ? "" : text("reason"),
    };
  });
}

/** `decile` of `decile 3`, `part` of `part of 8 3`. */
export function partName(strata: readonly Stratum[]): string {
  return strata.find(({ kind }) => kind === "part")?.stratum.replace(/ \d+$/, "") ?? "part";
}

/** `decile 1, decile 2: fewer than 10 people …`, by reason. */
export function refusalWords(strata: readonly Stratum[]): string[] {
  const reasons = new Map<string, string[]>();
  for (const { stratum, refusal } of strata) {
    if (refusal !== "") reasons.set(refusal, [...(reasons.get(refusal) ?? []), stratum]);
  }
  return Array.from(reasons, ([reason, names]) => `Not drawn: ${names.join(", ")} (${reason})`);
}

export const EFFECT_NAMES: Readonly<Record<string, string>> = {
  OR: "Odds ratio",
  HR: "Hazard ratio",
  beta: "Difference of the mean",
};

/** A stratum as plots hold it; ends and counts that are unknown are left out. */
export function stratumRow(view: GroupView, stratum: Stratum): JsonObject {
  const { n, cases, estimate, lower, upper, isReference, effect } = stratum;
  return {
    stratumId: stratumId(view, stratum.stratum),
    stratum: stratum.stratum,
    n,
    ...(Number.isFinite(cases) && { cases }),
    outcome: rounded(stratum.outcome),
    outcomeLower: rounded(stratum.outcomeLower),
    outcomeUpper: rounded(stratum.outcomeUpper),
    estimate: rounded(estimate),
    lower: rounded(lower),
    upper: rounded(upper),
    ...(isReference && { isReference }),
    effectText: isReference
      ? "reference"
      : Number.isFinite(estimate)
        ? `${effect === "beta" ? "difference" : effect} ${numberText(estimate)} (${numberText(lower)} to ${numberText(upper)})`
        : "none",
  };
}
