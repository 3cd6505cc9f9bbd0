import type { RandomStream } from "../../../../random.ts";
import { invert } from "./leave-one-out.ts";
import type { PressoProblem } from "./problem.ts";

/**
 * For each exposure, the simulations in which random variants in place of the good ones move the estimate further
 * than leaving the outliers out does. A simulated set is the m outliers and k − 2m draws with replacement of the rest.
 *
 * @param observed - (raw − corrected) / |corrected| for each exposure
 */
export function distortionExceeding(
  problem: PressoProblem,
  outliers: readonly number[],
  raw: Float64Array,
  observed: Float64Array,
  simulations: number,
  random: RandomStream,
): Int32Array {
  const { k, p, x, y, weight } = problem;
  const isOutlier = new Uint8Array(k);
  for (const i of outliers) isOutlier[i] = 1;
  const others = Int32Array.from(
    Array.from({ length: k }, (_, i) => i).filter((i) => !isOutlier[i]),
  );
  const size = k - outliers.length;
  const fixed = outliers.slice(0, size);
  const gram = new Float64Array(p * p);
  const right = new Float64Array(p);
  const inverse = new Float64Array(p * p);
  const add = (i: number): void => {
    for (let a = 0; a < p; a++) {
      const wx = weight[i] * x[i * p + a];
      right[a] += wx * y[i];
      for (let b = 0; b <= a; b++) gram[a * p + b] += wx * x[i * p + b];
    }
  };
  fixed.forEach(add);
  const fixedGram = gram.slice();
  const fixedRight = right.slice();
  const exceeding = new Int32Array(p);
  for (let s = 0; s < simulations; s++) {
    gram.set(fixedGram);
    right.set(fixedRight);
    for (let d = fixed.length; d < size; d++) add(others[random.integer(others.length)]);
    if (!invert(gram, inverse, p)) continue;
    for (let a = 0; a < p; a++) {
      let theta = 0;
      for (let b = 0; b < p; b++) theta += inverse[a * p + b] * right[b];
      if (Math.abs((raw[a] - theta) / theta) > Math.abs(observed[a])) exceeding[a]++;
    }
  }
  return exceeding;
}
