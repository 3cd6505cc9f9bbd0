import { NotEstimableError } from "../mr-errors.ts";

export function tooFewVariants(label: string, count: number, fewest: number): NotEstimableError {
  return new NotEstimableError("TOO_FEW_VARIANTS", {
    what: `${label} needs at least ${fewest} variants; there ${count === 1 ? "is 1" : `are ${count}`}.`,
    why: "With fewer it is not defined.",
    remedy: "Use more instruments, or IVW or the Wald ratio, which need fewer.",
  });
}

export function needsIndependentVariants(label: string): NotEstimableError {
  return new NotEstimableError("NEEDS_INDEPENDENT_VARIANTS", {
    what: `${label} takes every variant as evidence of its own, and these are given with their correlation.`,
    why: "Counting correlated variants as independent makes standard errors too small.",
    remedy: "Clump the instruments, or use ivw, egger or maximumLikelihood, which account for it.",
  });
}

export function collinearVariants(label: string): NotEstimableError {
  return new NotEstimableError("COLLINEAR", {
    what: `${label}: the correlation matrix of the variants is singular.`,
    why: "Some variants are copies or combinations of others.",
    remedy: "Clump the instruments at a lower r², so that no two carry the same information.",
  });
}

export function sameExposureEffects(label: string): NotEstimableError {
  return new NotEstimableError("COLLINEAR", {
    what: `${label}: all variants have the same effect on the exposure, so no slope can be told from the intercept.`,
    why: "A line with an intercept needs at least two different effects on the exposure.",
    remedy: "Use ivw, or instruments of different strength.",
  });
}
