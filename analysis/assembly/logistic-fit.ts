import { putEstimate } from "./logistic-estimate";
import { CHUNK, NARROW, WIDE } from "./logistic-layout";
import { sumNarrowly, sumWidely } from "./logistic-passes";
import { gatherTiles } from "./logistic-products";
import { factorise, solveWith } from "./small-cholesky";

// The rules of gwas/logistic-newton.ts; what goes on for longer, or further, is left to it.
const CONVERGED_BELOW = 1e-4;
const MOST_STEPS = 15;
const LONGEST_STEP = 20.0;
/** From here on steps of length 1 are those of a separated sample. */
const FIRST_MARCH = 8;
/** Behind a step longer than this the next is tried in single precision, and kept when it is not shorter than that. */
const LONG_STEP = 0.45;
const SHORTEST_NARROW_STEP = 0.03;
/** A step that is nearly as long as one that converges might be called either in single precision. */
const UNDECIDED = 1e-4;

/**
 * Newton's method from zero by the rules of the twin, from `hessian` and `gradient` at zero. All sums are over the samples that
 * are not missing.
 *
 * Long steps are computed in single precision alone: Newton's method squares errors, so that of theirs nothing is left two steps
 * later. Where the fit ends before that, the step is done again.
 *
 * `combination`: upper triangle of k × k, the columns as combinations of those the length of a step is measured in; `isOther`:
 * there the other allele is counted.
 *
 * @returns whether it converged: then `estimate` has the log odds ratio and its standard error
 */
export function fitLogistic(
  n: i32,
  p: i32,
  wide: usize,
  narrowed: usize,
  isCase: usize,
  /** In single precision. */
  narrowCase: usize,
  missing: usize,
  missingCount: i32,
  combination: usize,
  isOther: bool,
  hessian: usize,
  gradient: usize,
  room: usize,
  estimate: usize,
): bool {
  const chunks = (n + CHUNK - 1) / CHUNK;
  const weights = room;
  const tiles = weights + <usize>chunks * WIDE;
  const tileBytes = <usize>(((p + 1) / 2) * ((p + 4) / 4)) << 7;
  const pairs = tiles + tileBytes;
  const forms = pairs + (<usize>(p + 4) << 4);
  const theta = forms + 32;
  const step = theta + (<usize>p << 3);
  const direction = step + (<usize>p << 3);
  const before = direction + (<usize>p << 3);
  const buffers = before + (<usize>p << 3);
  memory.fill(theta, 0, <usize>p << 3);
  let isNarrow = false;
  let wasNarrow = false;
  for (let iteration = 1; iteration <= MOST_STEPS; iteration++) {
    if (iteration > 1) {
      memory.fill(tiles, 0, tileBytes);
      if (isNarrow) {
        sumNarrowly(chunks, p, narrowed, narrowCase, missing, missingCount, theta, buffers, tiles, gradient);
      } else {
        sumWidely(
          chunks,
          p,
          wide,
          narrowed,
          isCase,
          missing,
          missingCount,
          theta,
          buffers,
          tiles,
          weights,
          pairs,
          gradient,
        );
      }
      gatherTiles(p, tiles, hessian);
    }
    if (!factorise(p, hessian)) return false;
    memory.copy(step, gradient, <usize>p << 3);
    solveWith(p, hessian, step);
    const change = lengthOfStep(p, step, combination, isOther);
    if (!(change < LONGEST_STEP)) return false;
    if (iteration >= FIRST_MARCH && Math.abs(1 - change) < 2e-3) return false;
    if (isNarrow && change < SHORTEST_NARROW_STEP) {
      isNarrow = false;
      iteration--;
      continue;
    }
    if (wasNarrow && change < 2 * CONVERGED_BELOW) {
      memory.copy(theta, before, <usize>p << 3);
      isNarrow = false;
      wasNarrow = false;
      iteration -= 2;
      continue;
    }
    if (Math.abs(change / CONVERGED_BELOW - 1) < UNDECIDED) return false;
    if (change >= CONVERGED_BELOW) {
      memory.copy(before, theta, <usize>p << 3);
      for (let j = 0; j < p; j++) {
        const at = <usize>j << 3;
        store<f64>(theta + at, load<f64>(theta + at) + load<f64>(step + at));
      }
      wasNarrow = isNarrow;
      isNarrow = change > LONG_STEP;
      continue;
    }
    // At zero there are no weights yet.
    if (iteration == 1) return false;
    return putEstimate(chunks, p, wide, weights, hessian, gradient, theta, step, direction, forms, estimate);
  }
  return false;
}

/** Bytes of `room` for `fitLogistic`. */
export function logisticRoom(n: i32, p: i32): i32 {
  const tiles = ((p + 1) / 2) * ((p + 4) / 4);
  const buffers = 3 * (<i32>NARROW) + <i32>WIDE + 4 * p;
  return <i32>WIDE * ((n + CHUNK - 1) / CHUNK) + 128 * tiles + 16 * (p + 4) + 32 + 32 * p + buffers;
}

/** Sum of the lengths of a step's coefficients, in the predictors as they are: see `fitLogistic`. */
function lengthOfStep(p: i32, step: usize, combination: usize, isOther: bool): f64 {
  const k = p - 1;
  let length = Math.abs(load<f64>(step + (<usize>k << 3)));
  for (let j = 0; j < k; j++) {
    const row = combination + (<usize>(j * k) << 3);
    let own = j == 0 && isOther ? 2 * load<f64>(step + (<usize>k << 3)) : 0.0;
    for (let c = j; c < k; c++) own += load<f64>(row + (<usize>c << 3)) * load<f64>(step + (<usize>c << 3));
    length += Math.abs(own);
  }
  return length;
}
