import { resembleRatios } from "../../stats/resemble-ratios.ts";

/** No effect per allele is so large, whatever its unit. */
const ABSURD_WEIGHT = 1e9;

/**
 * What is odd about weights, in words.
 *
 * @param remedy - where weights may be ratios; undefined where they are known to be none
 */
export function weightNotices(
  scores: readonly string[],
  weights: readonly Float64Array[],
  remedy: string | undefined,
): readonly string[] {
  return [
    ...(remedy !== undefined && weights.some(resembleRatios)
      ? [
          `All weights are above 0 and half of them near 1: they may be odds ratios. If so, ${remedy}`,
        ]
      : []),
    ...weights.flatMap((column, c) => {
      let largest = 0;
      for (const weight of column) largest = Math.max(largest, Math.abs(weight));
      if (largest === 0) return [`All weights of ${scores[c]} are 0: so is everybody's score.`];
      return largest > ABSURD_WEIGHT
        ? [
            `A weight of ${scores[c]} is ${largest.toExponential(1)}, which is no effect of an allele: it outweighs all others.`,
          ]
        : [];
    }),
  ];
}
