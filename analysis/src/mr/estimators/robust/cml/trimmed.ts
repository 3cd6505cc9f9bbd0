import { copySum, newtonStep, NOTHING, type TrimmedSum } from "./trimmed-sum.ts";

/** k variants, as the constrained likelihood sees them; refilled for each perturbation. */
export interface CmlData {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly varianceX: Float64Array;
  readonly varianceY: Float64Array;
}

/** The most likely slopes when 0, 1, … K variants may have a direct effect of any size. */
export interface CmlPath {
  /** One value for each number of invalid variants. */
  readonly theta: Float64Array;
  /** NaN where the information is not positive. */
  readonly standardError: Float64Array;
  readonly negativeLogLikelihood: Float64Array;
}

const MOST_STARTS = 32;
const MOST_SWAPS = 4;
/** Relative change of a slope from one number of invalid variants to the next. */
const SMOOTH = 0.02;

/** Which numbers of invalid variants are tried, and how hard. */
export interface CmlSearch {
  readonly fewestInvalid: number;
  readonly mostInvalid: number;
  /** For perturbed copies, the slopes of the data themselves to start from; without them all ratios are looked at. */
  readonly near?: Float64Array | undefined;
}

export interface CmlSolver {
  readonly solve: (data: CmlData) => CmlPath;
  /** The variants furthest from a slope, in their order. */
  readonly invalidAt: (data: CmlData, theta: number, count: number) => number[];
}

/**
 * Makes a solver for several numbers K of invalid variants.
 *
 * A direct effect that is free takes its variant out of the likelihood, and the effects on the exposure profile out in
 * closed form: what is left is the sum of the k − K smallest d = (y − θx)² / (σ_Y² + θ²σ_X²), a trimmed sum of one
 * unknown. It is minimised by Newton steps that reselect the variants, from the best of the variants' own ratios and
 * the slope of one invalid variant less. A perturbed copy starts from the sums of the latter without the variant that is
 * furthest off, so that most numbers K cost it one look at all variants.
 *
 * @see Xue, Shen & Pan 2021, doi:10.1016/j.ajhg.2021.05.014
 */
export function trimmedLikelihood(k: number, search: CmlSearch): CmlSolver {
  const { fewestInvalid, mostInvalid, near } = search;
  const size = mostInvalid - fewestInvalid + 1;
  // Slopes of perturbed copies are only ever averaged.
  const tolerance = near ? 1e-4 : 1e-12;
  // Where the slope of the data themselves goes on smoothly with one variant less, so does that of a perturbed copy.
  const hasJumped = Array.from(
    near ?? [],
    (slope, at) => at > 0 && Math.abs(slope - near![at - 1]) > SMOOTH * Math.abs(slope),
  );
  const distance = new Float64Array(k);
  const precision = new Float64Array(k);
  const sorted = new Float64Array(k);
  const bestStart = new Float64Array(size);
  const bestValue = new Float64Array(size);

  const distances = ({ x, y, varianceX, varianceY }: CmlData, theta: number): void => {
    for (let i = 0; i < k; i++) {
      const off = y[i] - theta * x[i];
      precision[i] = 1 / (varianceY[i] + theta * theta * varianceX[i]);
      distance[i] = off * off * precision[i];
    }
  };

  const screen = (data: CmlData): void => {
    const ratios = Float64Array.from(data.y, (value, i) => value / data.x[i])
      .filter(Number.isFinite)
      .sort();
    const starts = Math.min(MOST_STARTS, ratios.length);
    bestValue.fill(Infinity);
    for (let s = -1; s < starts; s++) {
      const theta = s < 0 ? 0 : ratios[Math.floor(((s + 0.5) * ratios.length) / starts)];
      distances(data, theta);
      sorted.set(distance);
      sorted.sort();
      let sum = 0;
      for (let i = 0; i < k; i++) {
        sum += sorted[i];
        const at = k - 1 - i - fewestInvalid;
        if (at >= 0 && at < size && sum < bestValue[at]) {
          bestValue[at] = sum;
          bestStart[at] = theta;
        }
      }
    }
  };

  // The copy that is being solved, its valid variants first: those of one slope are mostly those of the next.
  const x = new Float64Array(k);
  const y = new Float64Array(k);
  const varianceX = new Float64Array(k);
  const varianceY = new Float64Array(k);
  const columns = [x, y, varianceX, varianceY, distance, precision];

  const swap = (i: number, j: number): void => {
    for (const column of columns) {
      const held = column[i];
      column[i] = column[j];
      column[j] = held;
    }
  };

  /** Which of some variants is furthest off, or the other way round nearest. */
  const furthest = (from: number, to: number): number => {
    let found = from;
    for (let i = from + 1; i < to; i++) if (distance[i] > distance[found]) found = i;
    return found;
  };
  const nearest = (from: number): number => {
    let found = from;
    for (let i = from + 1; i < k; i++) if (distance[i] < distance[found]) found = i;
    return found;
  };

  /** Brings the variants with the least distances to the front: those of a slope nearby are there but for a few. */
  const select = (valid: number): void => {
    for (let swaps = 0; swaps < MOST_SWAPS; swaps++) {
      const out = furthest(0, valid);
      const into = nearest(valid);
      if (distance[out] <= distance[into]) return;
      swap(out, into);
    }
    sorted.set(distance);
    const threshold = nthSmallest(sorted, valid - 1);
    for (let i = 0, j = valid; i < valid; i++) {
      if (distance[i] <= threshold) continue;
      while (distance[j] > threshold) j++;
      swap(i, j++);
    }
  };

  /** Squared distances at a slope, and whether those of the first are the least. */
  const isInOrder = (theta: number, valid: number): boolean => {
    const square = theta * theta;
    let most = 0;
    let least = Infinity;
    for (let i = 0; i < k; i++) {
      const off = y[i] - theta * x[i];
      const w = 1 / (varianceY[i] + square * varianceX[i]);
      const d = off * off * w;
      precision[i] = w;
      distance[i] = d;
      if (i < valid) {
        if (d > most) most = d;
      } else if (d < least) least = d;
    }
    distancesAt = theta;
    return most <= least;
  };

  /** Adds what some variants, whose distances are known, contribute at their slope. */
  const accumulate = (into: TrimmedSum, from: number, to: number, sign: number): void => {
    const { theta } = into;
    let value = 0;
    let gradient = 0;
    let curvature = 0;
    let information = 0;
    for (let i = from; i < to; i++) {
      const w = precision[i];
      const xi = x[i];
      const pull = (y[i] - theta * xi) * w;
      const pulled = pull * varianceX[i];
      value += distance[i];
      information += w * xi * xi;
      gradient -= 2 * pull * (xi + pulled * theta);
      curvature +=
        2 * w * xi * (xi + 4 * pulled * theta) -
        2 * pull * pulled * (1 - 4 * theta * theta * varianceX[i] * w);
    }
    into.value += sign * value;
    into.gradient += sign * gradient;
    into.curvature += sign * curvature;
    into.information += sign * information;
  };

  /** The trimmed sum at a slope. */
  const trimmed = (valid: number, theta: number, into: TrimmedSum): void => {
    if (!isInOrder(theta, valid)) select(valid);
    copySum({ ...NOTHING, theta }, into);
    accumulate(into, 0, valid, 1);
  };

  /** The trimmed sum at the same slope with one variant less. */
  const withOneLess = (valid: number, sum: TrimmedSum): void => {
    if (distancesAt === sum.theta) {
      swap(furthest(0, valid + 1), valid);
      accumulate(sum, valid, valid + 1, -1);
    } else trimmed(valid, sum.theta, sum);
  };

  /** Goes on from where `here` stands, until Newton's next step is too small to be looked at. */
  const descend = (valid: number, here: TrimmedSum): void => {
    let step = newtonStep(here);
    for (let iteration = 0; iteration < 200; iteration++) {
      if (Math.abs(step) <= tolerance * Math.abs(here.theta)) return;
      trimmed(valid, here.theta + step, next);
      if (next.value > here.value && Math.abs(step) > 1e-13 * Math.abs(here.theta)) {
        step /= 2;
      } else {
        copySum(next, here);
        step = newtonStep(here);
      }
    }
  };
  let distancesAt = NaN;
  const best = { ...NOTHING };
  const other = { ...NOTHING };
  const next = { ...NOTHING };

  return {
    solve(data) {
      const theta = new Float64Array(size);
      const standardError = new Float64Array(size);
      const negativeLogLikelihood = new Float64Array(size);
      x.set(data.x);
      y.set(data.y);
      varianceX.set(data.varianceX);
      varianceY.set(data.varianceY);
      if (near) bestStart.set(near);
      else screen(data);
      for (let at = 0; at < size; at++) {
        const valid = k - fewestInvalid - at;
        if (near && at > 0 && !hasJumped[at]) {
          withOneLess(valid, best);
          descend(valid, best);
        } else {
          trimmed(valid, bestStart[at], best);
          if (at > 0) trimmed(valid, theta[at - 1], other);
          else copySum(best, other);
          if (near) {
            if (other.value < best.value) copySum(other, best);
            descend(valid, best);
          } else {
            descend(valid, best);
            descend(valid, other);
            if (other.value < best.value) copySum(other, best);
          }
        }
        // Newton's last step is quadratically better than its size; what the sum gains by it is below that.
        theta[at] = best.theta + newtonStep(best);
        negativeLogLikelihood[at] = best.value / 2;
        standardError[at] = best.curvature > 0 ? Math.SQRT2 / Math.sqrt(best.curvature) : NaN;
      }
      return { theta, standardError, negativeLogLikelihood };
    },
    invalidAt(data, theta, count) {
      distances(data, theta);
      return Array.from(distance, (_, i) => i)
        .sort((i, j) => distance[j] - distance[i])
        .slice(0, count)
        .sort((i, j) => i - j);
    },
  };
}

/** Puts the n-th smallest value in its place, by Hoare's selection. */
function nthSmallest(values: Float64Array, n: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1];
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i <= j) {
        const held = values[i];
        values[i++] = values[j];
        values[j--] = held;
      }
    }
    if (n <= j) high = j;
    else if (n >= i) low = i;
    else break;
  }
  return values[n];
}
