import { randomStream } from "../../random.ts";
import { fillNormals } from "../../stats/normal-draws.ts";

interface Draws {
  readonly key: string;
  readonly values: Float64Array;
}

/** Kept between estimators of one call: 100 variants × 1000 bootstraps of both effects are 1.6 MB. */
const LARGEST_KEPT = 4_000_000;
let kept: Draws | undefined;

/**
 * Standard normal numbers of a seed: `count` of them, those of a smaller count first.
 *
 * Bootstrapped estimators of one call share them, so that their differences carry less noise; what an estimator gives
 * depends on the seed and its own input alone, not on which others run beside it.
 */
export function standardNormals(seed: number, count: number): Float64Array {
  const key = `${seed} ${count}`;
  if (kept?.key === key) return kept.values;
  const values = fillNormals(randomStream(seed, "mr bootstrap"), new Float64Array(count));
  if (count <= LARGEST_KEPT) kept = { key, values };
  return values;
}
