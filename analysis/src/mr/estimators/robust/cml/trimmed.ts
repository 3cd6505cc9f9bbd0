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
/** Relative change of a slope from one number of invalid variants to the next. */
const SMOOTH = 0.02;

/** Which numbers of invalid variants are tried, and how hard. */
export interface CmlSearch {
  readonly fewestInvalid: number;
  readonly mostInvalid: number;
  /** For perturbed copies, the slopes of the data themselves to start from; without them all ratios are looked at. */
  readonly near?: Float64Array | undefined;
}

interface TrimmedSum {
  readonly theta: number;
  readonly value: number;
  /** Second derivative of the sum. */
  readonly curvature: number;
  /** Newton's step from this slope. */
  readonly step: number;
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
 * the slope of one invalid variant less.
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

  /** The trimmed sum at a slope, and the Newton step from there. */
  const trimmed = (data: CmlData, valid: number, theta: number): TrimmedSum => {
    const { x, y, varianceX } = data;
    distances(data, theta);
    sorted.set(distance);
    const threshold = nthSmallest(sorted, valid - 1);
    let value = 0;
    let gradient = 0;
    let curvature = 0;
    let information = 0;
    for (let i = 0; i < k; i++) {
      if (distance[i] > threshold) continue;
      const w = precision[i];
      const pull = (y[i] - theta * x[i]) * w;
      const sx = varianceX[i];
      value += distance[i];
      information += w * x[i] * x[i];
      gradient -= 2 * pull * (x[i] + pull * theta * sx);
      curvature +=
        2 * w * x[i] * (x[i] + 4 * pull * theta * sx) -
        2 * pull * pull * sx * (1 - 4 * theta * theta * sx * w);
    }
    return {
      theta,
      value,
      curvature,
      step: -gradient / (curvature > 0 ? curvature : 2 * information),
    };
  };

  const descend = (data: CmlData, valid: number, start: TrimmedSum): TrimmedSum => {
    let here = start;
    let { step } = start;
    for (let iteration = 0; iteration < 200; iteration++) {
      if (Math.abs(step) <= tolerance * Math.abs(here.theta)) break;
      const next = trimmed(data, valid, here.theta + step);
      if (next.value > here.value && Math.abs(step) > 1e-13 * Math.abs(here.theta)) {
        step /= 2;
      } else {
        here = next;
        ({ step } = next);
      }
    }
    // Newton's last step is quadratically better than its size; what the sum gains by it is below that.
    return { ...here, theta: here.theta + step };
  };

  return {
    solve(data) {
      const theta = new Float64Array(size);
      const standardError = new Float64Array(size);
      const negativeLogLikelihood = new Float64Array(size);
      if (near) bestStart.set(near);
      else screen(data);
      for (let at = 0; at < size; at++) {
        const valid = k - fewestInvalid - at;
        let best: TrimmedSum;
        if (near && at > 0 && !hasJumped[at]) {
          best = descend(data, valid, trimmed(data, valid, theta[at - 1]));
        } else {
          const start = trimmed(data, valid, bestStart[at]);
          const warm = at > 0 ? trimmed(data, valid, theta[at - 1]) : start;
          if (near) best = descend(data, valid, warm.value < start.value ? warm : start);
          else {
            best = descend(data, valid, start);
            const other = descend(data, valid, warm);
            if (other.value < best.value) best = other;
          }
        }
        theta[at] = best.theta;
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
