/** Positive effects can be chance in a few variants. */
const ENOUGH_TO_TELL = 3;

/** Whether effects look like odds or hazard ratios: all are above 0, and half of them near 1. NaN tells nothing. */
export function resembleRatios(effects: ArrayLike<number>): boolean {
  // Nearly all have one that is not: no need to sort them.
  for (let i = 0; i < effects.length; i++) if (effects[i] <= 0) return false;
  const sorted = Float64Array.from(effects)
    .filter((value) => !Number.isNaN(value))
    .sort();
  if (sorted.length < ENOUGH_TO_TELL) return false;
  const median = sorted[sorted.length >> 1];
  return median > 0.7 && median < 1.5;
}
