import { resembleRatios } from "../../stats/resemble-ratios.ts";
import { counted } from "../../words.ts";

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
  const empty = scores.filter((_, c) => weights[c]?.every((weight) => weight === 0));
  return [
    ...(remedy !== undefined && weights.some(resembleRatios)
      ? [
          `All weights are above 0 and half of them near 1: they may be odds ratios. If so, ${remedy}`,
        ]
      : []),
    ...(empty.length > 0
      ? [`All weights of ${listed(empty)} are 0: so is everybody's score.`]
      : []),
  ];
}

function listed(names: readonly string[]): string {
  return names.length === 1
    ? names[0]
    : `${names[0]} and ${counted(names.length - 1, "other score")}`;
}
