import { InvalidArgumentError } from "../errors.ts";

export function checkThresholds(threshold: number, suggestive: number): void {
  if (threshold > 0 && threshold <= suggestive && suggestive < 1) return;
  throw new InvalidArgumentError("threshold", {
    what: `threshold ${threshold} and suggestive ${suggestive} do not fit.`,
    why: "Both are P values above 0 and below 1, and the threshold is the smaller one.",
    remedy: "Use for example { threshold: 5e-8, suggestive: 1e-5 }.",
  });
}

export function checkMaxPoints(maxPoints: number): void {
  if (maxPoints >= 100 && maxPoints <= 10_000) return;
  throw new InvalidArgumentError("maxPoints", {
    what: `maxPoints ${maxPoints} is not possible.`,
    why: "Fewer than 100 points show nothing, more than 10,000 make a notebook slow.",
    remedy: "Leave it out: the plot then chooses.",
  });
}
