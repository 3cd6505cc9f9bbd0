import { InvalidArgumentError } from "../../errors.ts";

/** Weights that are not 0; none where a sentence stands instead of weights. */
export function countNonZero(weights: Float64Array | string): number {
  if (typeof weights === "string") return 0;
  let count = 0;
  for (const weight of weights) if (weight !== 0) count += 1;
  return count;
}

export function refuseNoModel(models: number, argument: string): void {
  if (models > 0) return;
  throw new InvalidArgumentError(argument, {
    what: `A list among ${argument} is empty.`,
    why: "Models are the combinations of their values.",
    remedy: "Give at least one value of each, or leave it out.",
  });
}
