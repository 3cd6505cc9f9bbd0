import type { RandomStream } from "../../random.ts";

/** A way in which instruments hold or fail. */
export type Scenario =
  | "valid"
  | "weak"
  | "balanced pleiotropy"
  | "directional pleiotropy"
  | "correlated pleiotropy"
  | "outliers"
  | "reversed";

export const SCENARIOS: readonly Scenario[] = [
  "valid",
  "weak",
  "balanced pleiotropy",
  "directional pleiotropy",
  "correlated pleiotropy",
  "outliers",
  "reversed",
];

/** How a variant reaches the outcome. */
export type Role =
  "through the exposure" | "also directly" | "through a confounder" | "through the outcome";

/** True effects of one variant, in SD (log odds of a binary outcome) per copy of its effect allele. */
export interface TrueEffects {
  readonly role: Role;
  readonly onExposure: number;
  /** What does not pass through the exposure. */
  readonly directOnOutcome: number;
}

/** Of the instruments that are invalid, where only some are. */
const INVALID_SHARE = 0.3;
/** Spread of direct effects, relative to that of effects on the exposure. */
const DIRECT_SPREAD = 0.35;
const OUTLIERS = 3;
/** What the confounder does to exposure and outcome, per SD of it. */
const CONFOUNDER = { exposure: 1, outcome: 0.7 };
/** Change of the exposure in SD for one unit of the outcome, in the reversed world, and the share of such variants. */
const REVERSE_EFFECT = 0.5;
const REVERSE_SHARE = 0.75;

/**
 * Draws the true effects of one causal variant; the first variants of a scenario are those that differ.
 *
 * @param spread - standard deviation of effects on the exposure for this variant's frequency
 */
export function drawEffects(
  scenario: Scenario,
  place: { readonly index: number; readonly count: number; readonly spread: number },
  random: RandomStream,
): TrueEffects {
  const { index, count, spread } = place;
  const own = spread * random.normal();
  const extra = random.normal();
  const isInvalid = index < Math.round(INVALID_SHARE * count);
  const direct = (directOnOutcome: number): TrueEffects => ({
    role: "also directly",
    onExposure: own,
    directOnOutcome,
  });
  switch (scenario) {
    case "balanced pleiotropy":
      return direct(DIRECT_SPREAD * spread * extra);
    case "directional pleiotropy":
      // The allele that raises the exposure raises the outcome, by as much whatever it does to the exposure.
      if (isInvalid) return direct(Math.sign(own) * spread * (0.5 + 0.1 * extra));
      break;
    case "correlated pleiotropy":
      if (isInvalid) {
        return {
          role: "through a confounder",
          onExposure: own + CONFOUNDER.exposure * spread * extra,
          directOnOutcome: CONFOUNDER.outcome * spread * extra,
        };
      }
      break;
    case "outliers":
      if (index < OUTLIERS) return direct(Math.sign(extra) * spread * (3 + Math.abs(extra)));
      break;
    case "reversed":
      if (index < REVERSE_SHARE * count) {
        return {
          role: "through the outcome",
          onExposure: REVERSE_EFFECT * own,
          directOnOutcome: own,
        };
      }
      break;
    case "valid":
    case "weak":
  }
  return { role: "through the exposure", onExposure: own, directOnOutcome: 0 };
}
