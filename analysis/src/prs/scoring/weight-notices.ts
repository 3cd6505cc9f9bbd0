import { resembleRatios } from "../../stats/resemble-ratios.ts";
import { counted } from "../words.ts";

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
  const largest = weights.map(largestOf);
  const named = (isOne: (size: number) => boolean): readonly string[] =>
    scores.filter((_, c) => isOne(largest[c]));
  const absurd = named((size) => size > ABSURD_WEIGHT);
  const empty = named((size) => size === 0);
  return [
    ...(remedy !== undefined && weights.some(resembleRatios)
      ? [
          `All weights are above 0 and half of them near 1: they may be odds ratios. If so, ${remedy}`,
        ]
      : []),
    ...(absurd.length > 0
      ? [
          `A weight of ${listed(absurd)} is ${Math.max(...largest).toExponential(1)}, which is no effect of an allele: it outweighs all others.`,
        ]
      : []),
    ...(empty.length > 0
      ? [`All weights of ${listed(empty)} are 0: so is everybody's score.`]
      : []),
  ];
}

function largestOf(weights: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < weights.length; i++) {
    const size = Math.abs(weights[i]);
    if (size > largest) largest = size;
  }
  return largest;
}

function listed(names: readonly string[]): string {
  return names.length === 1
    ? names[0]
    : `${names[0]} and ${counted(names.length - 1, "other score")}`;
}
