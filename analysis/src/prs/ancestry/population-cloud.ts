import { InvalidArgumentError } from "../../errors.ts";
import { choleskyLower, solveLower } from "../../stats/cholesky.ts";

/** Where a group lies among the components: its mean, and L of its covariance LLᵀ. */
export interface Cloud {
  readonly name: string;
  readonly people: number;
  readonly mean: Float64Array;
  readonly lower: Float64Array;
}

/** @throws InvalidArgumentError for a group that is too small, or flat in some direction */
export function cloudOf(
  name: string,
  components: readonly Float64Array[],
  rows: readonly number[],
): Cloud {
  const k = components.length;
  const n = rows.length;
  const mean = Float64Array.from(components, (column) => sumOver(rows, (i) => column[i]) / n);
  const covariance = new Float64Array(k * k);
  for (let a = 0; a < k; a++) {
    for (let b = 0; b < k; b++) {
      covariance[a * k + b] =
        sumOver(rows, (i) => (components[a][i] - mean[a]) * (components[b][i] - mean[b])) / n;
    }
  }
  const lower = n > k ? choleskyLower(covariance, k) : undefined;
  if (lower) return { name, people: n, mean, lower };
  throw new InvalidArgumentError("reference.populations", {
    what: `${name} has ${n} people of the reference, whose ${k} components do not spread in all directions.`,
    why: "Distances are measured in units of the spread of a population.",
    remedy: `Give it more people than components, join it with a neighbour, or compare fewer components.`,
  });
}

/** Squared Mahalanobis distance of person i from the cloud. */
export function squaredDistance(
  { mean, lower }: Cloud,
  components: readonly Float64Array[],
  i: number,
): number {
  const k = components.length;
  const away = Float64Array.from(components, (column, c) => column[i] - mean[c]);
  return solveLower(lower, k, away).reduce((sum, value) => sum + value * value, 0);
}

function sumOver(rows: readonly number[], value: (i: number) => number): number {
  let sum = 0;
  for (const i of rows) sum += value(i);
  return sum;
}
