import { fLnP, fQuantile } from "../../stats/f-distribution.ts";
import { inner, projection } from "./orthonormal-columns.ts";
import type { PartialledColumns } from "./two-stage-fit.ts";

/** Values of one effect that the instruments do not contradict, however weak they are. */
export interface AndersonRubinSet {
  readonly lower: number;
  readonly upper: number;
  /** `outside`: everything but what lies between the limits. */
  readonly shape: "interval" | "outside" | "unbounded" | "empty";
  readonly description: string;
}

/**
 * Inverts the Anderson–Rubin test: β is in the set when the instruments do not explain y − xβ.
 *
 * @see Anderson & Rubin 1949, doi:10.1214/aoms/1177730090
 */
export function andersonRubinSet(data: PartialledColumns, confidence: number): AndersonRubinSet {
  const { outcome, exposures, fitted, instruments, takenOut } = data;
  const [x] = exposures;
  const [explainedX] = fitted;
  const explainedY = projection(outcome, instruments);
  const numerator = instruments.length;
  const denominator = outcome.length - instruments.length - takenOut;
  const limit = fQuantile(confidence, numerator, denominator);
  const term = (all: number, part: number): number =>
    part / numerator - (limit * (all - part)) / denominator;
  const a = term(inner(x, x), inner(explainedX, explainedX));
  const b = term(inner(x, outcome), inner(explainedX, explainedY));
  const c = term(inner(outcome, outcome), inner(explainedY, explainedY));
  const root = b * b - a * c;
  const percent = `${Number((confidence * 100).toPrecision(6))} %`;
  if (root < 0) {
    return a > 0
      ? {
          lower: NaN,
          upper: NaN,
          shape: "empty",
          description: `No effect agrees with all instruments (${percent}): some of them are invalid.`,
        }
      : {
          lower: -Infinity,
          upper: Infinity,
          shape: "unbounded",
          description: `Every effect agrees with the instruments (${percent}): they are too weak to tell.`,
        };
  }
  const ends = [(b - Math.sqrt(root)) / a, (b + Math.sqrt(root)) / a].sort((s, t) => s - t);
  const [lower, upper] = ends;
  const text = ends.map((end) => String(Number(end.toPrecision(4))));
  return a > 0
    ? { lower, upper, shape: "interval", description: `${text[0]} to ${text[1]} (${percent})` }
    : {
        lower,
        upper,
        shape: "outside",
        description: `Up to ${text[0]}, or from ${text[1]} on (${percent}): the instruments are too weak for an interval.`,
      };
}

/** The Anderson–Rubin test that all effects are 0. */
export function andersonRubinOfNone({ outcome, instruments, takenOut }: PartialledColumns): {
  readonly statistic: number;
  readonly lnP: number;
} {
  const explained = projection(outcome, instruments);
  const part = inner(explained, explained);
  const denominator = outcome.length - instruments.length - takenOut;
  const statistic = part / instruments.length / ((inner(outcome, outcome) - part) / denominator);
  return { statistic, lnP: fLnP(statistic, instruments.length, denominator) };
}
