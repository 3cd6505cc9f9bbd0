import type { RandomStream } from "../../../../random.ts";
import { fillNormals } from "../../../../stats/normal-draws.ts";
import type { CmlData, CmlPath } from "./trimmed.ts";

/** Fits of copies of the data to which their own errors were added once more. */
export interface PerturbedPaths {
  /** For each number of invalid variants that was tried `count` slopes, row-major. */
  readonly theta: Float64Array;
  /** Their squared standard errors from the likelihood. */
  readonly variance: Float64Array;
  readonly count: number;
  /** Means over copies; the standard errors are the slopes' standard deviations. */
  readonly means: CmlPath;
}

export function perturbedPaths(
  data: CmlData,
  solve: (data: CmlData) => CmlPath,
  size: number,
  count: number,
  random: RandomStream,
): PerturbedPaths {
  const k = data.x.length;
  const copy = { ...data, x: new Float64Array(k), y: new Float64Array(k) };
  const sx = data.varianceX.map(Math.sqrt);
  const sy = data.varianceY.map(Math.sqrt);
  const theta = new Float64Array(size * count);
  const variance = new Float64Array(size * count);
  const likelihood = new Float64Array(size);
  const normals = new Float64Array(2 * k);
  for (let c = 0; c < count; c++) {
    fillNormals(random, normals);
    for (let i = 0; i < k; i++) {
      copy.x[i] = data.x[i] + sx[i] * normals[i];
      copy.y[i] = data.y[i] + sy[i] * normals[k + i];
    }
    const path = solve(copy);
    for (let at = 0; at < size; at++) {
      theta[at * count + c] = path.theta[at];
      variance[at * count + c] = path.standardError[at] ** 2;
      likelihood[at] += path.negativeLogLikelihood[at] / count;
    }
  }
  const mean = new Float64Array(size);
  const deviation = new Float64Array(size);
  for (let at = 0; at < size; at++) {
    const slopes = theta.subarray(at * count, (at + 1) * count);
    for (const slope of slopes) mean[at] += slope / count;
    let squares = 0;
    for (const slope of slopes) squares += (slope - mean[at]) ** 2;
    deviation[at] = Math.sqrt(squares / (count - 1));
  }
  return {
    theta,
    variance,
    count,
    means: { theta: mean, standardError: deviation, negativeLogLikelihood: likelihood },
  };
}
